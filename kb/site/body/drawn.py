"""Files that are drawn on a page: bases and canvases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.model.note import Note
from kb.query.reading import BASE
from kb.site.body.bases import render_base_block, render_base_file
from kb.site.body.canvas import render_canvas
from kb.site.body.place import Place
from kb.site.canvases import is_canvas
from kb.site.model import Site
from kb.vault.links import Target

if TYPE_CHECKING:
    from kb.site.body.embeds import RenderDocument


def render_drawn(path: str, view: str, place: Place, render: RenderDocument) -> str:
    """A canvas, or a base of the vault: the view of a name, or all of them for none."""
    if is_canvas(path):
        return render_canvas(path, place, render)
    return render_base_file(path, view, place)


def render_all_drawn(note: Note, site: Site, render: RenderDocument) -> Iterator[str]:
    """All that a note shows of bases and canvases, as at the root of the site: where this differs, so does its page."""
    place = Place(site, "", note, ((note.path, ""),))
    for block in note.outline.blocks:
        if block.language == BASE:
            yield render_base_block(block.text, block.line, place)
    for link in note.outline.links if site.drawn else ():
        found = place.resolve(link) if link.is_embed else None
        if isinstance(found, Target) and found.path in site.drawn:
            yield render_drawn(found.path, link.fragment, place, render)
