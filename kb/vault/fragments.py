"""What a link names inside a note: `#Heading`, `#Heading#Subheading` or `#^block-id`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kb.model.note import Heading, Note
from kb.vault.names import folded_key


def block_id_of(fragment: str) -> str:
    """The block id that a fragment names; empty when it names a heading."""
    last = fragment.rpartition("#")[2].strip()
    return last[1:] if last.startswith("^") else ""


def find_block(note: Note, block_id: str) -> str:
    """A note's block id as spelled there; empty when there is none."""
    wanted = block_id.casefold()
    return next((name for name, _ in note.outline.block_ids if name.casefold() == wanted), "")


def find_heading(headings: Sequence[Heading], fragment: str) -> Heading | None:
    """The heading that `Heading` or `Heading#Subheading` names; a heading may hold a `#` too."""
    keys = [heading_key(part) for part in fragment.split("#")]
    return _descend(headings, keys) or _descend(headings, [heading_key(fragment)])


@lru_cache(maxsize=1 << 16)
def heading_key(text: str) -> str:
    """A heading as links name it: without the characters that a link cannot hold, and without regard to case."""
    return " ".join(re.sub(r"[#|^:%\[\]\\*`=~]+", " ", folded_key(text)).split())


def _descend(headings: Sequence[Heading], keys: Sequence[str]) -> Heading | None:
    for position, heading in enumerate(headings):
        if heading_key(heading.text) != keys[0]:
            continue
        if len(keys) == 1:
            return heading
        if found := _descend(_section(headings, position), keys[1:]):
            return found
    return None


def _section(headings: Sequence[Heading], position: int) -> Sequence[Heading]:
    """The headings below one, up to the next of its level or higher."""
    level = headings[position].level
    for end in range(position + 1, len(headings)):
        if headings[end].level <= level:
            return headings[position + 1 : end]
    return headings[position + 1 :]
