"""A note as one file of the export."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kb.export.anchors import anchors_of
from kb.export.blocks import render_part
from kb.export.parts import whole
from kb.export.place import Anchors, Page, Place
from kb.export.properties import render_frontmatter
from kb.export.source import Source, read_source
from kb.model.note import Note

if TYPE_CHECKING:
    from kb.vault.index import Index


def export_notes(index: Index) -> Mapping[str, str]:
    """Every note of an index as plain Markdown: path -> text."""
    anchors = {path: _anchors(note, index) for path, note in index.notes.items()}
    return {path: export_note(note, index, anchors) for path, note in index.notes.items()}


def export_note(note: Note, index: Index, anchors: Anchors) -> str:
    """A note as plain Markdown.

    Args:
        note: The note.
        index: The notes and files of the export; a link to anything else becomes its words.
        anchors: Where links to headings lead.
    """
    page, body = _render(note, index, anchors)
    definitions = "".join(f"\n{definition}\n" for definition in page.definitions)
    end = "\n" if definitions and not body.endswith("\n") else ""
    return render_frontmatter(note) + body + end + definitions


def _anchors(note: Note, index: Index) -> Mapping[str, str]:
    """Where links to a note's headings lead; what it embeds has headings too, and may come first."""
    if not any(link.is_embed for link in note.outline.links):
        return anchors_of((heading.anchor, heading.text) for heading in note.outline.headings)
    return anchors_of(_render(note, index, {})[0].headings)


def _render(note: Note, index: Index, anchors: Anchors) -> tuple[Page, str]:
    source = read_source(note)
    page = Page(note.path, _prefix(source))
    return page, render_part(source, whole(source), Place(index, anchors, page, note, ((note.path, "^"),)))


def _prefix(source: Source) -> str:
    """What no label of the note's own footnotes begins with."""
    labels = [str(token.meta["label"]) for token in source.tokens if token.type == "footnote_reference_open"]
    prefix = "embed"
    while any(label.startswith(prefix) for label in labels):
        prefix += "-"
    return prefix
