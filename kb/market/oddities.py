"""What is odd about bars but may be true: warned of, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.market.bars import PRICES
from kb.market.faults import lines_where
from kb.model.problem import Problem

if TYPE_CHECKING:
    import pandas as pd

JUMP = 0.4
"""A fall by this fraction between two closes, or the rise that undoes it: a crash, or a split that was not adjusted."""
STALE_BARS = 5
"""This many bars in a row with the same four prices: the source may have stood still."""
HOLE = 1.8
"""A gap this many times as long as the gap that 95 % of gaps do not exceed is a hole."""


Oddity = tuple[int, str, str, str, str]
"""Line, rule, what, found, do."""


def find_oddities(rows: pd.DataFrame, path: str | None) -> list[Problem]:
    """Warn of jumps, stale runs, holes, and zero volume while the price moved.

    Args:
        rows: Index `line`; `time` strictly increasing and the five columns of bars, each row possible in itself.
        path: The file, for the problems.
    """
    found = [*_jumps(rows), *_stale_runs(rows), *_holes(rows), *_silent_moves(rows)]
    return [Problem(rule, what, do, path, line, shown, "warning") for line, rule, what, shown, do in sorted(found)]


def _jumps(rows: pd.DataFrame) -> Iterator[Oddity]:
    change = rows["close"].pct_change()
    far = (change < -JUMP) | (change > JUMP / (1 - JUMP))
    for line in lines_where(far):
        do = "It is kept. If it is a split, adjust the prices before it in the file."
        yield line, "jump", "The close jumps", f"{change[line]:+.1%} at {rows['time'][line]:%Y-%m-%d %H:%M} UTC", do


def _stale_runs(rows: pd.DataFrame) -> Iterator[Oddity]:
    runs = (rows[PRICES] != rows[PRICES].shift()).any(axis=1).cumsum()
    lengths = runs.map(runs.value_counts())
    for line in lines_where((lengths >= STALE_BARS) & ~runs.duplicated()):
        shown = f"{lengths[line]} bars at {rows['close'][line]:.10g} from {rows['time'][line]:%Y-%m-%d %H:%M} UTC"
        yield line, "stale-run", "The prices stand still", shown, "They are kept. Ask another source."


def _holes(rows: pd.DataFrame) -> Iterator[Oddity]:
    """Gaps between days that have bars; a gap within a day is not judged, for nights and lunch breaks differ."""
    days = rows["time"].dt.normalize()
    days = days[days != days.shift()]
    gaps = days.diff().dropna()
    if gaps.empty:
        return
    ordinary = gaps.quantile(0.95, interpolation="higher")
    for line in lines_where(gaps > HOLE * ordinary):
        shown = f"{gaps[line].days} days before {days[line]:%Y-%m-%d}"
        yield line, "hole", "Bars seem to be missing", shown, "Fill the file if the market was open."


def _silent_moves(rows: pd.DataFrame) -> Iterator[Oddity]:
    """Zero volume under a new price; not where the source has no volume for most bars."""
    volume = rows["volume"]
    if not volume.median() > 0:
        return
    silent = (volume == 0) & (rows["high"] > rows["low"])
    for line in lines_where(silent):
        shown = f"{rows['time'][line]:%Y-%m-%d %H:%M} UTC"
        yield line, "zero-volume", "The price moved on no volume", shown, "The bar is kept. Ask another source."
