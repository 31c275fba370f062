"""The notes of the vault for an assistant, as an audience reads them: a text in pages, what is linked.

Answers have no slots: the SDK would take these for defaults.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kb.errors import KbError, UsageError
from kb.model.note import Link, Note
from kb.site.titles import title_of, title_of_file
from kb.vault.closest import closest_names, group_names
from kb.vault.index import tags_of
from kb.vault.links import Target
from kb.vault.markdown import parse_markdown
from kb.vault.markdown.parts import part_lines
from kb.vault.view import SeenBacklink, SeenLink, view_file, view_note
from kb.workflows.reading import Reading

MOST_CHARACTERS = 20_000
"""Of a note that are read at a time."""
MOST_LINKS = 200


@dataclass(frozen=True, slots=True)
class Outlined:
    """A heading: its line in the file, its level, its text."""

    line: int
    level: int
    text: str


@dataclass(frozen=True)
class NoteText:
    """A note, or a part of it.

    Attributes:
        path: The file, relative to the vault.
        title: What it is called.
        properties: Its properties.
        tags: From properties and text, without `#`.
        outline: Its headings.
        text: Its Markdown, or a page of it.
        first_line: The line of the file on which this text begins.
        next_offset: Where the next page begins; null where this was the last.
    """

    path: str
    title: str
    properties: dict[str, Any]
    tags: list[str]
    outline: list[Outlined]
    text: str
    first_line: int
    next_offset: int | None


@dataclass(frozen=True)
class Linked:
    """What a file links to and what links to it: the first of each, and how many there are."""

    path: str
    backlinks: list[SeenBacklink]
    backlink_count: int
    links: list[SeenLink]
    link_count: int


def read_note(reading: Reading, name: str, part: str, offset: int) -> NoteText:
    """A note, its text from a character on.

    Args:
        reading: What may be read.
        name: A path, name or alias, as in a link.
        part: A heading, or a block id with `^`; empty for the whole note.
        offset: The character.

    Raises:
        KbError: There is no such note, or no such part of it, or several notes are called so.
    """
    path, fragment = find_file(reading, name)
    note = reading.index.notes.get(path)
    first, text = _part(reading, note, part or fragment) if note else (1, _drawn(reading, path))
    if not 0 <= offset <= len(text):
        raise UsageError("The text is not so long", do=f"It has {len(text):,} characters; begin with 0.")
    page = _page(text, offset)
    end = offset + len(page)
    return NoteText(
        path=path,
        title=title_of(note) if note else title_of_file(path),
        properties=values_of(note.properties) if note else {},
        tags=list(tags_of(note)) if note else [],
        outline=[Outlined(one.line, one.level, one.text) for one in note.outline.headings[:MOST_LINKS]] if note else [],
        text=page,
        first_line=first + text.count("\n", 0, offset),
        next_offset=end if end < len(text) else None,
    )


def find_file(reading: Reading, name: str) -> tuple[str, str]:
    """The path of the file that a name means, as a link does, and the part of it that the name says.

    Raises:
        KbError: There is none, or there are several.
    """
    target = name.replace("\\", "/").strip().removeprefix("[[").removesuffix("]]").partition("|")[0]
    target, _, part = target.partition("#")
    paths = reading.index.resolver.find(target.strip(), "") if target.strip() else ()
    if len(paths) == 1:
        return paths[0], part
    if paths:
        raise KbError("Several files are called so", do=f"Give one's path: {'; '.join(paths)}.")
    near = closest_names(target, group_names(note.name for note in reading.index.notes.values()))
    known = f"Did you mean {' or '.join(f'`{one}`' for one in near)}? " if near else ""
    raise KbError("There is no note of that name", do=f"{known}Search for its words, or query for its folder.")


def _part(reading: Reading, note: Note, part: str) -> tuple[int, str]:
    """The line on which a part of a note begins, and its text; of the whole note what stands below its properties."""
    lines = note.text.split("\n")
    if not part:
        return note.body_line, "\n".join(lines[note.body_line - 1 :])
    found = reading.index.resolve(Link("", part.removeprefix("#"), "", 1, False, True, ""), note.path)
    name = ""
    if isinstance(found, Target):
        name = found.heading.anchor if found.heading else f"^{found.block_id}" if found.block_id else ""
    document = parse_markdown("\n".join(lines[note.body_line - 1 :]), first_line=note.body_line)
    span = part_lines(document).get(name)
    if span is None:
        headings = ", ".join(f"`{one.text}`" for one in note.outline.headings[:20])
        do = f"Its headings: {headings}." if headings else "It has no headings."
        raise KbError("The note has no such heading or block", do=do)
    first, end = int(span[0]), len(lines) + 1 if math.isinf(span[1]) else int(span[1])
    return first, "\n".join(lines[first - 1 : end - 1])


def _drawn(reading: Reading, path: str) -> str:
    """The text of a canvas, and for the owner of a base: others see what a base answers, not what it asks."""
    if path in reading.index.canvases or reading.audience.is_owner:
        text = reading.site.drawn.get(path)
        if text is not None:
            return text
    raise KbError("This is no note, and cannot be read as text", do="Ask what links to it; query a base.")


def _page(text: str, offset: int) -> str:
    """As much of a text as is read at a time, to the end of a line where one ends there."""
    page = text[offset : offset + MOST_CHARACTERS]
    if offset + MOST_CHARACTERS >= len(text) or "\n" not in page:
        return page
    return page[: page.rindex("\n") + 1]


def links_of_file(reading: Reading, name: str) -> Linked:
    """What a note links to, and what links to a note or another file.

    Raises:
        KbError: There is no such file, or several are called so.
    """
    path, _ = find_file(reading, name)
    if path not in reading.index.notes:
        seen = view_file(reading.index, path).backlinks
        return Linked(path, list(seen[:MOST_LINKS]), len(seen), [], 0)
    note = view_note(reading.index, path, {})
    links = sorted((*note.links, *note.embeds), key=lambda link: link.line)
    return Linked(path, list(note.backlinks[:MOST_LINKS]), len(note.backlinks), links[:MOST_LINKS], len(links))


def values_of(table: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON has them; dates as text, numbers that are none as null."""
    values: dict[str, Any] = json.loads(json.dumps(dict(table), default=str), parse_constant=lambda _name: None)
    return values
