from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kb.errors import KbError
from kb.journal.periods import day_of, parse_period, parse_zone


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("all", date.min, date.max),
    ],
)
def test_a_period_is_a_year_a_month_or_all(text: str, first: date, last: date) -> None:
    period = parse_period(text)

    assert (period.name, period.first, period.last) == (text, first, last)
    assert first in period
    assert last in period


def test_the_next_day_is_outside() -> None:
    assert date(2012, 6, 1) not in parse_period("2012-05")


@pytest.mark.parametrize("text", ["", "2012-13", "2012-5", "0000", "2012-05-01", "ALL", "May 2012"])
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(KbError, match="This is not a period"):
        parse_period(text)


def test_a_day_is_the_date_in_the_zone() -> None:
    evening = datetime.fromisoformat("2012-05-01T20:30:00-04:00")

    assert day_of(evening, UTC) == date(2012, 5, 2)
    assert day_of(evening, parse_zone("America/New_York")) == date(2012, 5, 1)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(KbError, match="no such time zone: New York"):
        parse_zone("New York")
