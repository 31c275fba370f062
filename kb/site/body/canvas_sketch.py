"""A canvas on a card of another, as small as that: groups, lines and cards, without what they say."""

from __future__ import annotations

from kb.site.body.canvas_edges import paint, render_edge
from kb.site.body.canvas_plan import Box, Plan

_ROUND = 8
"""Pixels of the corners of boxes, as on the canvas's own page."""


def render_sketch(plan: Plan, url: str) -> str:
    """A picture of a canvas that leads there; the title above it is the link for those who do not see it.

    Args:
        plan: The canvas.
        url: Where it is, as HTML.
    """
    groups = "".join(_box(box, "kb-canvas__area") for box in plan.groups)
    lines = "".join(map(render_edge, plan.edges))
    cards = "".join(_box(box) for box in plan.cards)
    drawing = f'<svg viewBox="0 0 {plan.width} {plan.height}">\n{groups}{lines}{cards}</svg>'
    return f'<a class="kb-canvas__sketch" href="{url}" tabindex="-1" aria-hidden="true">{drawing}</a>\n'


def _box(box: Box, kind: str = "") -> str:
    place = f'x="{box.left}" y="{box.top}" width="{box.width}" height="{box.height}"'
    return f'<rect{paint(kind, box.color)} {place} rx="{_ROUND}"/>\n'
