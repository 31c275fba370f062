"""Whether a file is what a query asks for."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb.find.file import File
from kb.find.fold import fold
from kb.find.nodes import (
    All,
    Case,
    Compared,
    Either,
    Leaf,
    Like,
    Node,
    Not,
    Null,
    Property,
    Within,
)
from kb.find.query import number
from kb.vault.names import name_key

if TYPE_CHECKING:
    from kb.query.patterns import Pattern

_WHOLE = -1
_COMPARE: Mapping[str, Callable[[float | str, float | str], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}


@dataclass(frozen=True, slots=True)
class Where:
    """Where a part of a query looks.

    Attributes:
        file: In which file.
        names: Texts to look at beside the lines: the path, tags, the values of a property.
        first: The first line to look at.
        end: The one behind the last; -1 for the whole text.
        kind: What the names are: `text`, of which a part counts, `tag`, `name` or `value` of a property.
        is_exact: Whether case and accents count.
    """

    file: File
    names: tuple[str, ...] = ()
    first: int = 1
    end: int = _WHOLE
    kind: str = "text"
    is_exact: bool = False

    @property
    def last(self) -> int:
        """The line behind the last one, counted."""
        return self.file.end if self.end == _WHOLE else self.end

    def texts(self, *, folded: bool) -> Iterator[str]:
        """All texts to look at, as they stand or as they are compared."""
        yield from map(fold, self.names) if folded else self.names
        if self.end == _WHOLE:
            yield self.file.folded if folded else self.file.text
        elif self.end > self.first:
            yield "\n".join((self.file.folded_lines if folded else self.file.lines)[self.first - 1 : self.end - 1])

    def named(self, names: tuple[str, ...], kind: str = "text") -> Where:
        """Other names, and no text."""
        return replace(self, names=names, first=1, end=1, kind=kind)

    def within(self, operator: str) -> Iterator[Where]:
        """Each place here that an operator names."""
        if operator == "content":
            yield replace(self, names=())
        elif operator in {"file", "path"}:
            path = name_key(self.file.path)
            yield self.named((path if operator == "path" else path.rpartition("/")[2],))
        elif operator == "tag":
            yield self.named(tuple(tag for tag, _ in self.tags), "tag")
        else:
            for first, end, _ in self.file.parts(operator):
                if max(first, self.first) < min(end, self.last):
                    yield replace(self, names=(), first=max(first, self.first), end=min(end, self.last))

    @property
    def tags(self) -> list[tuple[str, int]]:
        """The tags here, each with its line."""
        is_whole = self.end == _WHOLE
        return [(tag, line) for tag, line in self.file.known["tags"] if is_whole or self.first <= line < self.end]


def anywhere(file: File) -> Where:
    """Where a query looks at first: the text of a note and the path of any file."""
    return Where(file, (name_key(file.path),))


def holds(node: Node, where: Where) -> bool:
    """Whether what is asked stands there."""
    match node:
        case Not(part):
            return not holds(part, where)
        case All(parts):
            return all(holds(part, where) for part in parts)
        case Either(parts):
            return any(holds(part, where) for part in parts)
        case Case(is_exact, part):
            return holds(part, replace(where, is_exact=is_exact))
        case Within(name, part):
            return any(holds(part, inner) for inner in where.within(name))
        case Property():
            return any(properties_so(node, where))
        case _:
            return has(node, where)


def properties_so(node: Property, where: Where) -> Iterator[str]:
    """The names of the properties that are so."""
    for name, values in where.file.known["properties"].items():
        is_named = holds(node.name, where.named((name,), "name"))
        if is_named and (node.value is None or holds(node.value, where.named(tuple(values), "value"))):
            yield name


def has(leaf: Leaf, where: Where) -> bool:
    """Whether a word or a regular expression is there, or a value so."""
    if isinstance(leaf, Null):
        return not any(where.names)
    if isinstance(leaf, Compared):
        return any(_is_so(leaf, value) for value in where.names)
    if isinstance(leaf, Like):
        pattern = pattern_of(leaf, where)
        return any(pattern.is_in(text) for text in where.texts(folded=False))
    part = leaf.text if where.is_exact else fold(leaf.text)
    texts = where.texts(folded=not where.is_exact)
    if where.kind == "tag":
        part = part.removeprefix("#").rstrip("/")
        return any(not part or text == part or text.startswith(f"{part}/") for text in texts if text)
    if where.kind == "name" or (where.kind == "value" and leaf.is_phrase):
        return any(text == part for text in texts)
    return any(part in text for text in texts)


def _is_so(leaf: Compared, value: str) -> bool:
    than, found = number(leaf.than), number(value)
    if than is None:
        return value[:4].isdigit() and _COMPARE[leaf.sign](value[: len(leaf.than)], leaf.than)
    return found is not None and _COMPARE[leaf.sign](found, than)


def pattern_of(leaf: Like, where: Where) -> Pattern:
    """Its own flags, and without regard to case unless that was asked for."""
    from kb.query.patterns import Pattern  # noqa: PLC0415  (few queries have one)

    return Pattern(leaf.source, leaf.flags if where.is_exact else f"{leaf.flags}i")
