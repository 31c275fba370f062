"""Figures of a journal: what trades, days and events add up to. What is undefined is None."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from kb.journal.daily import Day, pnl_over
from kb.journal.events import ZERO, Charge, Deposit, Dividend, Event, Fill, Interest, Withdrawal
from kb.journal.trades import Trade


@dataclass(frozen=True, slots=True)
class TradeFigures:
    """What closed trades show; money net of fees.

    Attributes:
        trades: How many.
        pnl: Their sum.
        hit_rate: The fraction with a pnl above 0.
        expectancy: The average pnl.
        average_win: The average pnl of those above 0.
        average_loss: The average pnl of those below 0, a negative number.
        profit_factor: Sum of the wins over the unsigned sum of the losses; None without losses.
        average_days: How long they took, on average, in calendar days.
    """

    trades: int
    pnl: Decimal
    hit_rate: Decimal | None
    expectancy: Decimal | None
    average_win: Decimal | None
    average_loss: Decimal | None
    profit_factor: Decimal | None
    average_days: Decimal | None


def trade_figures(trades: Sequence[Trade]) -> TradeFigures:
    """Figures of closed trades."""
    results = [trade.pnl for trade in trades]
    wins = [pnl for pnl in results if pnl > 0]
    losses = [pnl for pnl in results if pnl < 0]
    return TradeFigures(
        trades=len(trades),
        pnl=sum(results, ZERO),
        hit_rate=_ratio(Decimal(len(wins)), Decimal(len(trades))),
        expectancy=_mean(results),
        average_win=_mean(wins),
        average_loss=_mean(losses),
        profit_factor=_ratio(sum(wins, ZERO), -sum(losses, ZERO)),
        average_days=_mean([Decimal((trade.closed - trade.opened).total_seconds()) / 86400 for trade in trades]),
    )


def best_and_worst(trades: Iterable[Trade], most: int) -> tuple[tuple[Trade, ...], tuple[Trade, ...]]:
    """Up to so many winners, best first, and so many losers, worst first."""
    ranked = sorted(trades, key=lambda trade: trade.pnl)
    winners = tuple(trade for trade in reversed(ranked) if trade.pnl > 0)
    losers = tuple(trade for trade in ranked if trade.pnl < 0)
    return winners[:most], losers[:most]


@dataclass(frozen=True, slots=True)
class MoneyFigures:
    """What moved an account's cash, apart from prices.

    Attributes:
        fees: Fees of fills and of the account, a positive cost.
        dividends: Dividends received, less those paid on shorts.
        interest: Interest received, less that paid.
        deposits: Money paid in.
        withdrawals: Money taken out, positive.
    """

    fees: Decimal
    dividends: Decimal
    interest: Decimal
    deposits: Decimal
    withdrawals: Decimal


def money_figures(events: Sequence[Event]) -> MoneyFigures:
    """Sums of the events' money."""

    def total(kind: type[Event]) -> Decimal:
        return sum((event.cash_change for event in events if isinstance(event, kind)), ZERO)

    return MoneyFigures(
        fees=sum((event.fee for event in events if isinstance(event, Fill | Charge)), ZERO),
        dividends=total(Dividend),
        interest=total(Interest),
        deposits=total(Deposit),
        withdrawals=-total(Withdrawal),
    )


def pnl_by_month(days: Iterable[Day]) -> dict[str, Decimal | None]:
    """What each month made at its marks, realised and not, by `YYYY-MM`; None where an end of it is undefined."""
    return {month: pnl_over(tuple(each)) for month, each in groupby(days, lambda day: day.day.isoformat()[:7])}


def time_weighted_return(days: Sequence[Day]) -> Decimal | None:
    """Growth of one unit of money over the days, without what was paid in and out, less 1.

    Each day's return is its pnl over the equity it began with plus its flow: money paid in works from the morning on.
    None where a day's equity is undefined or not above 0.
    """
    growth = growth_by_day(days)
    return growth[-1] - 1 if growth else None


def max_drawdown(days: Sequence[Day]) -> Decimal | None:
    """The deepest fall of `growth_by_day` from its peak, a fraction <= 0; the first morning counts as a peak."""
    peak, deepest = Decimal(1), ZERO
    growth = growth_by_day(days)
    for value in growth or ():
        peak = max(peak, value)
        deepest = min(deepest, value / peak - 1)
    return deepest if growth else None


def growth_by_day(days: Sequence[Day]) -> tuple[Decimal, ...] | None:
    """What one unit of money became by the end of each day; None where a day's return is undefined."""
    growth: list[Decimal] = []
    for day in days:
        base = None if day.start_equity is None else day.start_equity + day.flow
        if day.pnl is None or base is None or base <= 0:
            return None
        growth.append((growth[-1] if growth else Decimal(1)) * (1 + day.pnl / base))
    return tuple(growth)


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return _ratio(sum(values, ZERO), Decimal(len(values)))


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole if whole else None
