"""Numbers as JavaScript has and writes them."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

_MOST_WHOLE = 2**53
_LEAST_PLAIN, _LEAST_WITH_EXPONENT = 1e-6, 1e21
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
    """A number as JavaScript writes it."""
    if not math.isfinite(value):
        return "NaN" if is_nan(value) else "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    if _LEAST_PLAIN <= abs(value) < _LEAST_WITH_EXPONENT:
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    digits, _, exponent = f"{Decimal(repr(value)).normalize():e}".partition("e")
    return f"{digits}e{int(exponent):+}"
