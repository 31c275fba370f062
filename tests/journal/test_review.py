from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date
from typing import Any

from kb.journal.daily import Closes
from kb.journal.events import Event
from kb.journal.periods import parse_period
from kb.journal.review import review

Story = Callable[[str], tuple[Event, ...]]


def plain(*values: Any) -> tuple[Any, ...]:
    """Values to compare with whole numbers: mypy holds a Decimal for never equal to an int."""
    return values


ACCOUNT = """
    2012-04-02 deposit 1000
    2012-04-02 fill AAPL 10 20 1
    2012-05-03 fill AAPL -10 25 1
    2012-05-04 fill IBM 1 200
    2012-06-04 fill IBM -1 250
"""
CLOSES = """
    2012-04-02 AAPL 20
    2012-04-30 AAPL 24
    2012-05-31 IBM 210
    2012-06-04 IBM 250
"""


def test_a_month_shows_what_closed_in_it_and_what_was_open_at_its_end(
    story: Story, closes: Callable[[str], Closes]
) -> None:
    seen = review(story(ACCOUNT), closes(CLOSES), parse_period("2012-05"), UTC)

    assert [trade.symbol for trade in seen.trades] == ["AAPL"]
    assert [position.symbol for position in seen.book.positions] == ["IBM"]
    assert [day.day for day in seen.days] == [date(2012, 5, 3), date(2012, 5, 4), date(2012, 5, 31)]
    assert plain(seen.trade_figures.pnl, seen.money_figures.fees, seen.money_figures.deposits) == (48, 1, 0)
    assert plain(seen.pnl, seen.marks["IBM"]) == (19, 210)
    assert plain(seen.days[0].start_equity, seen.days[-1].equity) == (1039, 1058)


def test_all_holds_everything(story: Story, closes: Callable[[str], Closes]) -> None:
    seen = review(story(ACCOUNT), closes(CLOSES), parse_period("all"), UTC)

    assert plain(len(seen.trades), seen.book.positions, seen.trade_figures.pnl) == (2, (), 98)


def test_a_period_before_the_first_event_is_empty(story: Story, closes: Callable[[str], Closes]) -> None:
    seen = review(story(ACCOUNT), closes(CLOSES), parse_period("2011"), UTC)

    assert plain(seen.days, seen.trades, seen.trade_figures.hit_rate) == ((), (), None)
    assert (seen.pnl, dict(seen.marks)) == (None, {})
