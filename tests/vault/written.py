"""Notes from text alone: names that a file system would refuse or change are as good as any."""

from __future__ import annotations

from collections.abc import Mapping

from kb.files import checksum
from kb.model.note import Note
from kb.vault.entries import note_of as made
from kb.vault.index import Index, build_index
from kb.vault.obsidian import DEFAULTS
from kb.vault.parse import parse_note


def index_of(files: Mapping[str, str]) -> Index:
    """The index of a vault of these files."""
    notes = [note_of(path, text) for path, text in files.items() if path.endswith(".md")]
    return build_index(notes, [path for path in files if not path.endswith(".md")])


def note_of(path: str, text: str) -> Note:
    """A note of this text."""
    data = text.encode()
    return made(parse_note(data, path, checksum(data)), path, is_template=DEFAULTS.is_template(path))[0]
