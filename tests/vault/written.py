"""Notes from text alone: names that a file system would refuse or change are as good as any."""

from __future__ import annotations

from collections.abc import Mapping

from kb.errors import KbError
from kb.files import checksum
from kb.model.note import Note
from kb.vault.frontmatter import read_properties, split_frontmatter
from kb.vault.index import Index, build_index
from kb.vault.markdown import read_outline


def index_of(files: Mapping[str, str]) -> Index:
    """The index of a vault of these files."""
    notes = [note_of(path, text) for path, text in files.items() if path.endswith(".md")]
    return build_index(notes, [path for path in files if not path.endswith(".md")])


def note_of(path: str, text: str) -> Note:
    """A note of this text."""
    parts = split_frontmatter(text)
    try:
        properties = read_properties(text, path=path)
    except KbError:
        properties = {}
    outline = read_outline(parts.body, path=path, first_line=parts.body_line)
    return Note(path, properties, outline, text, parts.body_line, checksum(text.encode()))
