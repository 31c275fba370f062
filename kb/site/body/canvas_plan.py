"""A canvas as it is drawn: boxes and lines, of numbers that a browser can draw, whatever the file says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kb.vault.reading.canvas import canvas_data

MOST_CARDS = 1000
"""Of one canvas."""
FARTHEST, LARGEST, SMALLEST = 20_000, 6_000, 20
"""Where a box may be, in each direction, and how large; a browser draws the whole plane."""
WIDEST_GAP = 2_000
"""Between two boxes on the way across or down; what lies farther is moved in, else all would be drawn too small."""
USUAL_WIDTH, USUAL_HEIGHT = 260, 60
MARGIN = 30
COLOR = re.compile(r"[1-6]|#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
SIDES = ("top", "right", "bottom", "left")
_KINDS = {"text": "text", "file": "file", "url": "link", "label": "group"}
"""What a box of each kind says, and its kind."""


@dataclass(frozen=True, slots=True)
class Box:
    """A group or a card, in pixels of the plane.

    Attributes:
        kind: `text`, `file`, `link` or `group`.
        said: Its Markdown, the path of its file, its address, or its label.
        detail: What of its file it shows (`#Heading`), or the picture behind a group.
        style: How that picture lies: `cover`, `ratio` or `repeat`.
        color: `1` to `6`, or as `#aabbcc`; empty for none.
    """

    kind: str
    said: str
    left: int
    top: int
    width: int
    height: int
    detail: str = ""
    style: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two boxes; it leaves and arrives at these sides, with or without an arrow."""

    start: Box
    end: Box
    start_side: str
    end_side: str
    has_start: bool
    has_end: bool
    label: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a canvas draws; no box is left of or above the plane's corner.

    Attributes:
        width: Of the plane.
        height: Of the plane.
        groups: Lie below all else.
        edges: Lie between groups and cards.
        cards: Lie above.
        left_out: How many boxes are too many.
    """

    width: int
    height: int
    groups: tuple[Box, ...]
    edges: tuple[Edge, ...]
    cards: tuple[Box, ...]
    left_out: int


def read_plan(text: str, path: str) -> Plan:
    """Read the JSON of a canvas; what makes no sense in it is left out or moved to where it can be seen.

    Raises:
        KbError: It is no canvas at all.
    """
    data = canvas_data(text, path=path)
    nodes = [node for node in data.get("nodes", []) if kind_of(node)]
    boxes = [_box(node) for node in nodes[:MOST_CARDS]]
    lefts = _moved_in([(box.left, box.width) for box in boxes])
    tops = _moved_in([(box.top, box.height) for box in boxes])
    boxes = [replace(box, left=left, top=top) for box, left, top in zip(boxes, lefts, tops, strict=True)]
    named: dict[str, Box] = {}
    for node, box in zip(nodes, boxes, strict=False):
        named.setdefault(_text(node, "id"), box)
    return Plan(
        width=max((box.left + box.width for box in boxes), default=0) + MARGIN,
        height=max((box.top + box.height for box in boxes), default=0) + MARGIN,
        groups=tuple(box for box in boxes if box.kind == "group"),
        edges=tuple(_edges(edges_of(data), named)),
        cards=tuple(box for box in boxes if box.kind != "group"),
        left_out=max(0, len(nodes) - MOST_CARDS),
    )


def kind_of(node: Mapping[str, Any]) -> str:
    """The kind of a node, or what it would be by what it says; empty for one that nothing can be shown of."""
    said = next((kind for name, kind in _KINDS.items() if name in node), "")
    kind = node.get("type", said)
    return kind if kind in _KINDS.values() else ""


def edges_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The edges of a canvas, those that are objects."""
    edges = data.get("edges")
    return [edge for edge in edges if isinstance(edge, dict)] if isinstance(edges, list) else []


def _box(node: Mapping[str, Any]) -> Box:
    kind = kind_of(node)
    said = next(name for name, one in _KINDS.items() if one == kind)
    return Box(
        kind,
        _text(node, said),
        left=_number(node.get("x"), -FARTHEST, FARTHEST, 0),
        top=_number(node.get("y"), -FARTHEST, FARTHEST, 0),
        width=_number(node.get("width"), SMALLEST, LARGEST, USUAL_WIDTH),
        height=_number(node.get("height"), SMALLEST, LARGEST, USUAL_HEIGHT),
        detail=_text(node, "background" if kind == "group" else "subpath"),
        style=_text(node, "backgroundStyle"),
        color=_color(node),
    )


def _moved_in(spans: Sequence[tuple[int, int]]) -> list[int]:
    """Where boxes begin on one axis, the first behind a margin, no gap wider than may be.

    Args:
        spans: Where each begins, and how long it is.
    """
    found, shift, end = [0] * len(spans), 0, 0
    for number in sorted(range(len(spans)), key=lambda number: spans[number]):
        start, length = spans[number]
        if not end:
            shift = MARGIN - start
        shift -= max(0, start + shift - end - WIDEST_GAP)
        found[number] = start + shift
        end = max(end, found[number] + length)
    return found


def _edges(edges: list[dict[str, Any]], named: Mapping[str, Box]) -> Iterator[Edge]:
    """Those whose two ends are there; as many as there may be boxes."""
    for edge in edges[: 2 * MOST_CARDS]:
        start, end = named.get(_text(edge, "fromNode")), named.get(_text(edge, "toNode"))
        if start and end:
            away, arriving = _sides(start, end)
            yield Edge(
                start,
                end,
                edge["fromSide"] if edge.get("fromSide") in SIDES else away,
                edge["toSide"] if edge.get("toSide") in SIDES else arriving,
                has_start=edge.get("fromEnd") == "arrow",
                has_end=edge.get("toEnd", "arrow") == "arrow",
                label=_text(edge, "label"),
                color=_color(edge),
            )


def _sides(start: Box, end: Box) -> tuple[str, str]:
    """The sides that face each other."""
    right = (end.left + end.width / 2) - (start.left + start.width / 2)
    down = (end.top + end.height / 2) - (start.top + start.height / 2)
    if abs(right) >= abs(down):
        return ("right", "left") if right >= 0 else ("left", "right")
    return ("bottom", "top") if down >= 0 else ("top", "bottom")


def _text(item: Mapping[str, Any], name: str) -> str:
    """A text; half of a character, which JSON can say, is none."""
    value = item.get(name)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _number(value: Any, least: int, most: int, usual: int) -> int:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and value == value  # noqa: PLR0124  (NaN)
    return round(min(max(value, least), most)) if is_number else usual


def _color(item: Mapping[str, Any]) -> str:
    value = item.get("color")
    return value if isinstance(value, str) and COLOR.fullmatch(value) else ""
