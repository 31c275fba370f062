"""A note seen from outside: what it holds, where its links lead, what links to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kb.model.note import Heading, Link
from kb.vault.index import Backlink, Index, links_of, tags_of
from kb.vault.links import Ambiguous
from kb.vault.markdown import parse_markdown
from kb.vault.markdown.text import plain_text
from kb.vault.reading.property_types import Kind, property_type


@dataclass(frozen=True, slots=True)
class SeenLink:
    """A link or embed of a note.

    Attributes:
        line: The 1-based line in the file.
        raw: As it stands there.
        target: The path of the note or file that it leads to; empty where it leads nowhere.
        place: The heading, or the block id with `^`, that it names there; empty for none.
        fault: Why it is broken; empty where it is not.
    """

    line: int
    raw: str
    target: str
    place: str
    fault: str


@dataclass(frozen=True, slots=True)
class SeenBacklink:
    """A place in another note that links here: its words, and whether it embeds."""

    path: str
    line: int
    sentence: str
    is_embed: bool


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note.

    Attributes:
        path: Relative to the vault.
        properties: The parsed frontmatter.
        kinds: What kind of property Obsidian takes each for.
        tags: From properties and text, without `#`.
        headings: In order.
        links: From properties and text, in order.
        embeds: In order.
        backlinks: From other notes.
        block_ids: Without `^`, with their lines.
        fault: Why its properties cannot be read; empty where they can.
    """

    path: str
    properties: Mapping[str, Any]
    kinds: Mapping[str, Kind]
    tags: tuple[str, ...]
    headings: tuple[Heading, ...]
    links: tuple[SeenLink, ...]
    embeds: tuple[SeenLink, ...]
    backlinks: tuple[SeenBacklink, ...]
    block_ids: tuple[tuple[str, int], ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that is no note: its path in the vault, and what links to it."""

    path: str
    backlinks: tuple[SeenBacklink, ...]


def view_file(index: Index, path: str) -> FileView:
    """All that an index knows of one of its attachments."""
    return FileView(path, _seen_backlinks(index, path))


def view_note(index: Index, path: str, types: Mapping[str, str], fault: str = "") -> NoteView:
    """All that an index knows of one of its notes.

    Args:
        index: The notes.
        path: The note.
        types: The kinds of properties that the vault's settings declare.
        fault: Why the note's properties cannot be read.
    """
    note = index.notes[path]
    links = links_of(note)
    return NoteView(
        path=path,
        properties=note.properties,
        kinds={name: property_type(name, value, types) for name, value in note.properties.items()},
        tags=tags_of(note),
        headings=note.outline.headings,
        links=tuple(_seen(link, index, path) for link in links if not link.is_embed),
        embeds=tuple(_seen(link, index, path) for link in links if link.is_embed),
        backlinks=_seen_backlinks(index, path),
        block_ids=note.outline.block_ids,
        fault=fault,
    )


def _seen(link: Link, index: Index, path: str) -> SeenLink:
    found = index.resolve(link, path)
    if found is None:
        return SeenLink(link.line, link.raw, "", "", "there is nothing of that name")
    if isinstance(found, Ambiguous):
        return SeenLink(link.line, link.raw, "", "", f"it names several: {', '.join(found.paths)}")
    place = found.heading.text if found.heading else f"^{found.block_id}" if found.block_id else ""
    fault = f"there is no such heading or block: {found.missing}" if found.missing else ""
    return SeenLink(link.line, link.raw, found.path, place, fault)


def _seen_backlinks(index: Index, path: str) -> tuple[SeenBacklink, ...]:
    return tuple(map(_seen_backlink, index.backlinks.get(path, ())))


def _seen_backlink(backlink: Backlink) -> SeenBacklink:
    """An embed, which has no words of its own, stands there as it is written."""
    text, raw = backlink.context, backlink.raw
    if backlink.is_embed:
        text = text.replace(raw, f"`` {raw} ``") if raw in text else f"`` {raw} `` {text}"
    words = " ".join(plain_text(parse_markdown(text).tokens).split())
    return SeenBacklink(backlink.path, backlink.line, words or raw, backlink.is_embed)
