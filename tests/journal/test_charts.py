"""The equity of a journal as a chart: its days, its start, and gaps where it is undefined."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

import pytest

from kb.journal.charts import equity_chart
from kb.journal.daily import Closes
from kb.journal.events import Event
from kb.journal.periods import parse_period
from kb.journal.review import Review, review

ACCOUNT = "2011-12-30 deposit 1000\n2012-05-02 fill X 100 10"


@pytest.fixture
def look(story: Callable[[str], tuple[Event, ...]], closes: Callable[[str], Closes]) -> Callable[..., Review]:
    def at(period: str, account: str = ACCOUNT) -> Review:
        return review(story(account), closes("2012-05-02 X 12\n2012-05-03 X 11"), parse_period(period), UTC)

    return at


def test_each_day_has_its_equity_and_that_of_the_start(look: Callable[..., Review]) -> None:
    chart = equity_chart(look("2012-05"), "USD")

    assert chart["title"]["text"] == "Equity in USD, May 2012"
    assert chart["data"]["values"].splitlines() == ["time,y0,y1", "2012-05-02,1200,1000", "2012-05-03,1100,1000"]


def test_an_account_that_began_with_nothing_has_no_line_at_the_start(look: Callable[..., Review]) -> None:
    chart = equity_chart(look("2011"), "USD")

    assert chart["data"]["values"].splitlines() == ["time,y0", "2011-12-30,1000"]


def test_undefined_equity_is_a_gap(look: Callable[..., Review]) -> None:
    chart = equity_chart(look("2012-05", "2012-05-01 fill Y 1 10"), "USD")

    assert chart["data"]["values"].splitlines()[1] == "2012-05-01,"
