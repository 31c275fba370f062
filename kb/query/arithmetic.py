"""Numbers as JavaScript has them, and as people read them."""

from __future__ import annotations

import math
from decimal import Context, Decimal
from typing import Any

_MOST_WHOLE = 2**53
_LEAST_PLAIN, _LEAST_WITH_EXPONENT = 1e-6, 1e21
_DIGITS = 15
"""Significant ones that a float keeps of any decimal; behind them stands what binary arithmetic left."""
_READ = Context(prec=_DIGITS)
_FEW_DIGITS = 4
Number = int | float


def is_nan(value: Any) -> bool:
    """Whether a value is the number that is none."""
    return isinstance(value, float) and math.isnan(value)


def exact(value: Number) -> Number:
    """A number as JavaScript has it: whole up to 2⁵³, behind that with a point that floats."""
    if isinstance(value, int):
        return value if abs(value) <= _MOST_WHOLE else _float(value)
    return int(value) if abs(value) <= _MOST_WHOLE and value.is_integer() else value


def _float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def number_text(value: Number) -> str:
    """A number as JavaScript writes it, but with at most 15 significant digits: 0.1 + 0.2 is 0.3."""
    if not math.isfinite(value):
        return "NaN" if is_nan(value) else "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    said = Decimal(repr(value)).normalize()
    if abs(value) < 10**_DIGITS:
        said = said.normalize(_READ)
    if _LEAST_PLAIN <= abs(value) < _LEAST_WITH_EXPONENT:
        return f"{said:f}"
    digits, _, exponent = f"{said:e}".partition("e")
    return f"{digits}e{int(exponent):+}"


def few_decimals(value: Number) -> Number:
    """A number with four digits behind the point; one below 1 with four significant digits."""
    if not math.isfinite(value):
        return value
    return exact(float(f"{value:.{_FEW_DIGITS}g}") if abs(value) < 1 else round(value, _FEW_DIGITS))
