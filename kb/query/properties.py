"""Properties of notes as values of expressions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kb.query.arithmetic import exact
from kb.query.moments import moment_of, parse_moment
from kb.query.values import Link, Value

if TYPE_CHECKING:
    from kb.query.files import File

_MOST_DEEP = 50
"""Lists inside of lists."""


def property_value(value: Any, file: File, deep: int = 0) -> Value:
    """A property's value as expressions know it: dates and wikilinks are what they look like.

    What stands deeper in lists than expressions can tell is nothing.
    """
    match value:
        case str():
            return text_value(value, file)
        case bool() | None:
            return value
        case int() | float():
            return exact(value)
        case date():
            return moment_of(value)
    return _nested(value, file, deep + 1) if deep < _MOST_DEEP else None


def _nested(value: list[Any] | dict[Any, Any], file: File, deep: int) -> Value:
    if isinstance(value, list):
        return tuple(property_value(item, file, deep) for item in value)
    return {str(key): property_value(item, file, deep) for key, item in value.items()}


def text_value(text: str, file: File) -> Value:
    """A text, or the date or link that it is as a whole."""
    stripped = text.strip()
    if stripped.startswith("[[") and stripped.endswith("]]") and stripped.count("[[") == 1:
        return link_of_text(stripped, file)
    return parse_moment(stripped) or text


def link_of_text(text: str, file: File) -> Link:
    """The link that a text says, with or without brackets."""
    target, _, shown = text.strip().removeprefix("[[").removesuffix("]]").partition("|")
    return Link(target.strip(), file.desk.found(target.strip(), file.path), shown.strip() or None)
