"""Rows of a source become bars: what cannot be true is set aside with its reason, what is odd is kept and said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.market.bars import as_bars
from kb.market.faults import fault_problems, find_faults, lines_where
from kb.market.oddities import find_oddities
from kb.model.problem import Problem

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class CheckedBars:
    """What became of a source's rows.

    Attributes:
        bars: The bars table of every row that can be true.
        problems: By line. Each error is a row that was left out; a warning tells what is odd, was sorted, or stood
            there twice.
    """

    bars: pd.DataFrame
    problems: tuple[Problem, ...]

    @property
    def left_out(self) -> tuple[Problem, ...]:
        """The rows that were left out though nothing else says what they say."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def check_rows(rows: pd.DataFrame, path: str | None = None) -> CheckedBars:
    """Judge rows of prices. No value is changed or filled in: a row is used as it is, or set aside whole.

    Set aside, as errors: a missing time; a price that is missing, infinite, zero or negative; a negative volume; a high
    below the low; an open or close outside them; two different rows for one time (both); a misprint of x5 or more that
    comes back at once. A real crash is kept. Exact copies are set aside with a warning. Warned of and kept: rows out of
    order (sorted), jumps, stale runs, holes, zero volume while the price moved.

    Args:
        rows: Index `line`, 1-based in the file; column `time` in UTC, NaT where unknown; the five of bars as float64.
        path: The file, for the problems.
    """
    faults = find_faults(rows)
    problems = fault_problems(rows, faults, path)
    good = rows[faults == ""]
    problems += _order_problems(good, path)
    good = good.sort_values("time", kind="stable")
    problems += find_oddities(good, path)
    bars = as_bars(good.set_index("time"))
    return CheckedBars(bars, tuple(sorted(problems, key=lambda problem: problem.line or 0)))


def _order_problems(rows: pd.DataFrame, path: str | None) -> list[Problem]:
    """A warning for each block of rows that stands after a later time; a file with its newest row first is in order."""
    times = rows["time"]
    if times.is_monotonic_decreasing:
        return []
    late = times < times.cummax()
    first = late & ~late.shift(fill_value=False)
    what, do = "This row is older than one above it", "The rows are sorted. Sort them in the file."
    return [
        Problem("out-of-order", what, do, path, line, f"{times[line]:%Y-%m-%d %H:%M} UTC", "warning")
        for line in lines_where(first)
    ]
