"""Whether a file is what a query asks for, and where in it that stands."""

from __future__ import annotations

import operator
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from kb.find.file import File
from kb.find.fold import fold, spans
from kb.find.nodes import (
    PARTS,
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
    Text,
    Within,
    asked,
)
from kb.find.query import number
from kb.vault.names import name_key

if TYPE_CHECKING:
    from kb.query.patterns import Pattern

Spot = tuple[int, int, int]
"""A line of the file, and from where to where on it something was found; nowhere on it where both are equal."""

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
            return any(_has_property(node, where))
        case _:
            return _has(node, where)


def _has_property(node: Property, where: Where) -> Iterator[str]:
    """The names of the properties that are so."""
    for name, values in where.file.known["properties"].items():
        is_named = holds(node.name, where.named((name,), "name"))
        if is_named and (node.value is None or holds(node.value, where.named(tuple(values), "value"))):
            yield name


def _has(leaf: Leaf, where: Where) -> bool:
    if isinstance(leaf, Null):
        return not any(where.names)
    if isinstance(leaf, Compared):
        return any(_is_so(leaf, value) for value in where.names)
    if isinstance(leaf, Like):
        pattern = _pattern(leaf, where)
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


def _pattern(leaf: Like, where: Where) -> Pattern:
    """Its own flags, and without regard to case unless that was asked for."""
    from kb.query.patterns import Pattern  # noqa: PLC0415  (few queries have one)

    return Pattern(leaf.source, leaf.flags if where.is_exact else f"{leaf.flags}i")


def spots(node: Node, where: Where) -> Iterator[Spot]:
    """Where on the lines of a file stands what was asked for and found."""
    match node:
        case All(parts) | Either(parts):
            for part in parts:
                if holds(part, where):
                    yield from spots(part, where)
        case Case(is_exact, part):
            yield from spots(part, replace(where, is_exact=is_exact))
        case Within("tag", part):
            yield from _tag_spots(part, where)
        case Within():
            yield from _inner_spots(node, where)
        case Property():
            yield from _property_spots(node, where)
        case Text():
            yield from _text_spots(node, where)
        case Like():
            yield from _like_spots(node, where)


def _inner_spots(node: Within, where: Where) -> Iterator[Spot]:
    for inner in where.within(node.operator):
        if holds(node.part, inner):
            first = [(inner.first, 0, 0)] if node.operator in PARTS else []
            yield from list(spots(node.part, inner)) or first


def _text_spots(leaf: Text, where: Where) -> Iterator[Spot]:
    part = fold(leaf.text)
    for line in range(where.first, where.last):
        if part and part in where.file.folded_lines[line - 1]:
            text = where.file.lines[line - 1]
            found = _exact_spans(text, leaf.text) if where.is_exact else spans(text, part)
            yield from ((line, start, end) for start, end in found)


def _exact_spans(text: str, part: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in re.finditer(re.escape(part), text))


def _like_spots(leaf: Like, where: Where) -> Iterator[Spot]:
    lines = where.file.lines[where.first - 1 : where.last - 1]
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    for start, end in _pattern(leaf, where).places("\n".join(lines)):
        number = bisect_right(starts, start) - 1
        line = lines[number] if number < len(lines) else ""
        yield where.first + number, start - starts[number], min(end - starts[number], len(line))


def _tag_spots(part: Node, where: Where) -> Iterator[Spot]:
    leaves = [leaf for leaf in asked(part) if isinstance(leaf, Text | Like)]
    for tag, line in where.tags:
        if any(_has(leaf, where.named((tag,), "tag")) for leaf in leaves):
            yield _tag_spot(where.file, tag, line)


def _tag_spot(file: File, tag: str, line: int) -> Spot:
    """Where a tag stands from that line on: as a property it may stand below."""
    lines = range(line, max(file.known["body_line"], line + 1))
    every = ((number, *span) for number in lines for span in spans(file.lines[number - 1], fold(tag)))
    return next(every, (line, 0, 0))


def _property_spots(node: Property, where: Where) -> Iterator[Spot]:
    names = {fold(name) for name in _has_property(node, where)}
    for line in range(1, where.file.known["body_line"]):
        name, colon, _ = where.file.lines[line - 1].partition(":")
        if colon and fold(name.strip("\"' ")) in names:
            yield line, 0, len(name)
