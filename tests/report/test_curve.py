"""The numbers of a chart's first curve."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.charts import time_chart
from kb.report.curve import read_curve

ROWS = [
    {"day": "2024-01-01", "who": "benchmark", "equity": 1.0},
    {"day": "2024-01-01", "who": "strategy", "equity": 2},
    {"day": "2024-01-02", "who": "benchmark", "equity": 3.0},
    {"day": "2024-01-02", "who": "strategy", "equity": 4.5},
]
Y = {"y": {"field": "equity", "type": "quantitative"}}


def test_a_line_has_the_values_of_its_rows() -> None:
    chart = {"data": {"values": [{"equity": 1}, {"equity": None}, {"equity": 2.5}]}, "mark": "line", "encoding": Y}

    assert read_curve(chart) == [1, None, 2.5]


def test_of_several_curves_it_is_the_first_of_the_scale() -> None:
    color = {"field": "who", "scale": {"domain": ["missing", "strategy", "benchmark"]}}
    chart = {"data": {"values": ROWS}, "mark": {"type": "line"}, "encoding": {**Y, "color": color}}

    assert read_curve(chart) == [2, 4.5]


def test_without_a_scale_it_is_the_first_of_the_rows() -> None:
    chart = {"data": {"values": ROWS}, "mark": "line", "encoding": {**Y, "color": {"field": "who"}}}

    assert read_curve(chart) == [1, 3]


def test_a_layer_has_the_data_and_the_encoding_around_it() -> None:
    line = {"mark": "line", "encoding": Y}
    chart = {
        "datasets": {"d": [{"equity": 7}, {"equity": 8}]},
        "data": {"name": "d"},
        "layer": [{"mark": "rect"}, {"layer": [line]}],
    }

    assert read_curve(chart) == [7, 8]


def test_a_point_in_the_name_of_a_field_is_written_with_a_backslash() -> None:
    chart = {"data": {"values": [{"a.b": 1}]}, "mark": "area", "encoding": {"y": {"field": r"a\.b"}}}

    assert read_curve(chart) == [1]


@pytest.mark.parametrize(
    "chart",
    [
        None,
        [],
        "line",
        {"mark": "line"},
        {"mark": "bar", "data": {"values": ROWS}, "encoding": Y},
        {"mark": "line", "data": {"url": "elsewhere.csv"}, "encoding": Y},
        {"mark": "line", "data": {"name": "d"}, "datasets": [], "encoding": Y},
        {"mark": "line", "data": {"values": ROWS}, "encoding": {"y": {"field": "who"}}},
        {"mark": "line", "data": {"values": ROWS}, "encoding": {"y": {"aggregate": "count"}}},
        {"layer": {"mark": "line"}, "mark": 3},
    ],
)
def test_what_has_no_curve_has_no_values(chart: Any) -> None:
    assert read_curve(chart) == []


def test_a_chart_within_charts_without_end_has_none() -> None:
    chart: dict[str, Any] = {"mark": "line", "data": {"values": ROWS}, "encoding": Y}
    for _ in range(1000):
        chart = {"layer": [chart]}

    assert read_curve(chart) == []


json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["mark", "type", "data", "values", "layer", "encoding", "y", "color", "field", "name"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(json)
def test_any_json_is_read(chart: Any) -> None:
    assert isinstance(read_curve(chart), list)


def test_the_curves_of_a_chart_over_time_are_told_apart_by_its_scale() -> None:
    days = pd.date_range("2024-01-01", periods=3, tz="UTC")
    frame = pd.DataFrame({"strategy": [1.0, 2, math.nan], "benchmark": [3.0, 4, 5]}, index=days)

    assert read_curve(time_chart(frame, title="Equity")) == [1, 2, None]


def test_on_a_log_scale_equal_steps_are_equal_ratios() -> None:
    frame = pd.DataFrame({"equity": [1.0, 10, 100]}, index=pd.date_range("2024-01-01", periods=3))
    values = read_curve(time_chart(frame, title="Equity", is_log=True))

    assert values == pytest.approx([0, math.log(10), math.log(100)])
