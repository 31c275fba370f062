"""Tables of a journal as people read them: money to the cent, prices to six digits, dates in the journal's zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from decimal import Decimal
from typing import Any

import pandas as pd

from kb.journal.analytics import trade_figures
from kb.journal.events import ZERO, Dividend, Event, Fill
from kb.journal.periods import day_of
from kb.journal.rows import kind_of
from kb.journal.trades import Position, Trade


def money(value: Decimal | None) -> str | None:
    """Money to the cent, like `-1,234.50`."""
    return None if value is None else f"{value:z,.2f}"


def percent(fraction: Decimal | None) -> str | None:
    """A fraction as percent, like `-12.3%`."""
    return None if fraction is None else f"{100 * fraction:z.1f}%"


def trades_table(trades: Iterable[Trade], zone: tzinfo) -> pd.DataFrame:
    """A row for each trade, in the order given."""
    columns = ["Symbol", "Side", "Opened", "Closed", "Quantity", "Entry", "Exit", "Dividends", "Fees", "P&L", "Return"]
    rows = [
        [
            trade.symbol,
            trade.side,
            day_of(trade.opened, zone).isoformat(),
            day_of(trade.closed, zone).isoformat(),
            _quantity(abs(trade.quantity)),
            _price(trade.entry_price),
            _price(trade.exit_price),
            money(trade.dividends),
            money(trade.fees),
            money(trade.pnl),
            percent(trade.return_on_entry),
        ]
        for trade in trades
    ]
    return _frame(columns, rows)


def positions_table(positions: Iterable[Position], marks: Mapping[str, Decimal], zone: tzinfo) -> pd.DataFrame:
    """A row for each open position, valued at the marks; without one it has no value and no P&L."""
    columns = ["Symbol", "Side", "Opened", "Quantity", "Cost each", "Mark", "Value", "Dividends", "Fees", "P&L so far"]
    rows = []
    for position in positions:
        mark = marks.get(position.symbol)
        rows.append(
            [
                position.symbol,
                position.side,
                day_of(position.opened, zone).isoformat(),
                _quantity(abs(position.quantity)),
                _price(position.cost / position.quantity),
                _price(mark),
                money(None if mark is None else position.quantity * mark),
                money(position.dividends),
                money(position.fees),
                money(None if mark is None else position.pnl(mark)),
            ]
        )
    return _frame(columns, rows)


def symbols_table(trades: Sequence[Trade], events: Sequence[Event]) -> pd.DataFrame:
    """A row for each symbol: its closed trades, and the fees and dividends of the events."""
    columns = ["Symbol", "Trades", "Hit rate", "P&L of trades", "Dividends booked", "Fees paid"]
    touched = {event.symbol for event in events if isinstance(event, Fill | Dividend)}
    rows = []
    for symbol in sorted(touched | {trade.symbol for trade in trades}):
        figures = trade_figures([trade for trade in trades if trade.symbol == symbol])
        dividends = (event.amount for event in events if isinstance(event, Dividend) and event.symbol == symbol)
        fees = (event.fee for event in events if isinstance(event, Fill) and event.symbol == symbol)
        rows.append(
            [
                symbol,
                figures.trades,
                percent(figures.hit_rate),
                money(figures.pnl),
                money(sum(dividends, ZERO)),
                money(sum(fees, ZERO)),
            ]
        )
    return _frame(columns, rows)


def events_table(events: Iterable[Event], zone: tzinfo) -> pd.DataFrame:
    """A row for each event: the day, what it was, its numbers, and what it did to the cash."""
    columns = ["Day", "What", "Symbol", "Quantity", "Price", "Cash", "Note"]
    rows = [
        [
            day_of(event.time, zone).isoformat(),
            kind_of(event),
            getattr(event, "symbol", ""),
            _quantity(getattr(event, "quantity", None)),
            _price(getattr(event, "price", None)),
            money(event.cash_change),
            event.note,
        ]
        for event in events
    ]
    return _frame(columns, rows)


def _frame(columns: list[str], rows: list[list[Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _price(value: Decimal | None) -> str | None:
    """Six digits, and never fewer decimals than cents."""
    return None if value is None else max(f"{value:,.2f}", f"{value:,.6g}", key=len)


def _quantity(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():,f}"
