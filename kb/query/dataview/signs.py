"""What the signs between values do in queries."""

from __future__ import annotations

from collections.abc import Mapping

from kb.query.dataview.fields import table_of
from kb.query.dataview.moments import between
from kb.query.dataview.same import is_equal
from kb.query.dataview.values import as_text, kind_of, order_of
from kb.query.functions.function import not_too_long, short, whole
from kb.query.moments import Moment
from kb.query.scope import Scope
from kb.query.signs import SIGNS as PLAIN
from kb.query.signs import Do
from kb.query.values import Value, is_true


def _plus(left: Value, right: Value) -> Value:
    """Texts, lists and objects joined; anything else as in a base."""
    kinds = kind_of(left), kind_of(right)
    if "string" in kinds:
        return short(as_text(left) + as_text(right))
    if kinds == ("object", "object"):
        return {**table_of(left), **table_of(right)}
    return PLAIN["+"](left, right)


def _minus(left: Value, right: Value) -> Value:
    """Two dates have a duration between them."""
    if isinstance(left, Moment) and isinstance(right, Moment):
        return between(left, right)
    return PLAIN["-"](left, right)


def _times(left: Value, right: Value) -> Value:
    """A text is repeated."""
    text, count = (right, left) if isinstance(right, str) else (left, right)
    if isinstance(text, str) and kind_of(count) == "number":
        times = max(0, whole(count, "How often a text is repeated"))
        not_too_long(len(text) * times)
        return text * times
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
_MOVES = {"+", "-"}


def joined(scope: Scope, sign: str, left: Value, right: Value) -> Value:
    """What a sign makes of two values; where it lacks one of them, it makes nothing, and the scope is told.

    Dataview knows nothing as both values, and beside a date that is moved: that is no gap.

    Raises:
        KbError: They are of kinds that it does not join, or it makes too much.
    """
    value = SIGNS[sign](left, right)
    if value is None and (left is None) != (right is None):
        other = right if left is None else left
        scope.has_gap |= not (isinstance(other, Moment) and sign in _MOVES)
    return scope.kept(value)
