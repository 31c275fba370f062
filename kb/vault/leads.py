"""Every link of an index with where it leads: found once, for all the checks that ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.model.note import Link
from kb.vault.index import Index, links_of
from kb.vault.links import Ambiguous, Target


@dataclass(frozen=True, slots=True)
class Lead:
    """A link, the file that it stands in, and where it leads; None when that is nowhere."""

    path: str
    link: Link
    to: Target | Ambiguous | None


def find_leads(index: Index) -> tuple[Lead, ...]:
    """Follow every link of the index once."""
    return tuple(Lead(path, link, index.resolve(link, path)) for path, link in linked_files(index))


def linked_files(index: Index) -> Iterator[tuple[str, Link]]:
    """Every link with the file that it stands in: those of texts, of properties and of canvases."""
    in_notes = ((path, links_of(note)) for path, note in index.notes.items())
    in_canvases = ((path, canvas.links) for path, canvas in index.canvases.items())
    for path, links in (*in_notes, *in_canvases):
        for link in links:
            yield path, link
