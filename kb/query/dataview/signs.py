"""What the signs between values do in queries."""

from __future__ import annotations

from collections.abc import Mapping

from kb.query.dataview.moments import between
from kb.query.dataview.values import as_text, is_equal, kind_of, order_of
from kb.query.functions.function import not_too_long, short
from kb.query.moments import Moment
from kb.query.signs import SIGNS as PLAIN
from kb.query.signs import Do
from kb.query.values import Value, is_true


def _plus(left: Value, right: Value) -> Value:
    """Texts, lists and objects joined; anything else as in a base."""
    kinds = kind_of(left), kind_of(right)
    if "string" in kinds:
        return short(as_text(left) + as_text(right))
    if isinstance(left, dict) and isinstance(right, dict):
        return {**left, **right}
    return PLAIN["+"](left, right)


def _minus(left: Value, right: Value) -> Value:
    """Two dates have a duration between them."""
    if isinstance(left, Moment) and isinstance(right, Moment):
        return between(left, right)
    return PLAIN["-"](left, right)


def _times(left: Value, right: Value) -> Value:
    """A text is repeated."""
    text, count = (right, left) if isinstance(right, str) else (left, right)
    if isinstance(text, str) and isinstance(count, int):
        not_too_long(len(text) * max(0, count))
        return text * count
    return PLAIN["*"](right, left) if kind_of(right) == "duration" else PLAIN["*"](left, right)


SIGNS: Mapping[str, Do] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": PLAIN["/"],
    "%": PLAIN["%"],
    "=": is_equal,
    "!=": lambda left, right: not is_equal(left, right),
    "<": lambda left, right: order_of(left, right) < 0,
    "<=": lambda left, right: order_of(left, right) <= 0,
    ">": lambda left, right: order_of(left, right) > 0,
    ">=": lambda left, right: order_of(left, right) >= 0,
    "&": lambda left, right: is_true(left) and is_true(right),
    "|": lambda left, right: is_true(left) or is_true(right),
}
"""What each sign makes of two values; it raises KbError where they are of kinds that it does not join."""
