"""An account day by day: what it held, at which marks, and what each day made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from kb.errors import KbError
from kb.journal.events import ZERO, Deposit, Event, Fill, Split, Withdrawal, in_order
from kb.journal.lots import split_fits
from kb.journal.periods import day_of

if TYPE_CHECKING:
    import pandas as pd

Closes = Mapping[str, Mapping[date, Decimal]]
"""Raw closing prices, by symbol and day."""


@dataclass(frozen=True, slots=True)
class Day:
    """An account at the end of a day.

    Attributes:
        day: The date.
        cash: Money not invested; negative where it is borrowed.
        held: Signed quantities other than 0, by symbol.
        marks: The last raw close of each symbol held; one without any is missing.
        flow: Deposits less withdrawals of the day.
        start_equity: The equity of the day before; 0 on the first.
    """

    day: date
    cash: Decimal
    held: Mapping[str, Decimal]
    marks: Mapping[str, Decimal]
    flow: Decimal
    start_equity: Decimal | None

    @property
    def equity(self) -> Decimal | None:
        """Cash and what is held at its marks; None where a mark is missing."""
        if self.held.keys() - self.marks.keys():
            return None
        return self.cash + sum((quantity * self.marks[symbol] for symbol, quantity in self.held.items()), ZERO)

    @property
    def pnl(self) -> Decimal | None:
        """The change of equity without the flow, net of fees; None where an equity is undefined."""
        return pnl_over([self])


def pnl_over(days: Sequence[Day]) -> Decimal | None:
    """What days that follow each other made: the change of equity without the flows; None for an undefined end or none.

    A day between them that has no mark does no harm.
    """
    if not days:
        return None
    start, end = days[0].start_equity, days[-1].equity
    return None if start is None or end is None else end - start - sum((day.flow for day in days), ZERO)


def closes_by_day(bars: pd.DataFrame, zone: tzinfo) -> dict[date, Decimal]:
    """The last close of each day of raw bars, exactly as written; missing ones are left out.

    A bar counts for the day on which it starts in the zone.
    """
    closes = bars["close"].dropna()
    return {day_of(time, zone): Decimal(repr(float(close))) for time, close in closes.items()}  # type: ignore[arg-type]


def equity_by_day(events: Iterable[Event], closes: Closes, zone: tzinfo, last: date | None = None) -> tuple[Day, ...]:
    """Value an account at the end of every day that has an event or a close, from its first event on.

    A day without a close of what is held takes the last one known, scaled by the splits since.

    Args:
        events: What happened; those of one moment in their order.
        closes: Raw closes of what was traded, by days of the zone.
        zone: Whose days.
        last: The last day wanted; None for all.

    Raises:
        KbError: The account has money in several currencies.
    """
    by_day = {day: tuple(group) for day, group in groupby(in_order(events), lambda event: day_of(event.time, zone))}
    check_one_currency(event for group in by_day.values() for event in group)
    first = min(by_day, default=date.max)
    days = {day for day in by_day.keys() | {day for each in closes.values() for day in each} if day >= first}
    result = [_START]
    for day in sorted(day for day in days if last is None or day <= last):
        result.append(_next(result[-1], day, by_day.get(day, ()), closes))
    return tuple(result[1:])


def check_one_currency(events: Iterable[Event]) -> str | None:
    """The one currency of the events; None where there are none.

    Raises:
        KbError: There are several: kb adds no dollars to euros.
    """
    currencies = sorted({event.currency for event in events})
    if len(currencies) > 1:
        do = "Keep one ledger for each currency."
        raise KbError("This account has money in several currencies", found=", ".join(currencies), do=do)
    return currencies[0] if currencies else None


_START = Day(date.min, ZERO, {}, {}, ZERO, ZERO)


def _next(before: Day, day: date, events: tuple[Event, ...], closes: Closes) -> Day:
    held, marks = dict(before.held), dict(before.marks)
    for event in events:
        if isinstance(event, Split):
            _split(held, marks, event)
        elif isinstance(event, Fill):
            held[event.symbol] = held.get(event.symbol, ZERO) + event.quantity
    held = {symbol: quantity for symbol, quantity in held.items() if quantity}
    marks |= {symbol: closes[symbol][day] for symbol in held if day in closes.get(symbol, {})}
    marks = {symbol: mark for symbol, mark in marks.items() if symbol in held}
    cash = before.cash + sum((event.cash_change for event in events), ZERO)
    flow = sum((event.cash_change for event in events if isinstance(event, Deposit | Withdrawal)), ZERO)
    return Day(day, cash, held, marks, flow, before.equity)


def _split(held: dict[str, Decimal], marks: dict[str, Decimal], split: Split) -> None:
    old = held.get(split.symbol, ZERO)
    if split_fits(old, split):
        held[split.symbol] = old + split.quantity
        if split.symbol in marks:
            marks[split.symbol] *= old / held[split.symbol]
