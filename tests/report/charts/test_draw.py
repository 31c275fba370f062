"""Charts drawn as pictures: sharp, on white, the same bytes for the same chart; what cannot be drawn is none."""

from __future__ import annotations

from typing import Any

import pytest

from kb.report.charts import draw
from kb.report.charts.draw import draw_chart, vega_script
from kb.report.svg import safe_svg

LINE: dict[str, Any] = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"a": place, "b": place * place % 17} for place in range(400)]},
    "mark": {"type": "line", "clip": True},
    "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative"}},
    "params": [{"name": "zoom", "select": "interval", "bind": "scales"}],
}
NEAREST = {"name": "near", "select": {"type": "point", "nearest": True, "on": "pointermove"}}


def drawn(chart: dict[str, Any]) -> str:
    svg = draw_chart(chart)

    assert svg is not None
    assert safe_svg(svg) == svg
    return svg


def test_the_same_chart_is_the_same_picture_whatever_was_drawn_before() -> None:
    assert drawn(LINE) == drawn(LINE)
    assert 'clip-path="url(#kb1)"' in drawn(LINE)


@pytest.mark.parametrize("ground", [{}, {"background": None}, {"config": {"background": "transparent"}}])
def test_it_stands_on_white(ground: dict[str, Any]) -> None:
    assert 'fill="white"' in drawn(LINE | ground)


def test_a_ground_of_its_own_stays() -> None:
    assert 'fill="#123456"' in drawn(LINE | {"config": {"background": "#123456"}})


def test_a_chart_as_wide_as_its_page_has_a_width_on_paper() -> None:
    assert 'width="6' in drawn(LINE | {"width": "container", "height": "container"})[:400]


def test_what_nobody_sees_is_left_out() -> None:
    unseen = {"layer": [{"mark": {"type": "point", "opacity": 0}, "params": [NEAREST]}]}
    chart = {name: part for name, part in LINE.items() if name not in {"mark", "params"}}

    assert drawn(chart | unseen).count("<path") < 20


@pytest.mark.parametrize(
    "part",
    [{"mark": "nonsense"}, {"encoding": 3}, {"data": {"url": "file:///etc/hostname"}}, {"mark": {"type": "image"}}],
)
def test_a_chart_that_cannot_be_drawn_is_none_and_the_next_one_is_drawn(part: dict[str, Any]) -> None:
    draw_chart(LINE | part)

    assert drawn(LINE)


def test_a_chart_that_takes_forever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(LINE)
    monkeypatch.setattr(draw, "PATIENT_SECONDS", 0.1)
    endless = {"sequence": {"start": 0, "stop": 1e9, "as": "a"}}

    assert draw_chart(LINE | {"data": endless}) is None

    monkeypatch.undo()

    assert drawn(LINE)


def test_the_scripts_of_a_page_are_the_same_again_and_name_what_is_asked_of_them() -> None:
    script = vega_script()

    assert script is not None
    assert script.rstrip("; \n").endswith("as vegaEmbed}")
    assert len(script) < 1_000_000
