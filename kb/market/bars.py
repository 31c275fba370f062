"""The bars table: the one shape in which prices travel through kb.

A bars table is a DataFrame with

- columns `open high low close volume`, in this order, all float64: prices in the quote currency for one unit; volume in
  shares, contracts, lots or ticks, as its source counts, NaN where the source has none;
- an index named `time`, nanosecond timestamps in UTC, strictly increasing: the *start* of each bar. A daily bar starts
  at midnight of the exchange's zone.

Whether prices are raw (as traded) or adjusted (for splits and dividends) is known to whoever asked for them; the table
does not say, and its `attrs` hold nothing.
"""

from __future__ import annotations

import pandas as pd

from kb.errors import KbError

COLUMNS = ["open", "high", "low", "close", "volume"]
PRICES = COLUMNS[:4]


def as_bars(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame the exact shape of a bars table: column order, dtypes, index name, UTC.

    Args:
        frame: Has the five columns, perhaps among others, and a time index with a zone. Its prices are not judged.

    Raises:
        KbError: A column is missing or holds no numbers, or the times have no zone, are not unique or not in order.
    """
    missing = [column for column in COLUMNS if column not in frame.columns]
    if missing:
        do = f"A bars table has the columns {' '.join(COLUMNS)}, in lower case."
        raise KbError("These are not bars: a column is missing", found=", ".join(missing), do=do)
    try:
        bars = frame[COLUMNS].astype("float64")
    except (TypeError, ValueError) as error:
        raise KbError("These are not bars: a column holds no numbers", found=str(error)) from error
    bars.index = _as_times(frame.index)
    bars.attrs = {}
    return bars


def _as_times(index: pd.Index) -> pd.DatetimeIndex:
    if not isinstance(index, pd.DatetimeIndex) or index.tz is None:
        do = "Index them by the start of each bar, with a time zone."
        raise KbError("These are not bars: the index holds no times with a zone", found=str(index.dtype), do=do)
    if index.hasnans or not (index.is_monotonic_increasing and index.is_unique):
        do = "Sort the bars by time, and keep one for each time."
        raise KbError("These are not bars: a time is missing, doubled or out of order", do=do)
    return index.tz_convert("UTC").as_unit("ns").rename("time")
