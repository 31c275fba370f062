"""What is odd about bars but may be true: warned of, never changed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from kb.market.bars import PRICES
from kb.model.problem import Problem

JUMP = 0.4
"""A fall by this fraction between two closes, or the rise that undoes it: a crash, or a split that was not adjusted."""
STALE_BARS = 5
"""This many bars in a row with the same four prices: the source may have stood still."""
HOLE = 1.8
"""A gap this many times as long as the gap that 95 % of gaps do not exceed is a hole."""


def find_oddities(rows: pd.DataFrame, path: str | None) -> list[Problem]:
    """Warn of jumps, stale runs, holes, and zero volume while the price moved.

    Args:
        rows: Index `line`; `time` strictly increasing and the five columns of bars, each row possible in itself.
        path: The file, for the problems.
    """
    found = [*_jumps(rows), *_stale_runs(rows), *_holes(rows), *_silent_moves(rows)]
    return [Problem(rule, what, do, path, line, shown, "warning") for line, rule, what, shown, do in sorted(found)]


Oddity = tuple[int, str, str, str, str]


def _jumps(rows: pd.DataFrame) -> Iterator[Oddity]:
    change = rows["close"].pct_change()
    far = (change < -JUMP) | (change > JUMP / (1 - JUMP))
    for line, moved in change[far].items():
        do = "It is kept. If it is a split, adjust the prices before it in the file."
        yield _line(line), "jump", "The close jumps", f"{moved:+.1%} at {rows['time'][line]:%Y-%m-%d %H:%M}", do


def _stale_runs(rows: pd.DataFrame) -> Iterator[Oddity]:
    runs = (rows[PRICES] != rows[PRICES].shift()).any(axis=1).cumsum()
    for _, run in rows.groupby(runs):
        if len(run) >= STALE_BARS:
            shown = f"{len(run)} bars at {run['close'].iloc[0]:.10g} from {run['time'].iloc[0]:%Y-%m-%d %H:%M}"
            yield (
                _line(run.index[0]),
                "stale-run",
                "The prices stand still",
                shown,
                "They are kept. Ask another source.",
            )


def _holes(rows: pd.DataFrame) -> Iterator[Oddity]:
    """Gaps between days that have bars; a gap within a day is not judged, for nights and lunch breaks differ."""
    days = rows["time"].dt.normalize()
    days = days[days != days.shift()]
    gaps = days.diff().dropna()
    if gaps.empty:
        return
    ordinary = gaps.quantile(0.95, interpolation="higher")
    for line, gap in gaps[gaps > HOLE * ordinary].items():
        shown = f"{gap.days} days before {days[line]:%Y-%m-%d}"
        yield _line(line), "hole", "Bars seem to be missing", shown, "Fill the file if the market was open."


def _silent_moves(rows: pd.DataFrame) -> Iterator[Oddity]:
    """Zero volume under a new price; not where the source has no volume for most bars."""
    volume = rows["volume"]
    if not volume.median() > 0:
        return
    silent = (volume == 0) & (rows["high"] > rows["low"])
    for line in rows.index[silent]:
        shown = f"{rows['time'][line]:%Y-%m-%d %H:%M}"
        yield _line(line), "zero-volume", "The price moved on no volume", shown, "The bar is kept. Ask another source."


def _line(label: object) -> int:
    return int(np.int64(label))  # type: ignore[call-overload]  # the index holds line numbers
