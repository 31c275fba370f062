"""A note's properties as they stand in its file, without comments, and with the words of links in place of links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.errors import KbError
from kb.export.edits import Edit, apply_edits, removal
from kb.model.note import Note
from kb.vault.frontmatter import read_properties, split_frontmatter
from kb.vault.markdown.text import shown_text
from kb.yaml import comment_spans


def render_frontmatter(note: Note) -> str:
    """The lines above a note's body; links stay where their words would not be the same text for YAML."""
    if note.body_line == 1:
        return ""
    parts = split_frontmatter(note.text)
    comments = [removal(parts.yaml, start, end) for start, end in comment_spans(parts.yaml)]
    plain = apply_edits(parts.yaml, 0, len(parts.yaml), comments)
    links = list(_links(note, plain))
    shown = apply_edits(plain, 0, len(plain), links)
    words = {plain[edit.start : edit.end]: edit.text for edit in links}
    is_same = _read(parts.opening + shown + parts.closing, note.path) == _in_words(note.properties, words)
    return parts.opening + (shown if is_same else plain) + parts.closing


def _links(note: Note, yaml: str) -> Iterator[Edit]:
    position = 0
    for link in note.property_links:
        found = yaml.find(link.raw, position)
        if found >= 0:
            position = found + len(link.raw)
            yield Edit(found, position, shown_text(link))


def _read(text: str, path: str) -> object:
    """What a note's properties say; None where they are no YAML."""
    try:
        return read_properties(text, path=path)
    except KbError:
        return None


def _in_words(value: object, words: Mapping[str, str]) -> object:
    """A value of a property with words in place of links."""
    if isinstance(value, Mapping):
        return {name: _in_words(each, words) for name, each in value.items()}
    if isinstance(value, list):
        return [_in_words(each, words) for each in value]
    if not isinstance(value, str):
        return value
    for link, shown in words.items():
        value = value.replace(link, shown)
    return value
