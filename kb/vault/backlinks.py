"""What links to a note or file, and in which sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kb.model.note import Link, Note
from kb.vault.links import Resolver
from kb.vault.reading.canvas import Canvas
from kb.vault.sentence import sentence_around


@dataclass(frozen=True, slots=True)
class Backlink:
    """A place that links here: the note, the line, the sentence, list item or cell around it, and whether it embeds.

    `raw` is the link as it stands there; in the sentence it may be missing.
    """

    path: str
    line: int
    context: str
    is_embed: bool
    raw: str = field(default="", compare=False)


class Backlinks(Mapping[str, tuple[Backlink, ...]]):
    """The path of a note or file -> the places in other notes that link there; sentences are found when asked for."""

    def __init__(self, places: Mapping[str, list[tuple[str, Link]]], notes: Mapping[str, Note]) -> None:
        self._places = places
        self._notes = notes
        self._found: dict[str, tuple[Backlink, ...]] = {}

    def __getitem__(self, path: str) -> tuple[Backlink, ...]:
        if path not in self._found:
            self._found[path] = self._find(path)
        return self._found[path]

    def sources(self, path: str) -> Iterator[str]:
        """What links to a file, as often as it does; no sentence is looked for."""
        return (source for source, _ in self._places.get(path, ()))

    def _find(self, path: str) -> tuple[Backlink, ...]:
        first = {(source, link.line): link for source, link in reversed(self._places[path])}
        return tuple(self._backlink(source, link) for (source, _), link in reversed(first.items()))

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def _backlink(self, source: str, link: Link) -> Backlink:
        note = self._notes.get(source)
        context = sentence_around(note, link) if note else link.text or link.raw
        return Backlink(source, link.line, context, link.is_embed, link.raw)


def links_of(note: Note) -> tuple[Link, ...]:
    """A note's links from its properties and its text, in order."""
    return (*note.property_links, *note.outline.links) if note.property_links else note.outline.links


def find_backlinks(notes: Mapping[str, Note], canvases: Mapping[str, Canvas], resolver: Resolver) -> Backlinks:
    """Follow every link of the given notes and canvases."""
    places: dict[str, list[tuple[str, Link]]] = {}
    in_notes = ((path, links_of(note)) for path, note in notes.items())
    in_canvases = ((path, canvas.links) for path, canvas in canvases.items())
    for source, links in (*in_notes, *in_canvases):
        for link in links:
            found = resolver.find(link.target, source) if link.target else ()
            if len(found) == 1 and found[0] != source:
                places.setdefault(found[0], []).append((source, link))
    return Backlinks(places, notes)
