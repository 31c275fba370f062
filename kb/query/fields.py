"""Parts of values: `file.name`, `due.year`, `list[0]`, `object["key"]`."""

from __future__ import annotations

from kb.errors import KbError
from kb.query.arithmetic import exact
from kb.query.files import FIELDS, File
from kb.query.moments import Duration, Moment
from kb.query.values import TEXT_LIKE, Value, text_of, type_name

_MILLISECONDS = {"days": 86_400_000, "hours": 3_600_000, "minutes": 60_000, "seconds": 1_000, "milliseconds": 1}
"""Of the parts of a duration, and of the milliseconds between two dates, which count as one."""
_OF_DATES = ("year", "month", "day", "hour", "minute", "second", "millisecond")
_LONGER = {"years", "months", "weeks"}
"""What other programs have beside these."""


def field_of(value: Value, name: str) -> Value:
    """A part of a value by its name; nothing of nothing.

    Raises:
        KbError: Such values have no such part.
    """
    match value:
        case None:
            return None
        case dict():
            return value.get(name)
        case File():
            return getattr(value, name) if name in FIELDS else value.value_of(name)
        case Duration() | int() | float() if name in _MILLISECONDS and not isinstance(value, bool):
            milliseconds = value.total_seconds * 1_000 if isinstance(value, Duration) else value
            return exact(milliseconds / _MILLISECONDS[name])
        case Moment() if name in _OF_DATES:
            return value.at.microsecond // 1000 if name == "millisecond" else getattr(value.at, name)
    if name == "length" and isinstance(value, (tuple, *TEXT_LIKE)):
        return len(value if isinstance(value, tuple) else text_of(value))
    do = "`(today() - made).days` is how many days lie between two dates." if name in _LONGER else ""
    raise KbError(f"A {type_name(value)} has no such part", found=name, do=do)


def item_of(value: Value, key: Value) -> Value:
    """An item of a list or character of a text by its number, or a part by its name; None where there is none.

    Raises:
        KbError: Such values have no such part.
    """
    if isinstance(key, str):
        return field_of(value, key)
    if isinstance(value, tuple | str) and isinstance(key, int | float) and 0 <= key < len(value) and key == int(key):
        return value[int(key)]
    return None
