"""What stands in the cards of a canvas: Markdown, an address, or a file, shown as an embed in a note would be."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from kb.errors import KbError
from kb.model.note import Link
from kb.site.body.attachments import extension_of, name_of, render_player
from kb.site.body.bases import render_base_file
from kb.site.body.canvas_plan import Box, read_plan
from kb.site.body.canvas_sketch import render_sketch
from kb.site.body.pictures import PICTURES, render_picture
from kb.site.body.place import Place, render_broken, render_wrong
from kb.site.body.sections import part_of
from kb.site.canvases import is_canvas
from kb.site.titles import title_of
from kb.vault.links import Target
from kb.vault.markdown import parse_markdown

if TYPE_CHECKING:
    from kb.site.body.embeds import RenderDocument

_parsed = lru_cache(maxsize=1 << 12)(parse_markdown)
"""The pages of canvases are made at every edit of a vault."""


def render_card(box: Box, place: Place, render: RenderDocument) -> str:
    """All that a card holds."""
    if box.kind == "file":
        return _file(box, place, render)
    text = f"<{box.said}>" if box.kind == "link" else box.said
    return render(_parsed(text), place)


def _file(box: Box, place: Place, render: RenderDocument) -> str:
    """A picture, or the name of a file and what it holds."""
    fragment = box.detail.lstrip("#")
    found = place.resolve(file_link(box.said, fragment))
    if not isinstance(found, Target):
        return render_broken(box.said, found, box.said)
    if extension_of(found.path) in PICTURES:
        return render_picture(place.url(found), "", found.path)
    note = place.site.index.notes.get(found.path)
    name = title_of(note) if note else name_of(found.path)
    link = f'<a class="kb-canvas__title" href="{escape(place.url(found))}">{escape(name)}</a>\n'
    if note:
        return f"{link}{_note(found, place, render)}"
    if found.path in place.site.drawn:
        return f"{link}{_drawn(found, fragment, place)}"
    return f"{link}{render_player(found, fragment, '', place)}"


def _note(target: Target, place: Place, render: RenderDocument) -> str:
    """The text of a note; all of it where it has not the part that is meant."""
    inside = place.inside(target)
    return render_wrong([inside]) if isinstance(inside, str) else render(part_of(inside.document(), target), inside)


def _drawn(target: Target, view: str, place: Place) -> str:
    """A base, asked; of a canvas a sketch, in which nothing can be read; nothing where it cannot be read itself."""
    if not is_canvas(target.path):
        return render_base_file(target.path, view, place)
    try:
        plan = read_plan(place.site.drawn[target.path], target.path)
    except KbError:
        return ""
    return render_sketch(plan, escape(place.url(target))) if plan.groups or plan.cards else ""


def file_link(path: str, fragment: str = "") -> Link:
    """The link of a canvas to a file that it shows."""
    return Link(path, fragment, "", 1, is_embed=True, is_wiki=False, raw=path)
