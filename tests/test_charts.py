"""Charts of series over time: small, true to their extremes, and drawn."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kb.charts import MOST_ROWS, thinned, time_chart
from kb.errors import KbError
from kb.report.charts.draw import draw_chart
from kb.report.charts.spec import read_chart

DAYS = pd.date_range("2020-01-06", periods=3, tz="America/New_York")


def rows(chart: dict[str, Any]) -> list[str]:
    return str(chart["data"]["values"]).splitlines()


def walk(count: int) -> pd.DataFrame:
    returns = np.random.default_rng(7).normal(0, 0.01, (count, 2))
    return pd.DataFrame(
        np.cumprod(1 + returns, axis=0), columns=["A", "B"], index=pd.bdate_range("2000", periods=count)
    )


def test_days_are_those_of_their_own_zone() -> None:
    chart = time_chart(pd.DataFrame({"A": [1, 0.25, 3]}, index=DAYS), title="T")

    assert rows(chart) == ["time,y0", "2020-01-06,1", "2020-01-07,0.25", "2020-01-08,3"]


@pytest.mark.parametrize(("step", "time"), [("90min", "2020-01-06 01:30"), ("30s", "2020-01-06 00:00:30")])
def test_times_have_as_much_of_a_clock_as_they_need(step: str, time: str) -> None:
    times = pd.date_range("2020-01-06", periods=2, freq=step)

    assert rows(time_chart(pd.DataFrame({"A": [1, 2]}, index=times), title="T"))[2] == f"{time},2"


def test_what_has_no_place_is_a_gap() -> None:
    frame = pd.DataFrame({"A": [1.0, np.inf, -2.0], "B": [np.nan, 0.0, 1.0]}, index=DAYS)
    plain, log = (time_chart(frame, title="T", is_log=is_log) for is_log in (False, True))

    assert [row.partition(",")[2] for row in rows(plain)[1:]] == ["1,", ",0", "-2,1"]
    assert [row.partition(",")[2] for row in rows(log)[1:]] == ["1,", ",", ",1"]


def test_money_keeps_all_before_its_point() -> None:
    chart = time_chart(pd.DataFrame({"A": [1234567.891, 0.123456789, -0.0]}, index=DAYS), title="T")

    assert [row.partition(",")[2] for row in rows(chart)[1:]] == ["1234567.9", "0.123457", "0"]


def test_columns_of_one_name_are_told_apart() -> None:
    frame = pd.DataFrame([[1, 2, 3]] * 3, columns=["A", "A", "B"], index=DAYS)

    assert '"domain": ["A", "A (2)", "B"]' in json.dumps(time_chart(frame, title="T"))


def test_fourteen_years_of_days_take_less_than_40_kb_and_half_a_year_of_minutes_not_much_more() -> None:
    minutes = walk(200_000).set_index(pd.date_range("2010", periods=200_000, freq="min"))

    assert len(json.dumps(time_chart(walk(3_500), title="T"))) < 40_000
    assert len(json.dumps(time_chart(minutes, title="T"))) < 45_000


@pytest.mark.parametrize(
    "moment",
    [
        "2020-01-07",
        date(2020, 1, 7),
        datetime(2020, 1, 7),  # noqa: DTZ001  (in the zone of the series)
        pd.Timestamp("2020-01-07"),
        DAYS[1],
        DAYS[1].tz_convert("UTC"),
        "2020-01-07T05:00+00:00",
    ],
)
def test_the_ground_is_grey_from_a_time_in_the_zone_of_the_series(moment: str | date) -> None:
    frame = pd.DataFrame({"A": [1, 2, 3]}, index=DAYS)

    assert time_chart(frame, title="T", shaded_from=moment)["layer"][0]["data"] == {"values": [{"time": "2020-01-07"}]}


def test_a_series_without_a_zone_takes_any_time_as_its_clock_shows_it() -> None:
    frame = pd.DataFrame({"A": [1, 2, 3]}, index=DAYS.tz_localize(None))

    assert time_chart(frame, title="T", shaded_from=DAYS[1])["layer"][0]["data"]["values"] == [{"time": "2020-01-07"}]


@pytest.mark.parametrize("moment", ["soon", "", pd.NaT])
def test_what_is_no_time_is_told(moment: Any) -> None:
    with pytest.raises(KbError, match="This is not a date"):
        time_chart(pd.DataFrame({"A": [1, 2, 3]}, index=DAYS), title="T", shaded_from=moment)


@pytest.mark.parametrize("count", [0, 1, 40, 2_000])
@pytest.mark.parametrize("is_log", [False, True])
def test_it_is_complete_and_can_be_drawn(count: int, *, is_log: bool) -> None:
    frame = walk(count)
    shaded = frame.index[count // 2] if count else None
    chart = time_chart(frame, title="T", unit="x", is_log=is_log, shaded_from=shaded)

    assert read_chart(json.dumps(chart)) == chart
    assert alt.Chart.from_dict(chart).to_dict()["layer"]
    assert "<svg" in draw_chart(chart)


VALUES = arrays(float, st.tuples(st.integers(0, 200), st.integers(1, 3)), elements=st.floats(-9, 9) | st.just(np.nan))


@given(VALUES, st.integers(8, 60))
def test_thinning_keeps_ends_and_extremes_in_order_and_no_more_rows_than_asked_for(values: Any, most: int) -> None:
    kept = thinned(values, most)

    assert len(kept) <= min(most, len(values))
    assert list(kept) == sorted(set(kept))
    if len(values):
        assert (kept[0], kept[-1]) == (0, len(values) - 1)
        np.testing.assert_array_equal(column_extremes(values[kept]), column_extremes(values))


def column_extremes(values: Any) -> list[tuple[float, float]]:
    defined = [column[~np.isnan(column)] for column in values.T]
    return [(column.min(), column.max()) if len(column) else (0.0, 0.0) for column in defined]


def test_no_stretch_of_time_loses_its_extremes() -> None:
    values = walk(5_000).to_numpy()
    kept = thinned(values, MOST_ROWS)
    shown = np.interp(np.arange(5_000), kept, values[kept, 0])

    assert np.abs(np.maximum.accumulate(shown) - np.maximum.accumulate(values[:, 0])).max() < 0.05 * values[:, 0].max()
