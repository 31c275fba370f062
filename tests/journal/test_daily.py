from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import KbError
from kb.journal.analytics import money_figures
from kb.journal.daily import Closes, check_one_currency, closes_by_day, equity_by_day, pnl_over
from kb.journal.events import Event
from kb.journal.lots import book

Story = Callable[[str], tuple[Event, ...]]
ClosesOf = Callable[[str], Closes]


def plain(*values: Any) -> tuple[Any, ...]:
    """Values to compare with whole numbers: mypy holds a Decimal for never equal to an int."""
    return values


def test_equity_is_cash_and_what_is_held_at_the_close(story: Story, closes: ClosesOf) -> None:
    days = equity_by_day(
        story("2012-05-01 deposit 1000\n2012-05-02 fill AAPL 10 20 1\n2012-05-03 fill AAPL -10 25 1"),
        closes("2012-04-30 AAPL 10\n2012-05-01 AAPL 10\n2012-05-02 AAPL 22\n2012-05-03 AAPL 30\n2012-05-04 AAPL 99"),
        UTC,
    )

    assert [plain(day.day.day, day.equity, day.pnl, day.flow) for day in days] == [
        (1, 1000, 0, 1000),
        (2, 1019, 19, 0),
        (3, 1048, 29, 0),
        (4, 1048, 0, 0),
    ]
    assert days[1].held == {"AAPL": 10}


def test_money_paid_in_and_out_is_not_earned(story: Story) -> None:
    days = equity_by_day(story("2012-05-01 deposit 1000\n2012-05-02 withdrawal -300\n2012-05-02 interest 2"), {}, UTC)

    assert [plain(day.equity, day.pnl, day.flow) for day in days] == [(1000, 0, 1000), (702, 2, -300)]
    assert [day.start_equity for day in days] == [0, 1000]


def test_without_any_mark_equity_is_undefined(story: Story, closes: ClosesOf) -> None:
    days = equity_by_day(
        story("2012-05-01 deposit 1000\n2012-05-02 fill AAPL 10 20"),
        closes("2012-05-03 AAPL 22\n2012-05-04 AAPL 23"),
        UTC,
    )

    assert [plain(day.equity, day.pnl, day.start_equity) for day in days] == [
        (1000, 0, 0),
        (None, None, 1000),
        (1020, None, None),
        (1030, 10, 1020),
    ]
    assert pnl_over(days) == 30
    assert (pnl_over(days[:2]), pnl_over(days[2:]), pnl_over(())) == (None, None, None)


def test_a_day_without_a_close_keeps_the_last_one_scaled_by_splits(story: Story, closes: ClosesOf) -> None:
    days = equity_by_day(
        story("2005-02-25 deposit 9000\n2005-02-25 fill AAPL 100 80\n2005-02-26 split AAPL 100\n2005-02-27 interest 1"),
        closes("2005-02-25 AAPL 88"),
        UTC,
    )

    assert [day.equity for day in days] == [9800, 9800, 9801]
    assert days[2].marks == {"AAPL": 44}


def test_a_split_of_nothing_held_or_marked_changes_no_mark(story: Story) -> None:
    days = equity_by_day(
        story("2005-02-25 split AAPL 100\n2005-02-26 fill AAPL 100 80\n2005-02-27 split AAPL 100"),
        {},
        UTC,
    )

    assert [dict(day.held) for day in days] == [{}, {"AAPL": 100}, {"AAPL": 200}]
    assert [day.equity for day in days] == [0, None, None]


def test_the_account_ends_where_asked(story: Story, closes: ClosesOf) -> None:
    days = equity_by_day(story("2012-05-01 deposit 1"), closes("2012-05-02 AAPL 1"), UTC, date(2012, 5, 1))

    assert [day.day for day in days] == [date(2012, 5, 1)]


def test_no_events_are_no_days(closes: ClosesOf) -> None:
    assert equity_by_day((), closes("2012-05-02 AAPL 1"), UTC) == ()


def test_two_currencies_are_not_added(story: Story) -> None:
    dollars, other = story("2012-05-01 deposit 1\n2012-05-02 deposit 1")

    assert (check_one_currency([dollars]), check_one_currency([])) == ("USD", None)
    with pytest.raises(KbError, match="several currencies: EUR, USD"):
        equity_by_day([dollars, replace(other, currency="EUR")], {}, UTC)


def test_closes_are_taken_as_written_and_missing_ones_left_out() -> None:
    times = pd.DatetimeIndex(["2012-05-01T04:00Z", "2012-05-02T04:00Z", "2012-05-02T05:00Z"], name="time")
    bars = pd.DataFrame({"close": [118.56, float("nan"), 0.1]}, index=times)

    assert closes_by_day(bars, UTC) == {date(2012, 5, 1): Decimal("118.56"), date(2012, 5, 2): Decimal("0.1")}


QUANTITIES = st.integers(-50, 50).filter(bool)
CENTS = st.integers(1, 10_000).map(lambda cents: f"{Decimal(cents) / 100}")
SYMBOLS = st.sampled_from(["AAPL", "IBM"])
LINES = st.one_of(
    st.builds("fill {} {} {} {}".format, SYMBOLS, QUANTITIES, CENTS, CENTS),
    st.builds("split {} {}".format, SYMBOLS, QUANTITIES),
    st.builds("dividend {} {}".format, SYMBOLS, CENTS),
    st.builds("deposit {}".format, CENTS),
    st.builds("withdrawal -{}".format, CENTS),
    st.builds("interest {}".format, CENTS),
    st.builds("fee {}".format, CENTS),
)


@settings(deadline=None)
@given(lines=st.lists(LINES, max_size=30), marks=st.tuples(CENTS, CENTS))
def test_trades_open_positions_and_cash_events_add_up_to_the_equity(
    story: Story, lines: list[str], marks: tuple[str, str]
) -> None:
    events = story("2012-05-01 deposit 1000\n" + "\n".join(f"2012-05-02 {line}" for line in lines))
    mark = dict(zip(["AAPL", "IBM"], map(Decimal, marks), strict=True))
    told, money = book(events), money_figures(events)
    charges = money.fees - sum(each.fees for each in told.trades) - sum(each.fees for each in told.positions)

    last = equity_by_day(events, {symbol: {date(2012, 5, 2): mark[symbol]} for symbol in mark}, UTC)[-1]
    made = sum(trade.pnl for trade in told.trades) + sum(each.pnl(mark[each.symbol]) for each in told.positions)
    apart = sum(dividend.amount for dividend in told.dividends_apart)
    total = made + apart + money.interest - charges + money.deposits - money.withdrawals

    assert last.equity is not None
    assert abs(last.equity - total) < Decimal("1e-18")
    assert {each.symbol: each.quantity for each in told.positions} == dict(last.held)
