"""A curve in the size of a word: always SVG, whatever the numbers are."""

from __future__ import annotations

import re
from xml.etree.ElementTree import fromstring

from hypothesis import given
from hypothesis import strategies as st

from kb.report.sparkline import HEIGHT, MARGIN, MOST_POINTS, WIDTH, draw_sparkline
from kb.report.svg import safe_svg

Values = list[float | None]


def places(svg: bytes) -> list[tuple[float, float]]:
    """The corners of the curve."""
    found = re.findall(r"[ML]([\d.-]+) ([\d.-]+)", svg.decode())
    return [(float(across), float(down)) for across, down in found]


def test_the_highest_value_is_at_the_top_and_the_lowest_at_the_bottom() -> None:
    assert places(draw_sparkline([1.0, 3.0, 2.0])) == [(2, 26), (60, 2), (118, 14)]


def test_a_flat_curve_lies_in_the_middle() -> None:
    assert places(draw_sparkline([5.0, 5.0])) == [(2, 14), (118, 14)]


def test_a_single_value_is_a_dot() -> None:
    assert b'<circle cx="2.0" cy="14.0"' in draw_sparkline([5.0])


def test_what_is_undefined_is_a_gap() -> None:
    assert draw_sparkline([1.0, None, 2.0, 3.0]).decode().count("M") == 2


def test_nothing_is_drawn_of_nothing() -> None:
    assert places(draw_sparkline([])) == places(draw_sparkline([None, float("nan")])) == []


@given(st.lists(st.none() | st.floats(), max_size=200))
def test_any_numbers_give_svg_within_its_bounds(values: Values) -> None:
    svg = draw_sparkline(values)
    fromstring(svg.decode())  # noqa: S314  (kb's own)

    assert safe_svg(svg.decode())
    assert svg == draw_sparkline(values)
    assert len(places(svg)) <= MOST_POINTS
    assert all(MARGIN - 0.1 <= across <= WIDTH - MARGIN + 0.1 for across, _ in places(svg))
    assert all(MARGIN - 0.1 <= down <= HEIGHT - MARGIN + 0.1 for _, down in places(svg))


@given(st.lists(st.integers(-100, 100), min_size=MOST_POINTS + 1, max_size=500))
def test_of_many_values_the_first_and_the_last_are_drawn(values: list[int]) -> None:
    drawn = places(draw_sparkline([float(value) for value in values]))

    assert len(drawn) == MOST_POINTS
    assert (drawn[0][0], drawn[-1][0]) == (MARGIN, WIDTH - MARGIN)
