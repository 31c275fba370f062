from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from kb.errors import KbError
from kb.market.window import Moment, cut

HOURS = pd.DataFrame({"close": 1.0}, index=pd.date_range("2024-01-02", periods=72, freq="h", tz="UTC", name="time"))


def ends(start: Moment, end: Moment, zone: str = "UTC") -> tuple[str, str]:
    window = cut(HOURS, start, end, zone)
    return f"{window.index[0]:%d %H}", f"{window.index[-1]:%d %H}"


def test_no_bounds_keep_everything() -> None:
    assert ends(None, None) == ("02 00", "04 23")


def test_a_date_as_the_end_includes_its_whole_day() -> None:
    assert ends("2024-01-03", "2024-01-03") == ("03 00", "03 23")


def test_a_time_as_the_end_includes_the_bar_that_starts_then() -> None:
    assert ends("2024-01-02T05:00", "2024-01-03T05:00") == ("02 05", "03 05")


def test_days_are_those_of_the_instrument() -> None:
    assert ends("2024-01-03", "2024-01-03", "America/New_York") == ("03 05", "04 04")


def test_a_bound_may_have_a_zone_of_its_own() -> None:
    assert ends(datetime(2024, 1, 3, tzinfo=UTC), "2024-01-03T09:00+02:00", "Asia/Tokyo") == ("03 00", "03 07")


def test_bounds_may_be_dates_and_timestamps() -> None:
    assert ends(date(2024, 1, 3), pd.Timestamp("2024-01-03 04:00")) == ("03 00", "03 04")


def test_an_hour_that_came_twice_is_included_twice() -> None:
    index = pd.date_range("2024-11-03 04:00", periods=4, freq="h", tz="UTC", name="time")
    window = cut(pd.DataFrame({"close": 1.0}, index=index), "2024-11-03T01:00", "2024-11-03T01:00", "America/New_York")

    assert [f"{time:%H}" for time in window.index] == ["05", "06"]


def test_an_empty_window_says_what_there_is() -> None:
    with pytest.raises(
        KbError, match=r"in this window: 2025-01-01 to the last. There are bars from 2024-01-02 to 2024-0"
    ):
        cut(HOURS, "2025-01-01", None, "UTC")


def test_a_window_that_ends_before_it_starts_is_empty() -> None:
    with pytest.raises(KbError, match=r"in this window: 2024-01-04 to 2024-01-03"):
        cut(HOURS, "2024-01-04", "2024-01-03", "UTC")


@pytest.mark.parametrize("text", ["", "2010", "31.12.2015", "yesterday"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(KbError, match="not a date"):
        cut(HOURS, text, None, "UTC")
