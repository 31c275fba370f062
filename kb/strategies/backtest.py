"""A vectorised backtest: targets decided at a close are filled at the next open.

Rules, the same for one instrument and for several:

- The target decided at the close of bar t is filled at the open of bar t+1. The old weights earn from the close to that
  open, the new ones from that open to the close. A target decided at the last close is never filled.
- Rebalancing: at *every* open, every instrument is brought to its target weight of the equity at that open. Between
  opens weights drift with prices; the drift is traded back and pays costs. All in (1) and flat (0) do not drift.
- Cost: `cost_bps` / 10,000 of the traded value, sum of |target - drifted weight| over the instruments.
- Financing: at every close, `financing_bps_per_year` / 10,000 / `periods_per_year` of the financed value: the shorts,
  plus what the longs exceed the equity by. One bar is one period, whatever the calendar says. Cash earns nothing.
- Costs and financing are taken from the equity with the weights unchanged, as if raised from all positions alike.
- Lost is lost: equity that reaches zero stays there, and nothing is held any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from kb.errors import KbError
from kb.strategies.book import Array, Book, walk
from kb.strategies.trades import closed_trades, count_open

BPS = 1e-4


@dataclass(frozen=True, slots=True)
class Backtest:
    """What a strategy would have earned.

    Attributes:
        returns: Simple, per bar, net of costs and financing; one less than bars, as the first bar only decides.
        gross_returns: The same without costs and financing.
        equity: Net, 1.0 at the first bar's close; one for each bar.
        positions: Weight of equity held from each bar's open fill, one column a symbol; the first row is flat.
        turnover: Traded value at each bar's open, bought plus sold, as a fraction of equity.
        costs: Trading costs at each bar's open, as a fraction of equity.
        financing: Financing at each bar's close, as a fraction of equity.
        trades: Closed trades, flat to flat in one instrument, by exit; see `kb.strategies.trades`.
        open_trades: Trades still open after the last bar; they are not in `trades`.
        periods_per_year: Bars in a year, as given.
    """

    returns: pd.Series
    gross_returns: pd.Series
    equity: pd.Series
    positions: pd.DataFrame
    turnover: pd.Series
    costs: pd.Series
    financing: pd.Series
    trades: pd.DataFrame
    open_trades: int
    periods_per_year: float


def backtest_bars(
    bars: pd.DataFrame,
    targets: pd.Series,
    *,
    periods_per_year: float,
    cost_bps: float,
    financing_bps_per_year: float = 0.0,
    symbol: str = "",
) -> Backtest:
    """Backtest one instrument: see `backtest_portfolio`."""
    return backtest_portfolio(
        {symbol: bars},
        targets.to_frame(symbol),
        periods_per_year=periods_per_year,
        cost_bps=cost_bps,
        financing_bps_per_year=financing_bps_per_year,
    )


def backtest_portfolio(
    bars: Mapping[str, pd.DataFrame],
    targets: pd.DataFrame,
    *,
    periods_per_year: float,
    cost_bps: float,
    financing_bps_per_year: float = 0.0,
) -> Backtest:
    """Backtest weights over several instruments by the rules at the head of this module.

    Args:
        bars: `open` and `close` by symbol, adjusted for splits and dividends where there are such.
        targets: Weights of equity, one column a symbol, indexed by times at which every instrument has a bar.
        periods_per_year: Bars in a year: 252 for daily stocks, 365 for daily crypto, 12 for monthly.
        cost_bps: Cost of trading, in hundredths of a percent of the traded value.
        financing_bps_per_year: Yearly cost of shorts and leverage, in hundredths of a percent of the financed value.

    Raises:
        KbError: No bars, a target that is missing or not finite, a price that is not positive, a cost below zero, or
            charges that take the whole equity at once.
    """
    _check_charges(periods_per_year, cost_bps, financing_bps_per_year)
    _check_targets(targets)
    opens, closes = (_prices(bars, targets, column) for column in ("open", "close"))
    book = walk(
        opens.to_numpy(),
        closes.to_numpy(),
        targets.to_numpy(float),
        cost_bps * BPS,
        financing_bps_per_year * BPS / periods_per_year,
    )
    _check_charged(book, targets.index)
    return _result(book, opens, closes, periods_per_year)


def in_time_zone(result: Backtest, zone: str) -> Backtest:
    """The same backtest with its times in another zone, like that of the exchange, whose days people read."""
    indexed = [
        field.name for field in fields(result) if field.name not in ("trades", "open_trades", "periods_per_year")
    ]
    moved = {name: getattr(result, name).tz_convert(zone) for name in indexed}
    times = {name: result.trades[name].dt.tz_convert(zone) for name in ("entry_time", "exit_time")}
    return replace(result, trades=result.trades.assign(**times), **moved)


def _result(book: Book, opens: pd.DataFrame, closes: pd.DataFrame, periods_per_year: float) -> Backtest:
    """Put dates on the arrays; after the bar that lost everything there is nothing: 0."""
    times = opens.index[: len(book.held)]

    def series(name: str, values: Array) -> pd.Series:
        return pd.Series(values, times, name=name).reindex(opens.index, fill_value=0.0)

    return Backtest(
        returns=series("returns", book.net).iloc[1:],
        gross_returns=series("gross_returns", book.gross).iloc[1:],
        equity=series("equity", book.equity),
        positions=pd.DataFrame(book.held, times, opens.columns).reindex(opens.index, fill_value=0.0),
        turnover=series("turnover", book.traded.sum(axis=1)),
        costs=series("costs", book.costs),
        financing=series("financing", book.financing.sum(axis=1)),
        trades=closed_trades(book, opens, closes),
        open_trades=count_open(book),
        periods_per_year=periods_per_year,
    )


def _prices(bars: Mapping[str, pd.DataFrame], targets: pd.DataFrame, column: str) -> pd.DataFrame:
    prices = pd.DataFrame({symbol: _price(bars, symbol, column).reindex(targets.index) for symbol in targets.columns})
    values = prices.to_numpy(float)
    bad = ~(np.isfinite(values) & (values > 0.0))
    if bad.any():
        row, place = np.argwhere(bad)[0]
        raise KbError(
            f"A backtest needs a positive {column} on every bar",
            found=f"{prices.columns[place]} {values[row, place]} at {prices.index[row]}",
            do="Clean the bars first, and give targets only for times at which every instrument has a bar.",
        )
    return prices


def _price(bars: Mapping[str, pd.DataFrame], symbol: str, column: str) -> pd.Series:
    if symbol not in bars or column not in bars[symbol]:
        raise KbError(f"There are no bars with `{column}` for this column of the targets", found=str(symbol))
    return bars[symbol][column].astype(float)


def _check_targets(targets: pd.DataFrame) -> None:
    if targets.empty:
        raise KbError("There are no bars to backtest", do="Choose a window in which every instrument has bars.")
    if not (targets.index.is_monotonic_increasing and targets.index.is_unique):
        raise KbError("The targets' times must rise, each once", do="Sort the bars and drop duplicates first.")
    wrong = ~np.isfinite(targets.to_numpy(float))
    if wrong.any():
        row, place = np.argwhere(wrong)[0]
        found = f"{targets.columns[place]} at {targets.index[row]}"
        raise KbError("A target weight is missing or infinite", found=found, do="Flat is 0.")


def _check_charges(periods_per_year: float, cost_bps: float, financing_bps_per_year: float) -> None:
    if not (np.isfinite(periods_per_year) and periods_per_year > 0.0):
        do = "Give the bars in a year: 252 for daily stocks."
        raise KbError("periods_per_year must be above 0", found=str(periods_per_year), do=do)
    for name, value in (("cost_bps", cost_bps), ("financing_bps_per_year", financing_bps_per_year)):
        if not (np.isfinite(value) and value >= 0.0):
            raise KbError(f"{name} must be 0 or more", found=str(value), do="Costs are positive numbers.")


def _check_charged(book: Book, times: pd.Index) -> None:
    charged = np.maximum(book.costs, book.financing.sum(axis=1))
    if (charged >= 1.0).any():
        found = f"{charged.max():.2f} of equity at {times[charged.argmax()]}"
        raise KbError("The charges of one bar take the whole equity", found=found, do="Lower weights or charges.")
