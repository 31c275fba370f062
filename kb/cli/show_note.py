"""A note as `kb show` prints it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kb.vault.view import FileView, NoteView, SeenBacklink, SeenLink

LEAST_NAME_WIDTH = 14


def note_lines(note: NoteView) -> Iterator[str]:
    """What is known of a note, line by line; what it has none of is left out."""
    yield click.style(note.path, bold=True)
    yield from _section("properties", [f"  cannot be read: {note.fault}"] if note.fault else _properties(note))
    yield from _section("tags", [f"  {' '.join(f'#{tag}' for tag in note.tags)}"] if note.tags else [])
    yield from _section("outline", (_at(one.line, f"{'#' * one.level} {one.text}") for one in note.headings))
    yield from _section("links", map(_link, note.links))
    yield from _section("embeds", map(_link, note.embeds))
    yield from _section("blocks", (_at(line, f"^{name}") for name, line in note.block_ids))
    yield from _linked_from(note.backlinks)


def file_lines(file: FileView) -> Iterator[str]:
    """What is known of a file that is no note, line by line."""
    yield click.style(file.path, bold=True)
    yield from _linked_from(file.backlinks)


def _linked_from(backlinks: Iterable[SeenBacklink]) -> Iterator[str]:
    return _section("linked from", (f"  {one.path}:{one.line}  {one.sentence}" for one in backlinks))


def _section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number == 0:
            yield f"{heading}:"
        yield line


def _properties(note: NoteView) -> Iterator[str]:
    width = max((LEAST_NAME_WIDTH, *map(len, note.properties)))
    for name, value in note.properties.items():
        is_plain = isinstance(value, str | date)
        text = str(value) if is_plain else json.dumps(value, ensure_ascii=False, default=str)
        yield f"  {name:{width}} {note.kinds[name]:8} {' '.join(text.split())}"


def _at(line: int, text: str) -> str:
    return f"  {line:5}  {text}"


def _link(link: SeenLink) -> str:
    where = f"{link.target}#{link.place}" if link.place else link.target
    fault = click.style(f"broken: {link.fault}", fg="red") if link.fault else ""
    return _at(link.line, f"{link.raw} -> {', '.join(filter(None, (where, fault)))}")
