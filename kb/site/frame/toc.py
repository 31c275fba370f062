"""A page's headings as a tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.model.note import Heading


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents, with those below it."""

    text: str
    anchor: str
    level: int
    children: tuple[Entry, ...] = ()


def tree_of(headings: Sequence[Heading]) -> tuple[Entry, ...]:
    """Every heading under the nearest one of a higher level before it."""
    entries = []
    start = 0
    while start < len(headings):
        end = start + 1
        while end < len(headings) and headings[end].level > headings[start].level:
            end += 1
        heading = headings[start]
        entries.append(Entry(heading.text, heading.anchor, heading.level, tree_of(headings[start + 1 : end])))
        start = end
    return tuple(entries)
