"""A canvas on a page: groups, lines and cards at their places, of what the site's readers may see."""

from __future__ import annotations

from collections import deque
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from kb.errors import KbError
from kb.site.body.attachments import extension_of
from kb.site.body.canvas_cards import file_link, render_card
from kb.site.body.canvas_edges import paint, render_edge, render_edge_label
from kb.site.body.canvas_plan import Box, Plan, read_plan
from kb.site.body.pictures import PICTURES
from kb.site.body.place import Place, render_wrong
from kb.site.titles import title_of_file
from kb.vault.links import Target

if TYPE_CHECKING:
    from kb.site.body.embeds import RenderDocument

SCRIPT = "assets/javascripts/canvas.js"
NOT_SHOWN = "This canvas cannot be shown."
BORDERS = 2
"""Pixels of the borders above and below a canvas."""
_LAID = {"ratio": "center / contain no-repeat", "repeat": "repeat"}
"""How a picture lies behind a group; by default it covers all of it."""


def render_canvas(path: str, place: Place, render: RenderDocument) -> str:
    """A canvas of the vault, under its title where the page is not its own; or why it cannot be shown."""
    inside = place.inside(Target(path))
    if isinstance(inside, str):
        return render_wrong([f"{inside}: {path}"])
    try:
        plan = read_plan(place.site.drawn[path], path)
    except KbError as error:
        return render_wrong([str(error) if place.site.drawing.is_for_owner else NOT_SHOWN])
    title = escape(title_of_file(path))
    link = f'<a class="kb-embed__title" href="{escape(place.url(Target(path)))}">{title}</a>\n'
    script = f'<script type="module" src="{escape(place.way_to(SCRIPT))}"></script>\n'
    shape = f"aspect-ratio: {plan.width} / {plan.height}; --kb-height: {plan.height + BORDERS}px"
    view = f'<div class="kb-canvas__view" tabindex="0" role="region" aria-label="Canvas {title}" style="{shape}">\n'
    is_own_page = place.page_url == place.site.url(path)
    drawn = f"{view}{_plane(plan, inside, render)}</div>\n"
    deque(islice(place.embeds, len(plan.cards)), maxlen=0)  # cards count, too, so that no page shows too many
    about = f"{'' if is_own_page else link}{_left_out(plan)}"
    return f'<div class="kb-canvas" data-search-exclude>\n{about}{drawn}{script}</div>\n'


def _left_out(plan: Plan) -> str:
    return render_wrong([f"{plan.left_out:,} more cards are not drawn"]) if plan.left_out else ""


def _plane(plan: Plan, place: Place, render: RenderDocument) -> str:
    size = f"width: {plan.width}px; height: {plan.height}px"
    groups = "".join(_group(box, place) for box in plan.groups)
    lines = "".join(map(render_edge, plan.edges))
    drawing = f'<svg width="{plan.width}" height="{plan.height}" aria-hidden="true">\n{lines}</svg>\n' if lines else ""
    labels = "".join(map(render_edge_label, plan.edges))
    cards = "".join(_card(box, place, render) for box in plan.cards)
    plane = f'<div class="kb-canvas__plane" style="{size}">\n{groups}{drawing}{cards}{labels}</div>\n'
    return f'<div class="kb-canvas__sheet" style="{size}">\n{plane}</div>\n'


def _group(box: Box, place: Place) -> str:
    label = f'<span class="kb-canvas__label">{escape(box.said)}</span>' if box.said else ""
    return f"<div{_at(box, 'kb-canvas__group', _picture(box, place))}>{label}</div>\n"


def _picture(box: Box, place: Place) -> str:
    """The picture behind a group."""
    found = place.resolve(file_link(box.detail)) if box.detail else None
    if not isinstance(found, Target) or extension_of(found.path) not in PICTURES:
        return ""
    return f'; background: url("{place.url(found)}") {_LAID.get(box.style, "center / cover no-repeat")}'


def _at(box: Box, kind: str, style: str = "") -> str:
    place = f"left: {box.left}px; top: {box.top}px; width: {box.width}px; height: {box.height}px"
    return paint(kind, box.color, place + style)


def _card(box: Box, place: Place, render: RenderDocument) -> str:
    return f"<div{_at(box, 'kb-canvas__card')}>\n{render_card(box, place, render)}</div>\n"
