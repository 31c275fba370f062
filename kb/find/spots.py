"""Where in a file that was found stands what a query asks for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from kb.find.file import File
from kb.find.fold import fold, spans
from kb.find.match import Where, has, holds, pattern_of, properties_so
from kb.find.nodes import PARTS, All, Case, Either, Like, Node, Property, Text, Within, asked

Spot = tuple[int, int, int]
"""A line of the file, and from where to where on it something was found; nowhere on it where both are equal."""


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
    for start, end in pattern_of(leaf, where).places("\n".join(lines)):
        number = bisect_right(starts, start) - 1
        line = lines[number] if number < len(lines) else ""
        yield where.first + number, start - starts[number], min(end - starts[number], len(line))


def _tag_spots(part: Node, where: Where) -> Iterator[Spot]:
    leaves = [leaf for leaf in asked(part) if isinstance(leaf, Text | Like)]
    for tag, line in where.tags:
        if any(has(leaf, where.named((tag,), "tag")) for leaf in leaves):
            yield _tag_spot(where.file, tag, line)


def _tag_spot(file: File, tag: str, line: int) -> Spot:
    """Where a tag stands from that line on: as a property it may stand below."""
    lines = range(line, max(file.known["body_line"], line + 1))
    every = ((number, *span) for number in lines for span in spans(file.lines[number - 1], fold(tag)))
    return next(every, (line, 0, 0))


def _property_spots(node: Property, where: Where) -> Iterator[Spot]:
    names = {fold(name) for name in properties_so(node, where)}
    for line in range(1, where.file.known["body_line"]):
        name, colon, _ = where.file.lines[line - 1].partition(":")
        if colon and fold(name.strip("\"' ")) in names:
            yield line, 0, len(name)
