"""What the signs between values do, as in JavaScript; with nothing a sum has no value."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from kb.errors import KbError
from kb.query.functions.function import short, wrong
from kb.query.moments import Duration, Moment, milliseconds_between, moved, parse_duration, parse_moment
from kb.query.values import Value, compare, is_same, text_of

Number = int | float


def plus(left: Value, right: Value) -> Value:
    """Numbers and durations added, dates moved, lists and texts joined."""
    match left, right:
        case ((int() | float()), (int() | float())):
            return left + right
        case Moment(), Duration() | str():
            return moved(left, _duration(right))
        case Duration(), Moment():
            return moved(right, left)
        case Duration(), Duration() | str():
            return left + _duration(right)
        case tuple(), tuple():
            return left + right
        case (str(), _) | (_, str()):
            return short(text_of(left) + text_of(right))
        case (None, _) | (_, None):
            return None
    raise wrong(f"Nothing can be added to {text_of(left)[:40] or 'this'}", right)


def minus(left: Value, right: Value) -> Value:
    """Numbers and durations taken away, dates moved back, the milliseconds between two dates."""
    match left, right:
        case ((int() | float()), (int() | float())):
            return left - right
        case Moment(), str():
            by = parse_duration(right)
            day = None if by else parse_moment(right)
            return milliseconds_between(left, day) if day else moved(left, -_duration(right))
        case Moment(), Duration():
            return moved(left, -right)
        case Moment(), Moment():
            return milliseconds_between(left, right)
        case Duration(), Duration() | str():
            return left + -_duration(right)
        case (None, _) | (_, None):
            return None
    raise wrong(f"This cannot be taken from {text_of(left)[:40] or 'nothing'}", right)


def times(left: Value, right: Value) -> Value:
    """Numbers multiplied; a duration so many times."""
    match left, right:
        case ((int() | float()), (int() | float())):
            return left * right
        case Duration(), (int() | float()):
            return left.times(right)
        case (None, _) | (_, None):
            return None
    raise wrong("Only numbers are multiplied; `number()` makes one of a text", _no_number(left, right))


def divided(left: Value, right: Value) -> Value:
    """Numbers divided: by 0 the answer is Infinity, or NaN; a duration in so many parts."""
    match left, right:
        case ((int() | float()), (int() | float())):
            if right == 0:
                return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left)
            return _exact(left / right)
        case Duration(), (int() | float()) if right:
            return left.times(1 / right)
        case Duration(), Duration() if right:
            return left.total_seconds / right.total_seconds
        case (None, _) | (_, None):
            return None
    raise wrong("Only numbers are divided; `number()` makes one of a text", _no_number(left, right))


def rest(left: Value, right: Value) -> Value:
    """What a division leaves, with the sign of what is divided."""
    match left, right:
        case ((int() | float()), (int() | float())):
            return math.fmod(left, right) if right and math.isfinite(left) else math.nan
        case (None, _) | (_, None):
            return None
    raise wrong("Only numbers are divided; `number()` makes one of a text", _no_number(left, right))


def negative(value: Value) -> Value:
    """A number or duration with the other sign."""
    if value is None:
        return None
    if isinstance(value, Number | Duration):
        return -value
    raise wrong("Only a number has another sign", value)


def _exact(value: float) -> Number:
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _no_number(left: Value, right: Value) -> Value:
    return right if isinstance(left, Number | Duration) else left


def _duration(value: Value) -> Duration:
    found = value if isinstance(value, Duration) else parse_duration(value)
    if found is None:
        raise wrong("A duration is like 1d, 2 weeks or 1M", value)
    return found


def _ordered(is_it: Callable[[int], bool]) -> Callable[[Value, Value], bool]:
    def answer(left: Value, right: Value) -> bool:
        order = compare(left, right)
        return order is not None and is_it(order)

    return answer


SIGNS: dict[str, Callable[[Any, Any], Value]] = {
    "+": plus,
    "-": minus,
    "*": times,
    "/": divided,
    "%": rest,
    "==": is_same,
    "!=": lambda left, right: not is_same(left, right),
    "<": _ordered(lambda order: order < 0),
    "<=": _ordered(lambda order: order <= 0),
    ">": _ordered(lambda order: order > 0),
    ">=": _ordered(lambda order: order >= 0),
}


def applied(sign: str, left: Value, right: Value) -> Value:
    """What a sign makes of two values.

    Raises:
        KbError: They are of kinds that it does not join, or the number is too large.
    """
    try:
        return SIGNS[sign](left, right)
    except OverflowError as error:
        raise KbError("This number is too large", found=f"{text_of(left)[:40]} {sign} {text_of(right)[:40]}") from error
