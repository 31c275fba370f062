"""The tree of an expression, as frozen nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text, true, false or null."""

    value: float | str | bool | None


@dataclass(frozen=True, slots=True)
class Regexp:
    """`/source/flags`."""

    source: str
    flags: str


@dataclass(frozen=True, slots=True)
class Name:
    """A property of the note, or a word with a meaning of its own such as `file`."""

    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """`of.name`."""

    of: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """`of[key]`."""

    of: Expression
    key: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`, or `of.name(arguments)`."""

    of: Expression | None
    name: str
    arguments: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Unary:
    """`!of` or `-of`."""

    sign: str
    of: Expression


@dataclass(frozen=True, slots=True)
class Chain:
    """`first sign other sign other …` from left to right; all signs bind alike."""

    first: Expression
    rest: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[items]`."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class ObjectOf:
    """`{"key": value}`."""

    items: tuple[tuple[str, Expression], ...]


Expression = Literal | Regexp | Name | Field | Item | Call | Unary | Chain | ListOf | ObjectOf


def children(node: Expression) -> Iterator[Expression]:
    """The nodes right below one."""
    match node:
        case Field(of) | Unary(_, of):
            yield of
        case Item(of, key):
            yield from (of, key)
        case Call(of, _, arguments):
            yield from (of, *arguments) if of else arguments
        case Chain(first, rest):
            yield from (first, *(other for _, other in rest))
        case ListOf(items):
            yield from items
        case ObjectOf(pairs):
            yield from (value for _, value in pairs)


def is_deeper_than(node: Expression, most: int) -> bool:
    """Whether more nodes than that stand inside of one another somewhere."""
    level = [node]
    for _ in range(most):
        level = [child for one in level for child in children(one)]
        if not level:
            return False
    return True


def size(node: Expression) -> int:
    """How many nodes it has."""
    return 1 + sum(map(size, children(node)))
