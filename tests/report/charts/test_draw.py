"""Charts drawn as pictures: sharp, on white, the same bytes for the same chart; what cannot be drawn is none."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import altair as alt
import pandas as pd
import pytest

from kb.errors import KbError
from kb.report.charts import draw
from kb.report.charts.draw import draw_chart, vega_script
from kb.report.charts.spec import read_chart, render_chart
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
    with suppress(KbError):
        draw_chart(LINE | part)

    assert drawn(LINE)


def test_a_chart_that_vega_cannot_draw_says_why() -> None:
    with pytest.raises(KbError) as raised:
        draw_chart(LINE | {"transform": [{"calculate": "nonsense(", "as": "c"}]})

    assert raised.value.what == "Vega cannot draw it"
    assert raised.value.found == "Unexpected end of input"


def test_a_chart_that_ends_vega_says_so_and_the_next_one_is_drawn() -> None:
    with pytest.raises(KbError, match="bad character"):
        draw_chart(LINE | {"title": "a\x01b"})

    assert drawn(LINE)


def test_what_is_no_svg_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw, "_ask", lambda _: "<p>")

    with pytest.raises(KbError, match="no SVG"):
        draw_chart(LINE)


FRAME = pd.DataFrame({"a": [1, 2, 3], "b": [3, 1, 2]})
BASE = alt.Chart(FRAME).mark_line().encode(x="a", y="b")
MEAN = alt.Chart(FRAME * 2).mark_rule().encode(y="mean(b)")
BRUSH = alt.selection_interval(encodings=["x"])
COUNT = alt.param(value=2, bind=alt.binding_range(min=1, max=3))


@pytest.mark.parametrize(
    "chart",
    [
        BASE + BASE.mark_point(),
        BASE + MEAN,
        (BASE + MEAN).interactive(),
        BASE | BASE.mark_bar(),
        BASE & MEAN,
        BASE.interactive() | MEAN,
        alt.concat(BASE, BASE + MEAN, columns=1),
        alt.Chart(FRAME)
        .mark_point()
        .encode(alt.X(alt.repeat("column"), type="quantitative"))
        .repeat(column=["a", "b"]),
        (BASE + BASE.mark_point()).facet("a:N"),
        BASE.add_params(BRUSH) & BASE.mark_point().transform_filter(BRUSH),
        BASE.add_params(COUNT).transform_calculate(c=f"datum.a>{COUNT.name}-1 ? 1 : 0").encode(y="c:Q"),
        BASE.transform_lookup("a", alt.LookupData(FRAME * 2, "a", ["b"])),
    ],
)
def test_charts_of_several_parts_are_drawn(chart: Any) -> None:
    first, again = (render_chart(chart.to_dict()) for _ in range(2))
    found = read_chart(first)

    assert first == again
    assert found is not None
    assert "<svg" in drawn(found)


def test_a_chart_that_takes_forever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(LINE)
    monkeypatch.setattr(draw, "PATIENT_SECONDS", 0.1)
    endless = {"sequence": {"start": 0, "stop": 1e9, "as": "a"}}

    with pytest.raises(KbError, match=r"not drawn within 0\.1 seconds"):
        draw_chart(LINE | {"data": endless})

    monkeypatch.undo()

    assert drawn(LINE)


def test_the_scripts_of_a_page_are_the_same_again_and_name_what_is_asked_of_them() -> None:
    script = vega_script()

    assert script is not None
    assert script.rstrip("; \n").endswith("as vegaEmbed}")
    assert len(script) < 1_000_000
