"""One account over one period: everything that a journal note shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal

from kb.journal.analytics import MoneyFigures, TradeFigures, money_figures, trade_figures
from kb.journal.daily import Closes, Day, equity_by_day, pnl_over
from kb.journal.events import Event, in_order
from kb.journal.lots import Book, book
from kb.journal.periods import Period, day_of
from kb.journal.trades import Trade


@dataclass(frozen=True, slots=True)
class Review:
    """An account over a period.

    Attributes:
        period: Which days.
        events: What happened in the period, in order.
        days: The account at the end of each of its days, marked to market.
        trades: Those closed in the period, in order of closing.
        book: All trades and the open positions as of the period's end.
        trade_figures: Figures of `trades`.
        money_figures: Cash that came and went in the period.
    """

    period: Period
    events: tuple[Event, ...]
    days: tuple[Day, ...]
    trades: tuple[Trade, ...]
    book: Book
    trade_figures: TradeFigures
    money_figures: MoneyFigures

    @property
    def pnl(self) -> Decimal | None:
        """What the account made over the period, marked to market and net of fees; None where an end is undefined."""
        return pnl_over(self.days)

    @property
    def marks(self) -> Mapping[str, Decimal]:
        """The last close of each symbol that is held at the period's end; nothing where the period has no days."""
        return self.days[-1].marks if self.days else {}


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
    known = [event for event in in_order(events) if day_of(event.time, zone) <= period.last]
    inside = tuple(event for event in known if day_of(event.time, zone) in period)
    as_of = book(known)
    trades = tuple(trade for trade in as_of.trades if day_of(trade.closed, zone) in period)
    return Review(
        period=period,
        events=inside,
        days=tuple(day for day in equity_by_day(known, closes, zone, period.last) if day.day in period),
        trades=trades,
        book=as_of,
        trade_figures=trade_figures(trades),
        money_figures=money_figures(inside),
    )
