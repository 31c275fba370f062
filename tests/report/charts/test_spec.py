"""Charts in what notebooks show: found by their kind or in altair's HTML, and the same if the same."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import KbError
from kb.report.charts.spec import chart_beside, chart_in, read_chart, render_chart

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
DO = "Put its data into it, and no address."
POINTS = {"$schema": SCHEMA, "mark": "point", "data": {"values": [{"a": 1}]}, "encoding": {"x": {"field": "a"}}}


def altair_chart() -> Any:
    frame = pd.DataFrame({"a": [1, 2], "b": ["</script>", "})({"]})
    return alt.Chart(frame).mark_point().encode(x="a:Q", y="b:N").interactive()


@pytest.mark.parametrize("kind", ["application/vnd.vegalite.v5+json", "application/vnd.vegalite.v6.json"])
def test_a_chart_is_found_by_the_kind_of_its_data(kind: str) -> None:
    assert chart_in({"text/plain": "x", kind: POINTS}) == POINTS
    assert chart_in({kind: json.dumps(POINTS)}) == POINTS


def test_a_chart_of_altair_is_found_in_the_html_by_which_it_is_shown() -> None:
    with alt.renderers.enable("html"):
        data = altair_chart()._repr_mimebundle_()
    found = chart_in(data)

    assert list(data) == ["text/html"]
    assert found is not None
    assert found["mark"] == {"type": "point"}
    assert next(iter(found["datasets"].values()))[1] == {"a": 2, "b": "})({"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"application/vnd.vega.v5+json": POINTS},
        {"text/html": "vega-embed })({}, 1) })({"},
        {"text/html": 'vega-embed })({"a": 1}, 1)'},
    ],
)
def test_anything_else_is_no_chart(data: dict[str, Any]) -> None:
    assert chart_in(data) is None


@pytest.mark.parametrize(
    ("chart", "why"),
    [
        ({"mark": "point"}, "Its `$schema` does not say that it is one of Vega-Lite"),
        ([POINTS], "Its `$schema` does not say that it is one of Vega-Lite"),
        ("{", "It cannot be read as JSON"),
        (POINTS | {"data": {"url": "x.csv"}}, f"It names by `url` what stands elsewhere: `x.csv`. {DO}"),
        (POINTS | {"encoding": {"href": {}}}, f"It names by `href` what stands elsewhere. {DO}"),
    ],
)
def test_a_chart_that_cannot_be_shown_says_why(chart: Any, why: str) -> None:
    with pytest.raises(KbError) as raised:
        chart_in({"application/vnd.vegalite.v5+json": chart})

    assert str(raised.value) == why


@pytest.mark.parametrize(
    "part",
    [
        {"data": {"url": "https://example.org/x.csv"}},
        {"mark": {"type": "image", "url": "x.png"}},
        {"encoding": {"url": {"field": "a"}}},
        {"layer": [{"encoding": {"href": {"field": "a"}}}]},
        {"transform": [{"lookup": "a", "from": {"data": {"url": "x"}}}]},
        {"params": [{"name": "p", "bind": {"input": "range", "element": "#search"}}]},
    ],
)
def test_a_chart_that_needs_anything_from_elsewhere_is_refused(part: dict[str, Any]) -> None:
    assert read_chart(json.dumps(POINTS | part)) is None


def test_a_column_may_be_called_as_what_is_refused() -> None:
    assert read_chart(json.dumps(POINTS | {"data": {"values": [{"url": "https://example.org", "href": 1}]}}))
    assert read_chart(json.dumps(POINTS | {"data": {"values": "url\n1", "format": {"parse": {"url": "number"}}}}))


@pytest.mark.parametrize("text", ["", "[" * 100_000, '{"a": ' * 500 + "1" + "}" * 500, "3", "null", '{"$schema": 3}'])
def test_text_that_is_no_chart_is_refused(text: str) -> None:
    assert read_chart(text) is None


def test_a_chart_that_is_too_deep_is_refused() -> None:
    deep: Any = 1
    for _ in range(300):
        deep = [deep]

    assert read_chart(json.dumps(POINTS | {"data": {"values": deep}})) is None


def test_names_that_altair_gave_are_counted_anew() -> None:
    first, second = (render_chart(altair_chart().to_dict()) for _ in range(2))
    text = json.loads(first)

    assert first == second
    assert text["data"] == {"name": "rows_1"}
    assert [*text["datasets"]] == ["rows_1"]
    assert text["params"][0]["name"] == "param_1"


def test_what_refers_to_such_a_name_follows_and_data_do_not() -> None:
    chart = {
        "$schema": SCHEMA,
        "params": [{"name": "param_77", "value": 1}, {"name": "mine"}],
        "data": {"values": [{"a": "param_77"}]},
        "layer": [{"name": "view_9", "transform": [{"filter": "datum.a > param_77-1 && param_771"}]}],
        "usermeta": {"embedOptions": {"loader": "x"}},
    }

    assert json.loads(render_chart(chart)) == {
        "$schema": SCHEMA,
        "params": [{"name": "param_1", "value": 1}, {"name": "mine"}],
        "data": {"values": [{"a": "param_77"}]},
        "layer": [{"name": "view_1", "transform": [{"filter": "datum.a > param_1-1 && param_771"}]}],
    }


def test_a_new_name_is_not_one_that_the_chart_has() -> None:
    chart = {"$schema": SCHEMA, "layer": [{"data": {"name": "rows_1"}}, {"data": {"name": f"data-{'a' * 32}"}}]}

    assert json.loads(render_chart(chart))["layer"] == [{"data": {"name": "rows_1"}}, {"data": {"name": "rows_2"}}]


def test_a_number_that_is_none_is_undefined() -> None:
    chart = POINTS | {"data": {"values": [{"a": float("nan")}, {"a": float("inf")}]}}

    assert json.loads(render_chart(chart))["data"]["values"] == [{"a": None}, {"a": None}]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["name", "data", "values"]), inner),
)


@given(st.dictionaries(st.text(), JSON))
def test_any_chart_is_rendered_and_the_same_again(parts: dict[str, Any]) -> None:
    once = render_chart({**parts, "$schema": SCHEMA})

    assert render_chart(json.loads(once)) == once


def test_a_chart_stands_beside_its_picture() -> None:
    assert chart_beside("a/b.c/equity.svg") == "a/b.c/equity.vl.json"
