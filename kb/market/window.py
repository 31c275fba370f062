"""A stretch of a bars table, by dates of the instrument's own zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pandas as pd

from kb.errors import KbError

Moment = str | date | None
"""ISO text, a date, or a datetime or Timestamp, in the instrument's zone unless it has its own; None is no bound."""


def cut(bars: pd.DataFrame, start: Moment, end: Moment, zone: str) -> pd.DataFrame:
    """The bars that start in the window, both ends included: a date as the end includes its whole day.

    Raises:
        KbError: A bound that is no date, a start after the end, or no bars in between.
    """
    first, last = bars.index[0], bars.index[-1]
    lower = first if start is None else _instant(start, zone, is_end=False)
    upper = last if end is None else _instant(end, zone, is_end=True)
    window = bars[(bars.index >= lower) & (bars.index <= upper)]
    if window.empty:
        there = " to ".join(f"{time.tz_convert(zone):%Y-%m-%d}" for time in (first, last))
        found = f"{'the first' if start is None else start} to {'the last' if end is None else end}"
        raise KbError("There are no bars in this window", found=found, do=f"There are bars from {there}.")
    return window


def _instant(moment: str | date, zone: str, *, is_end: bool) -> pd.Timestamp:
    """The first or last nanosecond that a bound includes."""
    value = _parse(moment) if isinstance(moment, str) else moment
    if isinstance(value, datetime):
        return _located(pd.Timestamp(value), zone, is_end=is_end)
    if is_end:
        next_day = _located(pd.Timestamp(value) + timedelta(days=1), zone, is_end=False)
        return next_day - pd.Timedelta(1, "ns")
    return _located(pd.Timestamp(value), zone, is_end=False)


def _located(stamp: pd.Timestamp, zone: str, *, is_end: bool) -> pd.Timestamp:
    """A local time that came twice is the first as a start, the second as an end; one that never came is the next."""
    if stamp.tzinfo is not None:
        return stamp.as_unit("ns")
    return stamp.as_unit("ns").tz_localize(zone, ambiguous=not is_end, nonexistent="shift_forward")


def _parse(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        do = "Write it like 2015-12-31 or 2015-12-31T16:00."
        raise KbError("This is not a date", found=repr(text), do=do) from error
