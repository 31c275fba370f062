"""The values of expressions: what they are called, when they count as true, how they read, compare and sort."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import total_ordering
from typing import TYPE_CHECKING, Any

from kb.query.moments import Duration, Moment, parse_moment
from kb.vault.names import folded_key

if TYPE_CHECKING:
    from kb.query.files import File

_NAMES = {"pattern": "regexp"}
_LEAST_WITH_EXPONENT = 1e21
Value = Any
"""None, bool, int, float, str, Moment, Duration, tuple, Mapping, File, or one of the classes below."""


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


def type_name(value: Value) -> str:
    """What kind of value one is, as `isType` calls it."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case Moment():
            return "date"
        case tuple():
            return "list"
        case Mapping():
            return "object"
    return _NAMES.get(name := type(value).__name__.lower(), name)


def is_true(value: Value) -> bool:
    """Whether a value counts as true: nothing, 0, NaN, and what is empty do not."""
    return bool(value) and not _is_nan(value)


def _is_nan(value: Value) -> bool:
    return isinstance(value, float) and math.isnan(value)


def text_of(value: Value) -> str:
    """A value as text, as `toString` and `+` have it; nothing is no text."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return number_text(value)
        case Tag(name):
            return f"#{name}"
        case Link(target, _, shown):
            return text_of(shown) if shown is not None else target
        case Html(source) | Image(source):
            return text_of(source)
        case Icon(name):
            return name
        case tuple():
            return ", ".join(map(text_of, value))
        case Mapping():
            return ", ".join(f"{key}: {text_of(item)}" for key, item in value.items())
    return str(value)


def number_text(value: float) -> str:
    """A number as JavaScript writes it."""
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if _is_nan(value) else "Infinity" if value > 0 else "-Infinity"
    is_whole = isinstance(value, int) or (value.is_integer() and abs(value) < _LEAST_WITH_EXPONENT)
    return str(int(value)) if is_whole else repr(value)


def is_same(left: Value, right: Value) -> bool:
    """Whether two values are equal: dates also with text, links by where they lead, tags in any case."""
    match left, right:
        case (bool(), _) | (_, bool()):
            return left is right
        case (Tag(), _) | (_, Tag()):
            return _tag_key(left) == _tag_key(right) is not None
        case (Moment(), str()) | (str(), Moment()) | (Moment(), Moment()):
            return _moment(left) == _moment(right)
        case tuple(), tuple():
            return len(left) == len(right) and all(map(is_same, left, right))
    ours, theirs = _file_of(left), _file_of(right)
    if ours or theirs:
        return ours == theirs
    return bool(_target_or_self(left) == _target_or_self(right))


def _tag_key(value: Value) -> str | None:
    name = value.name if isinstance(value, Tag) else value.removeprefix("#") if isinstance(value, str) else None
    return None if name is None else folded_key(name)


def _moment(value: Value) -> Moment | None:
    return parse_moment(value) if isinstance(value, str) else value


def _file_of(value: Value) -> Value:
    """The file that a value is, or leads to."""
    if isinstance(value, Link):
        return value.file
    return value if type_name(value) == "file" else None


def _target_or_self(value: Value) -> Value:
    return value.target if isinstance(value, Link) else value


def compare(left: Value, right: Value) -> int | None:
    """Below 0, 0 or above 0 as a value comes before, with or behind another; None where they have no order."""
    if isinstance(left, Moment) or isinstance(right, Moment):
        left, right = _moment(left), _moment(right)
    for kind in (int | float, str, Moment, Duration):
        if isinstance(left, kind) and isinstance(right, kind):
            return None if _is_nan(left) or _is_nan(right) else (left > right) - (left < right)
    return None


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """The place of a value where values are sorted: by kind, then by size or name; nothing stands last."""

    value: Value

    def __lt__(self, other: Order) -> bool:
        return self._key < other._key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Order) and self._key == other._key

    __hash__ = None  # type: ignore[assignment]  # a value may be a table

    @property
    def is_nothing(self) -> bool:
        """Whether there is no value, or an empty one."""
        return self.value is None or self.value in ("", ())

    @property
    def _key(self) -> tuple[int, Value, str]:
        match self.value:
            case None | "" | ():
                return 9, 0, ""
            case float() if _is_nan(self.value):
                return 8, 0, ""
            case int() | float():  # booleans too: false before true
                return 0, self.value, ""
            case Moment() | Duration():
                return 1 if isinstance(self.value, Moment) else 2, self.value, ""
        text = text_of(self.value)
        return 3, natural_key(text), text


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Text without regard to case, with the numbers in it by their size."""
    parts = re.split(r"(\d+)", folded_key(text))
    return tuple((1, 0, part) if not part.isdecimal() else (0, int(part), part) for part in parts if part)
