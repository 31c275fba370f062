from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from kb.journal.events import Event
from kb.journal.lots import book

Story = Callable[[str], tuple[Event, ...]]


def numbers(*values: Decimal) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def test_a_round_trip_is_a_trade_net_of_fees(story: Story) -> None:
    told = book(story("2012-05-01 fill AAPL 10 20 1\n2012-05-08 fill AAPL -10 25 1"))

    [trade] = told.trades
    assert numbers(trade.quantity, trade.gross_pnl, trade.fees, trade.pnl) == (10, 50, 2, 48)
    assert numbers(trade.entry_price, trade.exit_price) == (20, 25)
    assert (trade.side, trade.fills) == ("long", 2)
    assert trade.return_on_entry == Decimal("0.24")
    assert told.positions == ()


def test_a_short_earns_when_the_price_falls(story: Story) -> None:
    [trade] = book(story("2012-05-01 fill AAPL -10 25\n2012-05-08 fill AAPL 10 20")).trades

    assert numbers(trade.quantity, trade.entry_price, trade.exit_price, trade.pnl) == (-10, 25, 20, 50)
    assert trade.side == "short"


def test_scaling_in_and_out_is_one_trade(story: Story) -> None:
    [trade] = book(
        story("""
            2012-05-01 fill AAPL 10 20
            2012-05-02 fill AAPL 10 30
            2012-05-03 fill AAPL -5 40
            2012-05-04 fill AAPL -15 20
        """)
    ).trades

    assert numbers(trade.quantity, trade.entry_price, trade.exit_price, trade.pnl) == (20, 25, 25, 0)
    assert trade.fills == 4


def test_a_partial_close_leaves_an_open_position_at_average_cost(story: Story) -> None:
    told = book(story("2012-05-01 fill AAPL 10 20 1\n2012-05-02 fill AAPL 10 30 1\n2012-05-03 fill AAPL -5 40 1"))

    [position] = told.positions
    mark = Decimal(50)
    assert told.trades == ()
    assert numbers(position.quantity, position.cost, position.entry_price) == (15, 375, 25)
    assert position.unrealised_pnl(mark) == 375
    assert position.price_pnl(mark) - position.unrealised_pnl(mark) == 75
    assert position.pnl(mark) == 447


def test_a_reversal_closes_one_trade_and_opens_the_next_sharing_its_fee(story: Story) -> None:
    told = book(story("2012-05-01 fill AAPL 10 20\n2012-05-02 fill AAPL -30 25 3"))

    [trade], [position] = told.trades, told.positions
    assert numbers(trade.quantity, trade.pnl, trade.fees) == (10, 49, 1)
    assert numbers(position.quantity, position.cost, position.fees) == (-20, -500, 2)
    assert (trade.side, position.side) == ("long", "short")


def test_a_split_changes_quantity_and_price_but_no_money(story: Story) -> None:
    [trade] = book(
        story("""
            2005-02-01 fill AAPL 100 80
            2005-02-02 fill AAPL -50 84
            2005-02-28 split AAPL 50
            2005-03-01 fill AAPL -100 45
        """)
    ).trades

    assert numbers(trade.quantity, trade.entry_price, trade.exit_price) == (200, 40, 43.5)
    assert trade.pnl == 50 * 84 + 100 * 45 - 100 * 80


def test_a_reverse_split_of_a_short_keeps_what_it_is_worth(story: Story) -> None:
    told = book(story("2012-05-01 fill C -90 4\n2012-05-09 split C 80"))

    [position] = told.positions
    assert numbers(position.quantity, position.entry_price, position.pnl(Decimal(36))) == (-10, 36, 0)


@pytest.mark.parametrize("split", ["split AAPL 10", "split IBM 10", "split AAPL 5"])
def test_a_split_that_fits_no_position_changes_nothing_and_is_reported(story: Story, split: str) -> None:
    told = book(story(f"2012-05-01 fill AAPL -5 20\n2012-05-02 {split}"))

    [problem] = told.problems
    assert problem.rule == "ledger-split"
    assert "e1: " in problem.found
    assert told.positions[0].quantity == -5


def test_a_dividend_is_income_of_the_open_position(story: Story) -> None:
    told = book(story("2012-05-01 fill IBM 10 200\n2012-05-08 dividend IBM 8.50\n2012-05-09 fill IBM -10 200"))

    assert (told.trades[0].dividends, told.trades[0].pnl) == (Decimal("8.50"), Decimal("8.50"))


def test_a_dividend_of_nothing_held_is_kept_apart(story: Story) -> None:
    told = book(story("2012-05-08 dividend IBM 8.50"))

    assert [dividend.amount for dividend in told.dividends_apart] == [Decimal("8.50")]


def test_a_trade_that_cost_nothing_has_no_return(story: Story) -> None:
    [trade] = book(story("2012-05-01 fill X 10 0\n2012-05-02 fill X -10 1")).trades

    assert trade.return_on_entry is None


def test_no_events_are_an_empty_book() -> None:
    told = book(())

    assert (told.trades, told.positions, told.dividends_apart, told.problems) == ((), (), (), ())
