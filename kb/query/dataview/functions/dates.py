"""Functions of dates and durations, and the one that shuffles."""

from __future__ import annotations

import hashlib

from kb.query.dataview.functions.function import Function, Functions
from kb.query.dataview.moments import parse_when, without_time
from kb.query.dataview.patterns import format_date, format_duration
from kb.query.functions.function import short, wrong
from kb.query.moments import Duration, Moment
from kb.query.scope import Scope
from kb.query.values import Value, text_of

_BITS = 53
"""Of a number that is exact in JavaScript."""


def _moment(value: Value) -> Moment:
    found = parse_when(value) if isinstance(value, str) else value
    if not isinstance(found, Moment):
        raise wrong("This is no date", value)
    return found


def _format(_scope: Scope, value: Value, pattern: Value) -> str | None:
    return None if value is None else short(format_date(_moment(value).at, text_of(pattern)))


def _strip(_scope: Scope, value: Value) -> Moment | None:
    return None if value is None else without_time(_moment(value))


def _length(_scope: Scope, value: Value, pattern: Value) -> str | None:
    if value is None:
        return None
    if not isinstance(value, Duration):
        raise wrong("This is no duration", value)
    return short(format_duration(value, text_of(pattern)))


def _local(_scope: Scope, value: Value) -> Moment | None:
    return None if value is None else _moment(value)


def _hash(_scope: Scope, *seeds: Value) -> int:
    digest = hashlib.sha256("\0".join(map(text_of, seeds)).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8]) >> (64 - _BITS)


DATES: Functions = {
    "striptime": Function(_strip, over=(0,)),
    "dateformat": Function(_format, 2, 2, over=(0,)),
    "durationformat": Function(_length, 2, 2, over=(0,)),
    "localtime": Function(_local, over=(0,)),
    "hash": Function(_hash, 1, 3),
}
