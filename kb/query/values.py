"""The values of expressions: what they are called, when they count as true, how they read, compare and sort."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import TYPE_CHECKING, Any

from kb.query.arithmetic import is_nan, number_text
from kb.query.moments import Duration, Moment, parse_moment
from kb.vault.names import folded_key

if TYPE_CHECKING:
    from kb.query.files import File

_NAMES = {
    "NoneType": "null",
    "bool": "boolean",
    "int": "number",
    "float": "number",
    "str": "string",
    "Moment": "date",
    "tuple": "list",
    "dict": "object",
    "Pattern": "regexp",
    "NoteName": "string",
}
_WITH_ORDER = (int | float, str, Moment, Duration)
Value = Any
"""None, bool, int, float, str, Moment, Duration, tuple, dict, File, Pattern, or one of the classes below."""


class NoteName(str):
    """The name of a note, which is also equal to a text with the ending `.md`, as people write both."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a file, without `#`."""

    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a note, a file or an address.

    Attributes:
        target: As written, without brackets, with its fragment.
        file: Where it leads; None where nothing has this name, or outside of the vault.
        shown: What stands for it; None for its target.
    """

    target: str
    file: File | None = None
    shown: Value = None


@dataclass(frozen=True, slots=True)
class Html:
    """A piece of HTML, to be cleaned before it is shown."""

    source: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: a file of the vault, a link to one, or an address."""

    source: Value


@dataclass(frozen=True, slots=True)
class Icon:
    """A sign of the Lucide set, by its name."""

    name: str


TEXT_LIKE = (str, Tag, Link, Html, Image, Icon)
"""What can also be used as the text that it shows."""


def type_name(value: Value) -> str:
    """What kind of value one is, as `isType` calls it."""
    name = type(value).__name__
    return _NAMES.get(name) or name.lower()


def is_true(value: Value) -> bool:
    """Whether a value counts as true: nothing, 0, NaN, and what is empty do not."""
    return bool(value) and not is_nan(value)


def text_of(value: Value) -> str:
    """A value as text, as `toString` and `+` have it; nothing is no text."""
    return _TEXTS.get(type(value), str)(value)


_TEXTS: Mapping[type, Callable[[Any], str]] = {
    NoneType: lambda _value: "",
    bool: lambda value: "true" if value else "false",
    int: number_text,
    float: number_text,
    Tag: lambda tag: f"#{tag.name}",
    Link: lambda link: link.target if link.shown is None else text_of(link.shown),
    Html: lambda html: html.source,
    Image: lambda image: text_of(image.source),
    Icon: lambda icon: icon.name,
    tuple: lambda items: ", ".join(map(text_of, items)),
    dict: lambda table: ", ".join(f"{key}: {text_of(value)}" for key, value in table.items()),
}


def is_same(left: Value, right: Value) -> bool:
    """Whether two values are equal: dates also with text, links by where they lead, tags in any case."""
    match left, right:
        case tuple(), tuple():
            return len(left) == len(right) and all(map(is_same, left, right))
        case (Tag(), str()) | (str(), Tag()):
            return key_of(_tag(left)) == key_of(_tag(right))
        case (NoteName(), str()) | (str(), NoteName()):
            return bool(left.removesuffix(".md") == right.removesuffix(".md"))
        case (Moment(), str()) | (str(), Moment()):
            return bool(_moment(left) == _moment(right))
    return not is_nan(left) and key_of(left) == key_of(right)


def key_of(value: Value) -> tuple[str, Any]:
    """What is equal for equal values, and can be looked up: lists by their items, links by where they lead."""
    match value:
        case Link(target, file):
            return key_of(file) if file else ("string", target)
        case Tag(name):
            return "tag", folded_key(name)
        case tuple():
            return "list", tuple(map(key_of, value))
        case dict():
            return "object", frozenset((name, key_of(item)) for name, item in value.items())
        case Image(source):
            return "image", key_of(source)
    return type_name(value), "NaN" if is_nan(value) else value


def _tag(value: Tag | str) -> Tag:
    return value if isinstance(value, Tag) else Tag(value.removeprefix("#"))


def _moment(value: Value) -> Value:
    return parse_moment(value) if isinstance(value, str) else value


def compare(left: Value, right: Value) -> int | None:
    """Below 0, 0 or above 0 as a value comes before, with or behind another; None where they have no order.

    A text is a date beside one, and an empty one comes before each: with that the search for the last one begins.
    """
    if isinstance(left, Moment) or isinstance(right, Moment):
        if "" in (left, right):
            return 1 if right == "" else -1
        left, right = _moment(left), _moment(right)
    is_both = any(isinstance(left, kind) and isinstance(right, kind) for kind in _WITH_ORDER)
    if not is_both or is_nan(left) or is_nan(right):
        return None
    return int(left > right) - int(left < right)


def is_empty(value: Value) -> bool:
    """Whether there is no value, or a text or list without anything in it."""
    return value is None or value in ("", ())


def sort_key(value: Value) -> tuple[int, Any, str]:
    """The place of a value where values are sorted: by kind, then by size or name; what is empty stands last."""
    match value:
        case int() | float() if not is_nan(value):  # booleans too: false before true
            return 0, value, ""
        case Moment():
            return 1, value, ""
        case Duration():
            return 2, value, ""
        case None | "" | () | float():
            return 9 if is_empty(value) else 8, 0, ""
    text = text_of(value)
    return 3, natural_key(text), text


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Text without regard to case, with the numbers in it by their size."""
    parts = (part for part in re.split(r"(\d+)", folded_key(text)) if part)
    return tuple(_size_key(part.lstrip("0")) if part.isdecimal() else (1, 0, part) for part in parts)


def _size_key(digits: str) -> tuple[int, int, str]:
    """The place of a number among numbers, however long it is."""
    return 0, len(digits), digits
