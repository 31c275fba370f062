"""What a query says, as frozen nodes: its kind, its source, its commands, and what only its expressions have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from kb.query.nodes import Expression, children
from kb.query.values import Value

Kind = Literal["table", "list", "task", "calendar"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A duration, or a date of the calendar."""

    value: Value


@dataclass(frozen=True, slots=True)
class Day:
    """`date(today)`: a date that depends on when it is asked."""

    word: str


@dataclass(frozen=True, slots=True)
class Mention:
    """`[[target|shown]]`, with `!` before it an embed."""

    target: str
    shown: str | None
    is_embed: bool = False


@dataclass(frozen=True, slots=True)
class Lambda:
    """`(names) => body`, the argument of a function."""

    names: tuple[str, ...]
    body: Expression


@dataclass(frozen=True, slots=True)
class Applied:
    """`((names) => body)(arguments)`."""

    function: Lambda
    arguments: tuple[Expression, ...]


def size(node: Any) -> int:
    """How many nodes an expression has."""
    match node:
        case Lambda(_, body):
            return 1 + size(body)
        case Applied(function, arguments):
            return 1 + sum(map(size, (function, *arguments)))
    return 1 + sum(map(size, children(node)))


@dataclass(frozen=True, slots=True)
class Source:
    """Which notes a query is about.

    Attributes:
        kind: `tag`, `path`, `to` and `from` say something of the name, the others of the parts.
        name: A tag, a path, or the target of a link.
        parts: The one that is not meant, or those that are joined.
        signs: `and` or `or` between them, which bind alike.
    """

    kind: Literal["tag", "path", "to", "from", "not", "joined"]
    name: str = ""
    parts: tuple[Source, ...] = ()
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Titled:
    """An expression, how it is called (without a title by its own text), and the line of the query it stands on."""

    expression: Expression
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Where:
    """`WHERE test`."""

    test: Titled


@dataclass(frozen=True, slots=True)
class Sort:
    """`SORT value DESC, …`; the most important first."""

    keys: tuple[tuple[Titled, bool], ...]


@dataclass(frozen=True, slots=True)
class GroupBy:
    """`GROUP BY value AS name`."""

    value: Titled


@dataclass(frozen=True, slots=True)
class Flatten:
    """`FLATTEN value AS name`."""

    value: Titled


@dataclass(frozen=True, slots=True)
class Limit:
    """`LIMIT count`."""

    count: Titled


Command = Where | Sort | GroupBy | Flatten | Limit


@dataclass(frozen=True, slots=True)
class Query:
    """A query.

    Attributes:
        kind: How it is shown.
        columns: What it shows: of a list and a calendar at most one.
        has_id: Whether the note or group itself is shown before them.
        source: Which notes it is about; None for all.
        commands: In the order in which they are done.
    """

    kind: Kind
    columns: tuple[Titled, ...] = ()
    has_id: bool = True
    source: Source | None = None
    commands: tuple[Command, ...] = ()
