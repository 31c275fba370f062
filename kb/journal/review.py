"""One account over one period: everything that a journal note shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from kb.journal.analytics import MoneyFigures, TradeFigures, money_figures, trade_figures
from kb.journal.daily import Closes, Day, equity_by_day
from kb.journal.events import Event
from kb.journal.lots import Book, Trade, book
from kb.journal.periods import Period, day_of


@dataclass(frozen=True, slots=True)
class Review:
    """An account over a period.

    Attributes:
        period: Which days.
        days: The account at the end of each of its days, marked to market.
        trades: Those closed in the period, in order of closing.
        book: All trades and the open positions as of the period's end.
        trade_figures: Figures of `trades`.
        money_figures: Cash that came and went in the period.
    """

    period: Period
    days: tuple[Day, ...]
    trades: tuple[Trade, ...]
    book: Book
    trade_figures: TradeFigures
    money_figures: MoneyFigures


def review(events: Sequence[Event], closes: Closes, period: Period, zone: tzinfo) -> Review:
    """Look at an account over a period: what happened after its end plays no part.

    Args:
        events: What happened; those of one moment in their order.
        closes: Raw closes of what was traded.
        period: Which days.
        zone: Whose days.

    Raises:
        KbError: The account has money in several currencies.
    """
    known = [event for event in events if day_of(event.time, zone) <= period.last]
    as_of = book(known)
    trades = tuple(trade for trade in as_of.trades if day_of(trade.closed, zone) in period)
    return Review(
        period=period,
        days=tuple(day for day in equity_by_day(known, closes, zone, period.last) if day.day in period),
        trades=trades,
        book=as_of,
        trade_figures=trade_figures(trades),
        money_figures=money_figures([event for event in known if day_of(event.time, zone) in period]),
    )
