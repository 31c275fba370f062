"""What the values are called that `redact` can take out: properties, fields, columns, parameters of kb blocks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kb.errors import KbError
from kb.model.note import Note
from kb.site.private.fields import field_names
from kb.site.private.redaction import is_redacted, may_name, name_words
from kb.site.private.redaction_file import is_table, rows_of
from kb.site.private.redaction_text import redacted_text
from kb.site.private.tables import read_tables
from kb.vault.reading.frontmatter import split_frontmatter
from kb.yaml import read_values

_HEAD = re.compile(r"^(.*\|.*)\n[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\||$)", re.MULTILINE)


def is_called(name: str, notes: Collection[Note], vault: Path, files: Iterable[str]) -> bool:
    """Whether anything in a vault has a name that a name in `redact` means."""
    redact = (name,)
    properties = {one for note in notes for one in _keys(note.properties)}
    if any(is_redacted(one, redact) for one in properties) or any(_says(note, redact) for note in notes):
        return True
    return any(table.values or not table.is_certain for _, table in read_tables(vault, files, redact))


def called(notes: Iterable[Note], vault: Path, files: Iterable[str]) -> set[str]:
    """All these names, and the words in them."""
    names = {name for note in notes for name in _names(note)}
    for path in filter(is_table, files):
        with suppress(OSError):
            names.update(*rows_of(path, (vault / path).read_text("utf-8", "replace"))[:1])
    return names | {word for name in names for word in name_words(name)}


def _says(note: Note, redact: tuple[str, ...]) -> bool:
    body = split_frontmatter(note.text).body
    return may_name(body, redact) and redacted_text(body, redact).body != body


def _names(note: Note) -> Iterator[str]:
    yield from _keys(note.properties)
    yield from field_names(note.text)
    for head in _HEAD.findall(note.text):
        yield from (cell.strip(" \t>") for cell in head.split("|"))
    for block in note.outline.blocks:
        if block.language == "kb":
            with suppress(KbError):
                yield from _keys(read_values(block.text, path=""))


def _keys(value: Any) -> Iterator[str]:
    """The names in a value, at any depth."""
    if isinstance(value, Mapping):
        yield from map(str, value)
        value = list(value.values())
    for item in value if isinstance(value, list | tuple) else ():
        yield from _keys(item)
