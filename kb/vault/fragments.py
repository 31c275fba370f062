"""What a link names inside a note: `#Heading`, `#Heading#Subheading` or `#^block-id`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from kb.model.note import Heading, Note
from kb.vault.names import folded_key

Value = TypeVar("Value")


def block_id_of(fragment: str) -> str:
    """The block id that a fragment names; empty when it names a heading."""
    last = fragment.rpartition("#")[2].strip()
    return last[1:] if last.startswith("^") else ""


def find_block(note: Note, block_id: str) -> str:
    """A note's block id as spelled there; empty when there is none."""
    return _block_table(_Same(note.outline.block_ids)).get(block_id.casefold(), "") if block_id else ""


def find_heading(headings: Sequence[Heading], fragment: str) -> Heading | None:
    """The heading that `Heading` or `Heading#Subheading` names; a heading may hold a `#` too."""
    table = _heading_table(_Same(headings))
    for keys in ([heading_key(part) for part in fragment.split("#")], [heading_key(fragment)]):
        position = _descend(table, keys, 0, len(headings))
        if position is not None:
            return headings[position]
    return None


@lru_cache(maxsize=1 << 16)
def heading_key(text: str) -> str:
    """A heading as links name it: without the characters that a link cannot hold, and without regard to case."""
    return " ".join(re.sub(r"[#|^:%\[\]\\*`=~]+", " ", folded_key(text)).split())


@dataclass(frozen=True, eq=False, slots=True)
class _Same(Generic[Value]):
    """A key that is equal for the same object only: tables are made once of each, without comparing what it holds."""

    value: Value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value


@dataclass(frozen=True, slots=True)
class _Headings:
    """A note's headings by key, as positions, and for each the position behind its section."""

    positions: Mapping[str, Sequence[int]]
    ends: Sequence[int]


@lru_cache(maxsize=1 << 12)
def _heading_table(headings: _Same[Sequence[Heading]]) -> _Headings:
    positions: defaultdict[str, list[int]] = defaultdict(list)
    ends = [len(headings.value)] * len(headings.value)
    above: list[int] = []
    for position, heading in enumerate(headings.value):
        positions[heading_key(heading.text)].append(position)
        while above and headings.value[above[-1]].level >= heading.level:
            ends[above.pop()] = position
        above.append(position)
    return _Headings(dict(positions), ends)


@lru_cache(maxsize=1 << 12)
def _block_table(block_ids: _Same[Sequence[tuple[str, int]]]) -> Mapping[str, str]:
    return {name.casefold(): name for name, _ in reversed(block_ids.value)}


def _descend(table: _Headings, keys: Sequence[str], first: int, end: int) -> int | None:
    """The first heading of these keys, each in the section of the one before."""
    positions = table.positions.get(keys[0], ())
    for place in range(bisect_left(positions, first), len(positions)):
        position = positions[place]
        if position >= end:
            return None
        found = position if len(keys) == 1 else _descend(table, keys[1:], position + 1, table.ends[position])
        if found is not None:
            return found
    return None
