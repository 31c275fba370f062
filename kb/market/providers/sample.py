"""The bars that ship with kb: daily, five US stocks, public domain (provenance in `data/README.md`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from kb.market.actions import CorporateAction, Split, derive_actions
from kb.market.bars import COLUMNS, PRICES, as_bars

PATH = Path(__file__).parent / "data" / "wiki_stocks.csv.gz"
ZONE = "America/New_York"
PERIODS_PER_YEAR = 252.0
SYMBOLS = ("AAPL", "FB", "GOOG", "IBM", "MSFT")


def read_raw(symbol: str) -> pd.DataFrame:
    """Bars as traded: US dollars a share, shares; each bar starts at midnight New York.

    Args:
        symbol: One of `SYMBOLS`.
    """
    return as_bars(_read(symbol))


def read_adjusted(symbol: str) -> pd.DataFrame:
    """Bars adjusted for splits and dividends, by the convention of CRSP, WIKI and Yahoo.

    Close is the source's own adjusted close; open, high and low are scaled by the same factor, adjusted close to close.
    So returns are total returns, with dividends earned on the ex-date. The level is as of the source's last revision:
    it carries actions after the last bar too (AAPL split 7:1 in 2014), and nobody ever paid that price.

    Volume is adjusted for splits alone, to shares as of the last bar: a dividend does not change how many shares trade.

    Args:
        symbol: One of `SYMBOLS`.
    """
    rows = _read(symbol)
    factor = rows["adjusted_close"] / rows["close"]
    bars = as_bars(rows)
    bars[PRICES] = bars[PRICES].mul(factor, axis=0)
    bars["close"] = rows["adjusted_close"]
    for action in read_actions(symbol):
        if isinstance(action, Split):
            before = bars.index < pd.Timestamp(action.ex_date, tz=ZONE)
            bars.loc[before, "volume"] *= float(action.ratio)
    return bars


@cache
def read_actions(symbol: str) -> tuple[CorporateAction, ...]:
    """Splits and dividends within the bars, oldest first; see `derive_actions` for how and how exactly."""
    rows = _read(symbol)
    return derive_actions(rows["close"], rows["adjusted_close"], ZONE)


@cache
def _read(symbol: str) -> pd.DataFrame:
    rows = _read_all()
    rows = rows[rows["Ticker"] == symbol]
    times = pd.DatetimeIndex(pd.to_datetime(rows["Date"], format="%Y-%m-%d")).tz_localize(ZONE)
    rows = rows.rename(columns={"Adj Close": "adjusted_close"}).rename(columns=str.lower)
    return rows[[*COLUMNS, "adjusted_close"]].set_index(times.tz_convert("UTC").as_unit("ns").rename("time"))


@cache
def _read_all() -> pd.DataFrame:
    return pd.read_csv(PATH)
