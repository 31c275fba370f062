"""What the signs between values do, as in JavaScript; with nothing a sum has no value."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from kb.query.arithmetic import Number, exact
from kb.query.functions.function import short, wrong
from kb.query.moments import Duration, Moment, milliseconds_between, moved, parse_duration, parse_moment
from kb.query.values import TEXT_LIKE, Value, compare, is_same, text_of, type_name

Do = Callable[[Any, Any], Value]
Kinds = tuple[str, str]


def _duration(value: Value) -> Duration:
    found = value if isinstance(value, Duration) else parse_duration(value)
    if found is None:
        raise wrong("A duration is like 1d, 2 weeks or 1M", value)
    return found


def _earlier(moment: Moment, by: str) -> Value:
    """A date before another by a duration, or the milliseconds since a date, as the text says one or the other."""
    day = parse_moment(by)
    return milliseconds_between(moment, day) if day else moved(moment, -_duration(by))


def _divided(left: Number, right: Number) -> Number:
    if right == 0:
        return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left)
    return exact(left / right)


def _rest(left: Number, right: Number) -> Number:
    """What a division leaves, with the sign of what is divided."""
    return exact(math.fmod(left, right)) if right and math.isfinite(left) else math.nan


def _ratio(left: Duration, right: Duration) -> Number:
    return _divided(left.total_seconds, right.total_seconds)


_PLUS: Mapping[Kinds, Do] = {
    ("number", "number"): lambda left, right: exact(left + right),
    ("date", "duration"): moved,
    ("date", "string"): lambda moment, by: moved(moment, _duration(by)),
    ("duration", "date"): lambda by, moment: moved(moment, by),
    ("duration", "duration"): Duration.__add__,
    ("duration", "string"): lambda left, right: left + _duration(right),
    ("list", "list"): tuple.__add__,
}
_MINUS: Mapping[Kinds, Do] = {
    ("number", "number"): lambda left, right: exact(left - right),
    ("date", "duration"): lambda moment, by: moved(moment, -by),
    ("date", "string"): _earlier,
    ("date", "date"): milliseconds_between,
    ("duration", "duration"): lambda left, right: left + -right,
    ("duration", "string"): lambda left, right: left + -_duration(right),
}
_TIMES: Mapping[Kinds, Do] = {
    ("number", "number"): lambda left, right: exact(left * right),
    ("duration", "number"): Duration.times,
}
_DIVIDED: Mapping[Kinds, Do] = {
    ("number", "number"): _divided,
    ("duration", "number"): lambda left, right: left.times(_divided(1, right)),
    ("duration", "duration"): _ratio,
}
_REST: Mapping[Kinds, Do] = {("number", "number"): _rest}


def _by_kind(table: Mapping[Kinds, Do], what: str) -> Do:
    def done(left: Value, right: Value) -> Value:
        do = table.get((_kind(left), _kind(right)))
        if do is not None:
            return do(left, right)
        if left is None or right is None:
            return None
        raise wrong(what, right if _kind(left) in {"number", "duration", "date"} else left)

    return done


def _kind(value: Value) -> str:
    return "number" if isinstance(value, bool) else type_name(value)


_SUM = _by_kind(_PLUS, "This cannot be added; `toString()` makes a text of it")


def _plus(left: Value, right: Value) -> Value:
    """Numbers and durations added, dates moved, lists joined; anything else and a text is text."""
    is_text = isinstance(left, TEXT_LIKE) or isinstance(right, TEXT_LIKE)
    if is_text and (_kind(left), _kind(right)) not in _PLUS:
        return short(text_of(left) + text_of(right))
    return _SUM(left, right)


def _ordered(is_it: Callable[[int], bool]) -> Do:
    def answer(left: Value, right: Value) -> bool:
        order = compare(left, right)
        return order is not None and is_it(order)

    return answer


SIGNS: Mapping[str, Do] = {
    "+": _plus,
    "-": _by_kind(_MINUS, "Only numbers, dates and durations are taken from one another"),
    "*": _by_kind(_TIMES, "Only numbers are multiplied; `number()` makes one of a text"),
    "/": _by_kind(_DIVIDED, "Only numbers are divided; `number()` makes one of a text"),
    "%": _by_kind(_REST, "Only numbers are divided; `number()` makes one of a text"),
    "==": is_same,
    "!=": lambda left, right: not is_same(left, right),
    "<": _ordered(lambda order: order < 0),
    "<=": _ordered(lambda order: order <= 0),
    ">": _ordered(lambda order: order > 0),
    ">=": _ordered(lambda order: order >= 0),
}
"""What each sign makes of two values; it raises KbError where they are of kinds that it does not join."""


def negative(value: Value) -> Value:
    """A number or duration with the other sign.

    Raises:
        KbError: It is another value.
    """
    if value is None:
        return None
    if isinstance(value, Number | Duration):
        return -value
    raise wrong("Only a number has another sign", value)
