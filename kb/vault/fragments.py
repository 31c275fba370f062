"""What a link names inside a note: `#Heading`, `#Heading#Subheading` or `#^block-id`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from kb.model.note import Heading, Note
from kb.vault.names import folded_key


def block_id_of(fragment: str) -> str:
    """The block id that a fragment names; empty when it names a heading."""
    last = fragment.rpartition("#")[2].strip()
    return last[1:] if last.startswith("^") else ""


def find_block(note: Note, block_id: str) -> str:
    """A note's block id as spelled there; empty when there is none."""
    return _blocks(_Same(note.outline.block_ids)).get(block_id.casefold(), "")


def find_heading(headings: Sequence[Heading], fragment: str) -> Heading | None:
    """The heading that `Heading` or `Heading#Subheading` names; a heading may hold a `#` too."""
    keys = [heading_key(part) for part in fragment.split("#")]
    whole = range(len(headings))
    return _descend(headings, keys, whole) or _descend(headings, [heading_key(fragment)], whole)


@lru_cache(maxsize=1 << 16)
def heading_key(text: str) -> str:
    """A heading as links name it: without the characters that a link cannot hold, and without regard to case."""
    return " ".join(re.sub(r"[#|^:%\[\]\\*`=~]+", " ", folded_key(text)).split())


def _descend(headings: Sequence[Heading], keys: Sequence[str], within: range) -> Heading | None:
    places = _positions(_Same(headings)).get(keys[0], ())
    for position in places[bisect_left(places, within.start) : bisect_left(places, within.stop)]:
        if len(keys) == 1:
            return headings[position]
        section = range(position + 1, _ends(_Same(headings))[position])
        if found := _descend(headings, keys[1:], section):
            return found
    return None


class _Same:
    """A sequence as the key of a cache: it and no other, because to compare two takes as long as to search one."""

    __slots__ = ("items",)

    def __init__(self, items: Sequence[Any]) -> None:
        self.items = items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.items is self.items

    def __hash__(self) -> int:
        return id(self.items)


@lru_cache(maxsize=1 << 10)
def _blocks(block_ids: _Same) -> Mapping[str, str]:
    """Each block id without regard to case -> the first that is spelled so."""
    return {name.casefold(): name for name, _ in reversed(block_ids.items)}


@lru_cache(maxsize=1 << 10)
def _positions(headings: _Same) -> Mapping[str, Sequence[int]]:
    """The key of each heading -> where such headings stand, in order."""
    positions: dict[str, list[int]] = {}
    for position, heading in enumerate(headings.items):
        positions.setdefault(heading_key(heading.text), []).append(position)
    return positions


@lru_cache(maxsize=1 << 10)
def _ends(headings: _Same) -> Sequence[int]:
    """For each heading where its section ends: at the next of its level or higher."""
    ends = [len(headings.items)] * len(headings.items)
    unended: list[int] = []
    for position, heading in enumerate(headings.items):
        while unended and headings.items[unended[-1]].level >= heading.level:
            ends[unended.pop()] = position
        unended.append(position)
    return ends
