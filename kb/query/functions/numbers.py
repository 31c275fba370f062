"""Functions of numbers."""

from __future__ import annotations

import math
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, localcontext

from kb.query.arithmetic import exact, number_text
from kb.query.functions.function import Function, Functions, whole, wrong
from kb.query.values import Value

_MOST_DIGITS = 100
_MOST_FIXED = 1e21
"""From there on a number is written with an exponent, as in JavaScript."""
_EXACT = Context(prec=800)
"""Digits enough for any float."""


def _rounded(number: float, digits: Value = 0) -> float:
    """To so many digits, halves up, as JavaScript rounds: 2.5 is 3, and -2.5 is -2."""
    if not math.isfinite(number):
        return number
    count = _digits(digits)
    with localcontext(_EXACT):
        shifted = Decimal(repr(number)).scaleb(count) + Decimal("0.5")
        return exact(float(shifted.to_integral_value(ROUND_FLOOR).scaleb(-count)))


def _fixed(number: float, digits: Value = 0) -> str:
    count = _digits(digits)
    if not abs(number) < _MOST_FIXED:
        return number_text(number)
    with localcontext(_EXACT):
        return f"{Decimal(number or 0).quantize(Decimal(1).scaleb(-count), ROUND_HALF_UP):f}"


def _digits(digits: Value) -> int:
    count = whole(digits, "The number of digits")
    if not 0 <= count <= _MOST_DIGITS:
        raise wrong(f"The number of digits is from 0 to {_MOST_DIGITS}", digits)
    return count


NUMBERS: Functions = {
    "abs": Function(abs),
    "ceil": Function(lambda number: exact(math.ceil(number)) if math.isfinite(number) else number),
    "floor": Function(lambda number: exact(math.floor(number)) if math.isfinite(number) else number),
    "isEmpty": Function(lambda _number: False),
    "round": Function(_rounded, 0, 1),
    "toFixed": Function(_fixed, 0, 1),
}
