"""Dates and durations by patterns."""

from __future__ import annotations

from datetime import datetime

import pytest

from kb.query.dataview.moments import between, length_text, part_of_duration, part_of_moment
from kb.query.dataview.patterns import format_date, format_duration, read_date
from kb.query.moments import Duration, moment_of

AT = datetime(2024, 2, 9, 15, 4, 5, 67_000)  # noqa: DTZ001  (notes have no zone)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("yyyy yy y", "2024 24 2024"),
        ("MMMM MMM MM M", "February Feb 02 2"),
        ("LLLL LLL LL L", "February Feb 02 2"),
        ("dd d ooo o", "09 9 040 40"),
        ("EEEE EEE E cccc ccc c", "Friday Fri 5 Friday Fri 5"),
        ("HH H hh h a", "15 15 03 3 PM"),
        ("mm m ss s SSS S", "04 4 05 5 067 67"),
        ("WW W kkkk kk q", "06 6 2024 24 1"),
        ("x X", "1707491045067 1707491045"),
        ("D | DD | DDD", "2/9/2024 | Feb 9, 2024 | February 9, 2024"),
        ("DDDD", "Friday, February 9, 2024"),
        ("t tt T TT", "3:04 PM 3:04:05 PM 15:04 15:04:05"),
        ("f | ff", "2/9/2024, 3:04 PM | Feb 9, 2024, 3:04 PM"),
        ("fff", "February 9, 2024, 3:04 PM"),
        ("'at' h '' bbb", "at 3  bbb"),
    ],
)
def test_a_date_is_written_by_a_pattern(pattern: str, text: str) -> None:
    assert format_date(AT, pattern) == text


def test_the_morning_has_its_own_sign() -> None:
    assert format_date(AT.replace(hour=0), "h a") == "12 AM"


@pytest.mark.parametrize(
    ("text", "pattern", "at"),
    [
        ("9 February 2024", "d MMMM yyyy", AT.replace(hour=0, minute=0, second=0, microsecond=0)),
        ("on 2024-02-09 at 15:04:05", "'on' yyyy-MM-dd 'at' HH:mm:ss", AT.replace(microsecond=0)),
        ("1707491045", "X", AT.replace(microsecond=0)),
        ("x", "x", None),
        ("999999999999999", "X", None),
        ("2024-02-30", "yyyy-MM-dd", None),
        ("2024", "bbb", None),
        ("plain", "'plain'", None),
        ("2024", "MM", None),
        ("2024 2024", "yyyy yyyy", None),
    ],
)
def test_a_date_is_read_by_a_pattern(text: str, pattern: str, at: datetime | None) -> None:
    assert read_date(text, pattern) == at


@pytest.mark.parametrize(
    ("length", "pattern", "text"),
    [
        (Duration(14, 0), "y M", "1 2"),
        (Duration(14, 0), "d", "425"),
        (Duration(0, 90_061.5), "h m s S", "25 1 1 500"),
        (Duration(0, 14 * 86_400), "w d", "2 0"),
        (Duration(0, 60), "mm min", "01 min"),
        (Duration(0, 60), "no token", "no token"),
    ],
)
def test_a_duration_is_written_by_a_pattern(length: Duration, pattern: str, text: str) -> None:
    assert format_duration(length, pattern) == text


def test_a_part_of_a_duration_is_all_of_it() -> None:
    length = Duration(18, 1.5 * 86_400)
    names = ("weeks", "day", "days", "hours", "minutes", "seconds", "milliseconds", "cats")

    days = 365 + 6 * 30 + 1.5
    parts = [days / 7, days, days, days * 24, days * 1_440, days * 86_400, days * 86_400_000, None]
    assert [part_of_duration(length, name) for name in names] == parts
    assert part_of_duration(Duration(18), "years") == 1.5
    assert part_of_duration(Duration(18, 15 * 86_400), "months") == 18.5
    assert part_of_duration(-length, "days") == -days


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (Duration(), "0 seconds"),
        (Duration(4, 24 * 86_400), "4 months, 3 weeks, 3 days"),
        (Duration(0, 14 * 86_400), "2 weeks"),
        (Duration(0, -(7 * 86_400 + 3_600)), "-1 week, 1 hour"),
        (Duration(18, 6 * 86_400), "1 year, 6 months, 6 days"),
    ],
)
def test_a_duration_is_written_with_weeks(length: Duration, said: str) -> None:
    assert length_text(length) == said


def test_a_date_has_parts() -> None:
    names = ("year", "month", "day", "hour", "millisecond", "weekday", "week", "quarter", "ordinal", "cats")

    assert [part_of_moment(moment_of(AT), name) for name in names] == [2024, 2, 9, 15, 67, 5, 2, 1, 40, None]


def test_dates_are_apart_by_the_calendar() -> None:
    earlier = moment_of(AT.replace(year=2020, month=1, day=31))

    assert between(moment_of(AT), earlier) == Duration(48, 9 * 86_400)
