"""What a query asks, as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

NAMES = ("file", "path")
"""Operators that ask the name of any file of the vault, not of notes alone."""
CASES = {"match-case": True, "ignore-case": False}
PARTS = ("line", "block", "section", "task", "task-todo", "task-done")
"""Operators whose words must all stand in one such part of the note."""
OPERATORS = (*NAMES, "content", *CASES, "tag", *PARTS)


@dataclass(frozen=True, slots=True)
class Text:
    """A word, or a phrase in quotes."""

    text: str
    is_phrase: bool = False


@dataclass(frozen=True, slots=True)
class Like:
    """A regular expression of JavaScript, and its flags."""

    source: str
    flags: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """`>5` in a property: the sign, and a number or a date."""

    sign: str
    than: str


@dataclass(frozen=True, slots=True)
class Null:
    """`null` in a property: it is there and has no value."""


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be."""

    part: Node


@dataclass(frozen=True, slots=True)
class All:
    """What must be together."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Of which one must be."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Where case and accents count, or do not."""

    is_exact: bool
    part: Node


@dataclass(frozen=True, slots=True)
class Within:
    """What must be in the part of a note, or of its name, that an operator names."""

    operator: str
    part: Node


@dataclass(frozen=True, slots=True)
class Property:
    """A property by its name, and what its value must be."""

    name: Node
    value: Node | None = None


Leaf = Text | Like | Compared | Null
Node = Leaf | Not | All | Either | Case | Within | Property


def named(node: Node) -> Iterator[str]:
    """The names of properties that a query asks for, also of those that must not be there."""
    for name in _names(node):
        yield from _texts(name)


def is_of_any_name(node: Node) -> bool:
    """Whether a query asks for properties by a regular expression: which names it means cannot be told."""
    return any(isinstance(part, Like) for name in _names(node) for part in _all_parts(name))


def _names(node: Node) -> Iterator[Node]:
    return (part.name for part in _all_parts(node) if isinstance(part, Property))


def _all_parts(node: Node) -> Iterator[Node]:
    """All parts of a query, also of those that must not be there, but for the names of properties."""
    yield node
    match node:
        case All(parts) | Either(parts):
            for part in parts:
                yield from _all_parts(part)
        case Not(part) | Case(_, part) | Within(_, part):
            yield from _all_parts(part)


def _texts(node: Node) -> Iterator[str]:
    """The words of a name."""
    match node:
        case Text(text):
            yield text
        case All(parts) | Either(parts):
            for part in parts:
                yield from _texts(part)


def asked(node: Node) -> Iterator[Node]:
    """The parts of a query that are to be found, and not those that must not be there."""
    yield node
    if isinstance(node, All | Either):
        for part in node.parts:
            yield from asked(part)
    elif isinstance(node, Case | Within):
        yield from asked(node.part)
    elif isinstance(node, Property) and node.value is not None:
        yield from asked(node.value)
