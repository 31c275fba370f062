"""From events to trades: round trips, flat to flat, of each instrument, at average cost.

A trade's pnl does not depend on the cost method: all its lots are closed. Average cost decides only which part of an
open position's result is realised. Where one fill both closes and opens (a reversal), its fee is shared by quantity.
Dividends belong to the position that is open when they are booked; those of no open position are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from kb.journal.events import Dividend, Event, Fill, Split, in_order
from kb.journal.trades import Position, Trade
from kb.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Book:
    """Events as trades.

    Attributes:
        trades: Closed ones, in order of closing.
        positions: Open ones, in order of opening.
        dividends_apart: Dividends booked while their instrument was not held.
        problems: Splits that fit no position; they change nothing.
    """

    trades: tuple[Trade, ...]
    positions: tuple[Position, ...]
    dividends_apart: tuple[Dividend, ...]
    problems: tuple[Problem, ...]


def book(events: Iterable[Event]) -> Book:
    """Follow each instrument from flat to flat; events of one moment happen in the order given."""
    held: dict[tuple[str, str], Position] = {}
    trades: list[Trade] = []
    apart: list[Dividend] = []
    problems: list[Problem] = []
    for event in in_order(events):
        if isinstance(event, Fill):
            trades += _filled(held, event)
        elif isinstance(event, Dividend):
            apart += _paid(held, event)
        elif isinstance(event, Split):
            problems += _split(held, event)
    positions = tuple(sorted(held.values(), key=lambda position: position.opened))
    return Book(tuple(trades), positions, tuple(apart), tuple(problems))


def split_fits(held: Decimal, split: Split) -> bool:
    """Whether a split can happen to what is held: it keeps a position, and its side."""
    return held * (held + split.quantity) > 0


def _filled(held: dict[tuple[str, str], Position], fill: Fill) -> list[Trade]:
    key = (fill.symbol, fill.currency)
    position = held.pop(key, None)
    trades = []
    if position and position.quantity * fill.quantity < 0:
        closing, rest = _parted(fill, -position.quantity)
        position = _closed(position, closing)
        if position.quantity:
            held[key] = position
        else:
            trades.append(_trade(position))
        if rest is None:
            return trades
        fill, position = rest, None
    start = Position(symbol=fill.symbol, currency=fill.currency, opened=fill.time, changed=fill.time)
    held[key] = _opened(position or start, fill)
    return trades


def _parted(fill: Fill, most: Decimal) -> tuple[Fill, Fill | None]:
    """The part of a fill that closes at most so much, and the rest; the fee is shared by quantity."""
    if abs(fill.quantity) <= abs(most):
        return fill, None
    fee = fill.fee * most / fill.quantity
    return replace(fill, quantity=most, fee=fee), replace(fill, quantity=fill.quantity - most, fee=fill.fee - fee)


def _opened(position: Position, fill: Fill) -> Position:
    value = fill.quantity * fill.price
    return replace(
        position,
        changed=fill.time,
        quantity=position.quantity + fill.quantity,
        cost=position.cost + value,
        opened_quantity=position.opened_quantity + fill.quantity,
        opened_value=position.opened_value + value,
        fees=position.fees + fill.fee,
        fills=position.fills + 1,
    )


def _closed(position: Position, fill: Fill) -> Position:
    left = position.quantity + fill.quantity
    return replace(
        position,
        changed=fill.time,
        quantity=left,
        cost=position.cost * left / position.quantity,
        closed_quantity=position.closed_quantity - fill.quantity,
        closed_value=position.closed_value - fill.quantity * fill.price,
        fees=position.fees + fill.fee,
        fills=position.fills + 1,
    )


def _trade(position: Position) -> Trade:
    return Trade(
        symbol=position.symbol,
        currency=position.currency,
        side=position.side,
        opened=position.opened,
        closed=position.changed,
        quantity=position.opened_quantity,
        entry_value=position.opened_value,
        exit_value=position.closed_value,
        fees=position.fees,
        dividends=position.dividends,
        fills=position.fills,
    )


def _paid(held: dict[tuple[str, str], Position], dividend: Dividend) -> list[Dividend]:
    key = (dividend.symbol, dividend.currency)
    if key not in held:
        return [dividend]
    held[key] = replace(held[key], dividends=held[key].dividends + dividend.amount)
    return []


def _split(held: dict[tuple[str, str], Position], split: Split) -> list[Problem]:
    key = (split.symbol, split.currency)
    old = held[key].quantity if key in held else Decimal(0)
    if not split_fits(old, split):
        found = f"{split.native_id}: {split.quantity:f} {split.symbol} while {old:f} were held"
        do = "It changes nothing. Correct its quantity or time; fills before it may be missing."
        return [Problem("ledger-split", "This split fits no position", do, found=found)]
    new = old + split.quantity
    held[key] = replace(
        held[key],
        quantity=new,
        opened_quantity=held[key].opened_quantity * new / old,
        closed_quantity=held[key].closed_quantity * new / old,
    )
    return []
