"""A note's properties as they stand in its file, without comments, and with the words of links in place of links."""

from __future__ import annotations

from collections.abc import Iterator

from kb.errors import KbError
from kb.export.edits import Edit, apply_edits, removal
from kb.model.note import Note
from kb.vault.frontmatter import read_properties, split_frontmatter
from kb.vault.markdown.text import shown_text
from kb.yaml import comment_spans


def render_frontmatter(note: Note) -> str:
    """The lines above a note's body; a link stays where its words would be no YAML there."""
    if note.body_line == 1:
        return ""
    parts = split_frontmatter(note.text)
    comments = [removal(parts.yaml, start, end) for start, end in comment_spans(parts.yaml)]
    for edits in ([*comments, *_links(note, parts.yaml)], comments):
        yaml = apply_edits(parts.yaml, 0, len(parts.yaml), edits)
        if _is_readable(parts.opening + yaml + parts.closing, note.path):
            break
    return parts.opening + yaml + parts.closing


def _links(note: Note, yaml: str) -> Iterator[Edit]:
    position = 0
    for link in note.property_links:
        found = yaml.find(link.raw, position)
        if found >= 0:
            position = found + len(link.raw)
            yield Edit(found, position, shown_text(link))


def _is_readable(text: str, path: str) -> bool:
    try:
        read_properties(text, path=path)
    except KbError:
        return False
    return True
