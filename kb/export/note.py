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
    from kb.site.model import Site


def export_notes(site: Site) -> Mapping[str, str]:
    """Every note that a site publishes as plain Markdown: path -> text."""
    notes = site.index.notes
    anchors = {path: _anchors(note, site) for path, note in notes.items()}
    return {path: export_note(note, site, anchors) for path, note in notes.items()}


def export_note(note: Note, site: Site, anchors: Anchors) -> str:
    """A note as plain Markdown.

    Args:
        note: The note.
        site: The notes and files of the export; a link to anything else becomes its words.
        anchors: Where links to headings lead.
    """
    page, body = _render(note, site, anchors)
    definitions = "".join(f"\n{definition}\n" for definition in page.definitions)
    end = "\n" if definitions and not body.endswith("\n") else ""
    return render_frontmatter(note) + body + end + definitions


def _anchors(note: Note, site: Site) -> Mapping[str, str]:
    """Where links to a note's headings lead; what it embeds has headings too, and may come first."""
    if not any(link.is_embed for link in note.outline.links):
        return anchors_of((heading.anchor, heading.text) for heading in note.outline.headings)
    return anchors_of(_render(note, site, {})[0].headings)


def _render(note: Note, site: Site, anchors: Anchors) -> tuple[Page, str]:
    source = read_source(note)
    page = Page(note.path, _prefix(source))
    return page, render_part(source, whole(source), Place(site, anchors, page, note, ((note.path, "^"),)))


def _prefix(source: Source) -> str:
    """What no label of the note's own footnotes begins with."""
    labels = [str(token.meta["label"]) for token in source.tokens if token.type == "footnote_reference_open"]
    prefix = "embed"
    while any(label.startswith(prefix) for label in labels):
        prefix += "-"
    return prefix
