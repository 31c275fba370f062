from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from kb.vault.moment import format_moment, moment_pattern

NOW = datetime(2024, 3, 1, 14, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("YYYY-MM-DD", "2024-03-01"),
        ("YY M D", "24 3 1"),
        ("MMMM MMM Mo", "March Mar 3rd"),
        ("dddd ddd dd d E", "Friday Fri Fr 5 5"),
        ("Do DDD DDDD", "1st 61 061"),
        ("HH:mm:ss H m s", "14:05:07 14 5 7"),
        ("hh h A a", "02 2 PM pm"),
        ("gggg-[W]ww w", "2024-W09 9"),
        ("GGGG WW W", "2024 09 9"),
        ("[Q]Q", "Q1"),
        ("YYYY/MM/YYYY-MM-DD[_daily]", "2024/03/2024-03-01_daily"),
        ("[YYYY] [] x·é", "YYYY  x·é"),
        ("", ""),
    ],
)
def test_a_time_is_written_as_moment_does(pattern: str, text: str) -> None:
    assert format_moment(NOW, pattern) == text


@pytest.mark.parametrize(("hour", "text"), [(0, "12 AM"), (11, "11 AM"), (12, "12 PM"), (23, "11 PM")])
def test_noon_and_midnight_are_twelve(hour: int, text: str) -> None:
    assert format_moment(NOW.replace(hour=hour), "h A") == text


@pytest.mark.parametrize(
    ("day", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th")],
)
def test_days_are_counted_as_in_speech(day: int, text: str) -> None:
    assert format_moment(NOW.replace(day=day), "Do") == text


@pytest.mark.parametrize(
    ("day", "week"),
    [("2022-01-01", "2022 01"), ("2023-12-30", "2023 52"), ("2023-12-31", "2024 01"), ("2024-01-07", "2024 02")],
)
def test_the_first_week_is_the_one_with_the_first_of_january(day: str, week: str) -> None:
    assert format_moment(datetime.fromisoformat(day), "gggg ww") == week


@pytest.mark.parametrize("pattern", ["YYYY-MM-DD", "YYYY/MM-MMMM/dddd, Do [of] MMM (YY).", "[YYYY] gggg-[W]ww A", ""])
def test_a_pattern_knows_the_times_that_it_writes(pattern: str) -> None:
    expression = moment_pattern(pattern)

    assert re.fullmatch(expression, format_moment(NOW, pattern))
    assert not re.fullmatch(expression, "Meeting with Ada")
