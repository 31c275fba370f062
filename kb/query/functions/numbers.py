"""Functions of numbers."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

from kb.query.functions.function import Function, Functions, whole, wrong
from kb.query.values import Value, number_text

_MOST_DIGITS = 100


def _rounded(number: float, digits: Value = 0) -> float:
    """To so many digits, halves up, as JavaScript rounds: 2.5 is 3, and -2.5 is -2."""
    if not math.isfinite(number):
        return number
    step = Decimal(1).scaleb(-_digits(digits))
    exact = Decimal(repr(number)) / step
    value = (exact + Decimal("0.5")).to_integral_value("ROUND_FLOOR") * step
    return int(value) if value == value.to_integral_value() else float(value)


def _fixed(number: float, digits: Value = 0) -> str:
    if not math.isfinite(number):
        return number_text(number)
    return str(Decimal(number).quantize(Decimal(1).scaleb(-_digits(digits)), ROUND_HALF_UP))


def _digits(digits: Value) -> int:
    count = whole(digits, "The number of digits")
    if not 0 <= count <= _MOST_DIGITS:
        raise wrong(f"The number of digits is from 0 to {_MOST_DIGITS}", digits)
    return count


NUMBERS: Functions = {
    "abs": Function(abs),
    "ceil": Function(lambda number: math.ceil(number) if math.isfinite(number) else number),
    "floor": Function(lambda number: math.floor(number) if math.isfinite(number) else number),
    "isEmpty": Function(lambda _number: False),
    "round": Function(_rounded, 0, 1),
    "toFixed": Function(_fixed, 0, 1),
}
