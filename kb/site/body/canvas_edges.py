"""The lines of a canvas as SVG: a curve from side to side, and the arrows at its ends."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from kb.site.body.canvas_plan import Box, Edge

ARROW, HALF = 12, 6
"""How long an arrow is, and half of how wide."""
MOST_BEND = 150
_WAYS = {"top": (0, -1), "right": (1, 0), "bottom": (0, 1), "left": (-1, 0)}


class Point(NamedTuple):
    """A point of the plane."""

    x: float
    y: float

    def __str__(self) -> str:
        return f"{self.x:g} {self.y:g}"


def render_edge(edge: Edge) -> str:
    """A line and its arrows."""
    start, end, bends = _curve(edge)
    path = f"M{start} C{bends[0]} {bends[1]} {end}"
    arrows = [
        *([_arrow(edge.start, edge.start_side)] if edge.has_start else ()),
        *([_arrow(edge.end, edge.end_side)] if edge.has_end else ()),
    ]
    return f'<g{paint("", edge.color)}><path d="{path}"/>{"".join(arrows)}</g>\n'


def render_edge_label(edge: Edge) -> str:
    """What an edge says, in its middle; nothing where it says nothing."""
    if not edge.label:
        return ""
    start, end, (one, other) = _curve(edge)
    x, y = ((a + 3 * b + 3 * c + d) / 8 for a, b, c, d in zip(start, one, other, end, strict=True))
    attributes = paint("kb-canvas__said", edge.color, f"left: {x:g}px; top: {y:g}px")
    return f"<span{attributes}>{escape(edge.label)}</span>\n"


def paint(kind: str, color: str, style: str = "") -> str:
    """The class and style of a part; `1` to `6` are colours of the site, which has them for light and for dark."""
    is_own = color.startswith("#")
    names = [kind, f"kb-canvas--{color}" if color and not is_own else ""]
    styles = [f"--kb-color: {color}" if is_own else "", style]
    attributes = {"class": " ".join(filter(None, names)), "style": "; ".join(filter(None, styles))}
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if value)


def _curve(edge: Edge) -> tuple[Point, Point, tuple[Point, Point]]:
    """Where a line begins and ends, behind its arrows, and where it is drawn to."""
    start = _beside(edge.start, edge.start_side, ARROW if edge.has_start else 0)
    end = _beside(edge.end, edge.end_side, ARROW if edge.has_end else 0)
    bend = min((abs(start.x - end.x) + abs(start.y - end.y)) / 2, MOST_BEND)
    return start, end, (_on(start, edge.start_side, bend), _on(end, edge.end_side, bend))


def _beside(box: Box, side: str, away: float) -> Point:
    right, down = _WAYS[side]
    middle = Point(box.left + box.width * (1 + right) / 2, box.top + box.height * (1 + down) / 2)
    return _on(middle, side, away)


def _on(point: Point, side: str, far: float) -> Point:
    right, down = _WAYS[side]
    return Point(point.x + right * far, point.y + down * far)


def _arrow(box: Box, side: str) -> str:
    tip, back, (right, down) = _beside(box, side, 0), _beside(box, side, ARROW), _WAYS[side]
    wings = (Point(back.x + sign * down * HALF, back.y + sign * right * HALF) for sign in (1, -1))
    return f'<path d="M{tip} L{" L".join(map(str, wings))}Z" class="kb-canvas__arrow"/>'
