"""Which values are the same: links where their file, kind and place in it are, whatever they show."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from kb.query import values
from kb.query.values import Image, Link, Value

_MARKS = re.compile(r"[^\w\-\x80-\U0010ffff]+")


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a link leads; a link and its picture lead to the same.

    Attributes:
        path: Of the file, or what is written where there is none.
        kind: `block`, `file` or `header`.
        place: The name of the block or heading, without marks, as links to headings leave them out.
    """

    path: str
    kind: str = "file"
    place: str = ""


def lead_of(link: Link) -> Lead:
    """Where a link leads."""
    name, _, fragment = link.target.partition("#")
    kind = "block" if fragment.startswith("^") else "header" if fragment else "file"
    return Lead(link.file.path if link.file else name, kind, _MARKS.sub(" ", fragment).strip())


def is_equal(left: Value, right: Value) -> bool:
    """Whether two values are the same."""
    return values.is_same(_led(left), _led(right))


def key_of(value: Value) -> Hashable:
    """What is equal for equal values, and can be looked up."""
    return values.key_of(_led(value))


def _led(value: Value) -> Any:
    """A value whose links are where they lead."""
    match value:
        case Image(source):
            return _led(source)
        case Link():
            return lead_of(value)
        case tuple():
            return tuple(map(_led, value))
        case dict():
            return {name: _led(item) for name, item in value.items()}
    return value
