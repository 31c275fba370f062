"""Dates and durations, read, written and moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kb.query.moments import Duration, Moment, moment_of, parse_duration, parse_moment, relative
from tests.query.conftest import NOW


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2025-05-27", "2025-05-27"),
        (" 2025-5-7 ", "2025-05-07"),
        ("2024-02-29", "2024-02-29"),
        ("0001-01-01", "0001-01-01"),
        ("9999-12-31 23:59:59", "9999-12-31 23:59:59"),
        ("2025-05-27T14:30", "2025-05-27 14:30:00"),
        ("2025-05-27 7:05", "2025-05-27 07:05:00"),
        ("2025-05-27 14:30:05.25", "2025-05-27 14:30:05"),
        ("2025-05-27T14:30:05Z", "2025-05-27 14:30:05"),
        ("2025-05-27T14:30:05+02:00", "2025-05-27 12:30:05"),
        ("2025-05-27T14:30:05-0230", "2025-05-27 17:00:05"),
        ("0001-01-01T00:00:00+05:00", "0001-01-01 00:00:00"),
        ("2025-02-29", "None"),
        ("2025-13-01", "None"),
        ("2025-05-27 25:00", "None"),
        ("0000-01-01", "None"),
        ("2025-05-27x", "None"),
        ("27.05.2025", "None"),
        ("", "None"),
    ],
)
def test_a_date_is_read(text: str, read: str) -> None:
    assert str(parse_moment(text)) == read


def test_a_date_of_yaml_is_one_of_expressions() -> None:
    berlin = timezone(timedelta(hours=2))

    assert moment_of(date(2025, 5, 27)) == Moment(datetime(2025, 5, 27), has_time=False)  # noqa: DTZ001
    assert moment_of(datetime(2025, 5, 27, 14, tzinfo=berlin)) == moment_of(datetime(2025, 5, 27, 12, tzinfo=UTC))
    assert moment_of(datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5)))).at.hour == 23


@pytest.mark.parametrize(
    ("text", "read"),
    [
        *((unit, "1 year") for unit in ("1y", "1 year", "1 Years")),
        *((unit, "2 months") for unit in ("2M", "2 month", "2months")),
        *((unit, "14 days") for unit in ("2w", "2 week", "2 weeks")),
        *((unit, "1 day") for unit in ("1d", "1 day", "1 days")),
        *((unit, "3 hours") for unit in ("3h", "3 hour", "3 hours")),
        *((unit, "4 minutes") for unit in ("4m", "4 minute", "4 minutes")),
        *((unit, "5 seconds") for unit in ("5s", "5 second", "5 seconds")),
        ("1d 12h", "1 day, 12 hours"),
        ("1d, 12h", "1 day, 12 hours"),
        ("1.5h", "1 hour, 30 minutes"),
        ("0.25s", "0.25 seconds"),
        ("-1d", "-1 day"),
        ("0d", "0 seconds"),
        ("1D", "None"),
        ("1d" * 600, "None"),
        ("1d x", "None"),
        ("1 moon", "None"),
        ("d", "None"),
        ("1", "None"),
        ("", "None"),
    ],
)
def test_a_duration_is_read(text: str, read: str) -> None:
    assert str(parse_duration(text)) == read


def test_durations_have_an_order() -> None:
    assert Duration(1) < Duration(0, 31 * 86_400) > Duration(seconds=1)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        ("30s", "in a few seconds"),
        ("-1m", "a minute ago"),
        ("-30m", "30 minutes ago"),
        ("1h", "in an hour"),
        ("-5h", "5 hours ago"),
        ("-1d", "a day ago"),
        ("3d", "in 3 days"),
        ("-30d", "a month ago"),
        ("-90d", "3 months ago"),
        ("-400d", "a year ago"),
        ("4y", "in 4 years"),
    ],
)
def test_how_long_ago(ahead: str, said: str) -> None:
    by = parse_duration(ahead)

    assert by is not None
    assert relative(Moment(NOW + timedelta(seconds=by.total_seconds)), NOW) == said
