"""Round trips, flat to flat in one instrument, with what each earned net of everything charged for it.

A trade begins with the fill that leaves flat or crosses zero and ends with the fill that returns to flat or crosses
zero; buying or selling more in between belongs to it. Its `return` is its profit, net of its costs and financing, as a
fraction of the equity at its entry: with one instrument, the product of (1 + return) over closed trades is the equity.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kb.strategies.book import Array, Book

Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.intp]


COLUMNS = ["symbol", "side", "entry_time", "exit_time", "entry_price", "exit_price", "bars", "return"]


def closed_trades(book: Book, opens: pd.DataFrame, closes: pd.DataFrame) -> pd.DataFrame:
    """The closed trades by exit time: symbol, side, entry and exit time and price, bars held, return.

    Prices are the opens of the first and the last fill. Where everything is lost, what is held ends with that bar, at
    its close.
    """
    side = np.sign(book.held)
    previous = np.vstack([np.zeros_like(side[:1]), side[:-1]])
    begins, ends = (side != 0) & (side != previous), (previous != 0) & (side != previous)
    old, new, base = _earned(book, ends)
    tables = []
    for column, symbol in enumerate(opens.columns):
        entries, exits = (np.flatnonzero(flags[:, column]) for flags in (begins, ends))
        earned = _by_trade(begins[:, column], side[:, column], old[:, column], new[:, column])
        trades = _filled(entries, exits, opens[symbol], closes[symbol].iloc[: len(side)], is_lost=book.is_lost)
        entries, earned = entries[: len(trades)], earned[: len(trades)]
        sides = np.where(side[entries, column] > 0, "long", "short")
        tables.append(trades.assign(symbol=symbol, side=sides, **{"return": earned / base[entries]}))
    return pd.concat(tables).sort_values("exit_time", kind="stable", ignore_index=True)[COLUMNS]


def _filled(entries: Rows, exits: Rows, opens: pd.Series, closes: pd.Series, *, is_lost: bool) -> pd.DataFrame:
    """Times, prices and length of the trades that are closed, by the rows of entry and exit."""
    prices = opens.to_numpy()[exits]
    if is_lost and len(exits) < len(entries):
        exits, prices = np.append(exits, len(closes) - 1), np.append(prices, closes.iloc[-1])
    entries = entries[: len(exits)]
    return pd.DataFrame(
        {
            "entry_time": opens.index[entries],
            "exit_time": opens.index[exits],
            "entry_price": opens.to_numpy()[entries],
            "exit_price": prices,
            "bars": exits - entries,
        }
    )


def count_open(book: Book) -> int:
    """How many positions are held after the last bar."""
    return 0 if book.is_lost else int(np.count_nonzero(book.held[-1]))


def _earned(book: Book, ends: Flags) -> tuple[Array, Array, Array]:
    """What each bar earned, by instrument, on what was held before its fill and on what was held after.

    The two add up to the change of equity, row by row. The third is the equity with which a trade begins.
    """
    start = np.concatenate([[1.0], book.equity[:-1]])
    at_open = start * book.overnight
    filled = at_open * (1.0 - book.costs)
    closing = np.where(ends, np.abs(book.at_open), 0.0)
    costs = (at_open * book.cost_rate)[:, np.newaxis]
    old = start[:, np.newaxis] * book.before * (book.night - 1.0) - costs * closing
    new = filled[:, np.newaxis] * book.held * (book.day - 1.0) - costs * (book.traded - closing)
    new -= (filled * book.intraday)[:, np.newaxis] * book.financing
    if book.is_lost:
        _cap_loss(old[-1], new[-1], start[-1])
    return old, new, at_open - (costs * closing).sum(axis=1)


def _cap_loss(old: Array, new: Array, equity: Any) -> None:
    """Nobody loses more than all: scale what the last bar earned, in place, to minus the equity it began with."""
    last, rest = (new, old) if new.any() else (old, new)
    last *= (-equity - rest.sum()) / last.sum()


def _by_trade(begins: Flags, side: Array, old: Array, new: Array) -> Array:
    """Add up what each trade of one instrument earned, open ones last."""
    trade = np.cumsum(begins)  # 0 before the first
    earlier = np.concatenate([[0], trade[:-1]])
    count = int(trade[-1]) + 1
    total: Array = 1.0 * np.bincount(earlier, old, count) + np.bincount(trade, np.where(side != 0, new, 0.0), count)
    return total[1:]
