"""The lines of a canvas, from side to side."""

from __future__ import annotations

import json

import pytest

from kb.site.body.canvas_edges import paint, render_edge, render_edge_label
from kb.site.body.canvas_plan import FARTHEST, LARGEST, MARGIN, WIDEST_GAP, Edge, read_plan


def edge_of(x: int, y: int, **parts: object) -> Edge:
    nodes = [
        {"id": "a", "type": "text", "x": 0, "y": 0, "width": 100, "height": 100},
        {"id": "b", "type": "text", "x": x, "y": y, "width": 100, "height": 100},
    ]
    text = json.dumps({"nodes": nodes, "edges": [{"fromNode": "a", "toNode": "b", **parts}]})
    return read_plan(text, "x.canvas").edges[0]


@pytest.mark.parametrize(
    ("x", "y", "sides"),
    [
        (300, 0, ("right", "left")),
        (-300, 0, ("left", "right")),
        (0, 300, ("bottom", "top")),
        (0, -300, ("top", "bottom")),
    ],
)
def test_a_line_that_names_no_sides_takes_those_that_face_each_other(x: int, y: int, sides: tuple[str, str]) -> None:
    edge = edge_of(x, y, fromSide="?", toSide=None)

    assert (edge.start_side, edge.end_side) == sides


def test_a_line_ends_behind_its_arrow() -> None:
    arrow = '<path d="M230 80 L218 74 L218 86Z" class="kb-canvas__arrow"/>'

    assert render_edge(edge_of(200, 0)) == f'<g><path d="M130 80 C174 80 174 80 218 80"/>{arrow}</g>\n'


def test_a_label_is_in_the_middle() -> None:
    label = '<span class="kb-canvas__said kb-canvas--2" style="left: 180px; top: 80px">a &lt; b</span>\n'

    assert render_edge_label(edge_of(200, 0, label="a < b", toEnd="none", color="2")) == label
    assert render_edge_label(edge_of(200, 0)) == ""


def test_a_colour_of_ones_own_is_a_style() -> None:
    assert paint("x", "#abc", "left: 1px") == ' class="x" style="--kb-color: #abc; left: 1px"'


@pytest.mark.parametrize("bad", ["NaN", "1e999", "-1e999", '"1"', "true", "null", "9" * 400])
def test_numbers_that_no_browser_can_draw_are_moved_in(bad: str) -> None:
    nodes = f'{{"type": "text", "x": {bad}, "y": {bad}, "width": {bad}, "height": {bad}}}'
    plan = read_plan(f'{{"nodes": [{nodes}, {{"type": "text"}}]}}', "x.canvas")

    assert 0 < plan.width <= 2 * FARTHEST + 2 * LARGEST
    assert all(box.left >= 0 and box.top >= 0 and box.width > 0 for box in plan.cards)


def test_what_lies_far_from_all_else_is_moved_in_and_nothing_else_changes() -> None:
    spots = [(5_000, 0), (-9_000, 100), (-8_600, -15_000), (5_400, 100), (-8_600, 5_000)]
    nodes = ", ".join(f'{{"type": "text", "x": {x}, "y": {y}, "width": 300, "height": 60}}' for x, y in spots)
    plan = read_plan(f'{{"nodes": [{nodes}]}}', "x.canvas")
    left, top = MARGIN + 700 + WIDEST_GAP, MARGIN + 60 + WIDEST_GAP

    assert [(box.left, box.top) for box in plan.cards] == [
        (left, top),
        (MARGIN, top + 100),
        (MARGIN + 400, MARGIN),
        (left + 400, top + 100),
        (MARGIN + 400, top + 160 + WIDEST_GAP),
    ]
    assert plan.width == left + 700 + MARGIN


def test_of_two_of_one_id_a_line_means_the_first() -> None:
    nodes = '{"id": "a", "type": "text", "x": 500}, {"id": "a", "type": "text"}, {"id": "b", "type": "text"}'
    plan = read_plan(f'{{"nodes": [{nodes}], "edges": [{{"fromNode": "a", "toNode": "b"}}, 1]}}', "x.canvas")

    assert [edge.start for edge in plan.edges] == [plan.cards[0]]
