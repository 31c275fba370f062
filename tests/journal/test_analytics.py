from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from decimal import Decimal
from typing import Any

import pytest

from kb.journal.analytics import (
    best_and_worst,
    growth_by_day,
    max_drawdown,
    money_figures,
    pnl_by_month,
    time_weighted_return,
    trade_figures,
)
from kb.journal.daily import Closes, equity_by_day
from kb.journal.events import Event
from kb.journal.lots import book
from kb.journal.trades import Trade

Story = Callable[[str], tuple[Event, ...]]
ClosesOf = Callable[[str], Closes]


def plain(*values: Any) -> tuple[Any, ...]:
    """Values to compare with whole numbers: mypy holds a Decimal for never equal to an int."""
    return values


@pytest.fixture(scope="session")
def trades(story: Story) -> Callable[..., tuple[Trade, ...]]:
    """Trades of these results, one a month."""

    def with_results(*results: int) -> tuple[Trade, ...]:
        lines = [
            f"2012-{month:02}-01 fill X 1 100\n2012-{month:02}-03 fill X -1 {100 + pnl}"
            for month, pnl in enumerate(results, start=1)
        ]
        return book(story("\n".join(lines))).trades if lines else ()

    return with_results


def test_figures_of_wins_and_losses(trades: Callable[..., tuple[Trade, ...]]) -> None:
    figures = trade_figures(trades(30, -10, 10, 0))

    assert plain(figures.trades, figures.pnl, figures.hit_rate, figures.expectancy) == (
        4,
        30,
        Decimal("0.5"),
        Decimal("7.5"),
    )
    assert plain(figures.average_win, figures.average_loss, figures.profit_factor) == (20, -10, 4)
    assert figures.average_days == 2


def test_without_losses_there_is_no_average_loss_and_no_profit_factor(trades: Callable[..., tuple[Trade, ...]]) -> None:
    figures = trade_figures(trades(30))

    assert plain(figures.average_loss, figures.profit_factor, figures.average_win, figures.hit_rate) == (
        None,
        None,
        30,
        1,
    )


def test_with_losses_only_the_profit_factor_is_0(trades: Callable[..., tuple[Trade, ...]]) -> None:
    figures = trade_figures(trades(-30, -10))

    assert plain(figures.profit_factor, figures.average_win, figures.hit_rate, figures.expectancy) == (0, None, 0, -20)


def test_no_trades_have_no_figures() -> None:
    figures = trade_figures(())

    assert plain(figures.trades, figures.pnl) == (0, 0)
    assert {figures.hit_rate, figures.expectancy, figures.average_win, figures.average_days} == {None}


def test_best_are_winners_and_worst_are_losers(trades: Callable[..., tuple[Trade, ...]]) -> None:
    best, worst = best_and_worst(trades(30, -10, 10, 0, -20), 2)

    assert [trade.pnl for trade in best] == [30, 10]
    assert [trade.pnl for trade in worst] == [-20, -10]


def test_money_comes_and_goes(story: Story) -> None:
    figures = money_figures(
        story("""
            2012-05-01 deposit 1000
            2012-05-02 fill AAPL 10 20 1
            2012-05-03 dividend AAPL 5
            2012-05-04 interest -2
            2012-05-05 fee 3
            2012-05-06 withdrawal -100
        """)
    )

    assert plain(figures.fees, figures.dividends, figures.interest) == (4, 5, -2)
    assert plain(figures.deposits, figures.withdrawals) == (1000, 100)


def test_pnl_by_day_and_month_is_what_the_marks_made(story: Story, closes: ClosesOf) -> None:
    days = equity_by_day(
        story("2012-05-30 deposit 1000\n2012-05-30 fill AAPL 10 20"),
        closes("2012-05-30 AAPL 21\n2012-05-31 AAPL 24\n2012-06-01 AAPL 23"),
        UTC,
    )

    assert {day.day.isoformat(): day.pnl for day in days} == {"2012-05-30": 10, "2012-05-31": 30, "2012-06-01": -10}
    assert pnl_by_month(days) == {"2012-05": 40, "2012-06": -10}


def test_a_month_with_an_undefined_end_is_undefined(story: Story, closes: ClosesOf) -> None:
    days = equity_by_day(
        story("2012-05-30 fill AAPL 10 20\n2012-05-31 fill IBM 1 200"),
        closes("2012-05-30 AAPL 24\n2012-06-01 AAPL 23\n2012-06-04 IBM 200\n2012-07-02 IBM 201"),
        UTC,
    )

    assert pnl_by_month(days) == {"2012-05": None, "2012-06": None, "2012-07": 1}


def test_growth_leaves_out_what_is_paid_in(story: Story, closes: ClosesOf) -> None:
    days = equity_by_day(
        story("2012-05-01 deposit 1000\n2012-05-01 fill X 100 10\n2012-05-03 deposit 1100"),
        closes("2012-05-01 X 10\n2012-05-02 X 11\n2012-05-03 X 11\n2012-05-04 X 10"),
        UTC,
    )
    growth = growth_by_day(days)

    assert growth is not None
    assert [round(value, 6) for value in growth] == [1, Decimal("1.1"), Decimal("1.1"), Decimal("1.05")]
    assert time_weighted_return(days) == growth[-1] - 1
    assert round(max_drawdown(days) or 0, 6) == Decimal("-0.045455")


def test_a_fall_from_the_first_morning_is_a_drawdown(story: Story, closes: ClosesOf) -> None:
    days = equity_by_day(story("2012-05-01 deposit 1000\n2012-05-01 fill X 100 10"), closes("2012-05-01 X 9"), UTC)

    assert max_drawdown(days) == Decimal("-0.1")


def test_growth_of_no_money_is_undefined(story: Story) -> None:
    days = equity_by_day(story("2012-05-01 interest 5"), {}, UTC)

    assert (growth_by_day(days), time_weighted_return(days), max_drawdown(days)) == (None, None, None)


def test_growth_without_marks_is_undefined(story: Story) -> None:
    assert growth_by_day(equity_by_day(story("2012-05-01 fill X 1 10"), {}, UTC)) is None


def test_growth_of_no_days_is_undefined() -> None:
    assert (time_weighted_return(()), max_drawdown(())) == (None, None)
