"""The rows of a chart: few enough, as text, with times as clocks show them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from kb.errors import KbError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

LARGE, HUGE = 1e5, 1e15


def thinned(values: NDArray[np.float64], most: int) -> NDArray[np.intp]:
    """The rows that stand for all, in order: of each stretch of rows the first, the last and each column's extremes.

    Args:
        values: Rows by columns, NaN for undefined.
        most: No more rows than this, if there are at least two for each column and two more.
    """
    import numpy as np  # noqa: PLC0415  (commands that draw nothing do without)

    count, columns = values.shape
    if count <= most:
        return np.arange(count)
    edges = np.linspace(0, count, max(1, most // (2 * columns + 2)) + 1).astype(np.intp)
    kept = {*edges[:-1].tolist(), *(edges[1:] - 1).tolist()}
    for first, end in pairwise(edges):
        for column in values[first:end].T:
            if not np.isnan(column).all():
                kept |= {int(first + np.nanargmin(column)), int(first + np.nanargmax(column))}
    return np.array(sorted(kept), dtype=np.intp)


def clock_of(times: pd.DatetimeIndex) -> str:
    """How times are written: as days where all are days, with seconds where any has some."""
    if bool((times == times.normalize()).all()):
        return "%Y-%m-%d"
    return "%Y-%m-%d %H:%M" if bool((times == times.floor("min")).all()) else "%Y-%m-%d %H:%M:%S"


def on_clock(moment: str | date, times: pd.DatetimeIndex, clock: str) -> str:
    """A time as the clocks of a series show it."""
    import pandas as pd  # noqa: PLC0415  (as above)

    try:
        stamp = pd.Timestamp(datetime.fromisoformat(moment) if isinstance(moment, str) else moment)
        located = stamp.tz_convert(times.tz) if stamp.tzinfo and times.tz else stamp
        return located.strftime(clock)
    except (ValueError, TypeError) as error:
        do = "Write it like 2015-12-31 or 2015-12-31T16:00."
        raise KbError("This is not a date", found=repr(moment), do=do) from error


def as_csv(fields: Sequence[str], times: Iterable[str], values: NDArray[np.float64]) -> str:
    """A table: the times, and a column for each field."""
    rows = (",".join([time, *map(_number, row)]) for time, row in zip(times, values, strict=True))
    return "\n".join([",".join(["time", *fields]), *rows])


def _number(value: float) -> str:
    """Six digits, or more where these are not all of what stands before the point."""
    if math.isnan(value):
        return ""
    return f"{value:.1f}" if LARGE <= abs(value) < HUGE else f"{value + 0.0:.6g}"


def distinct(names: Sequence[str]) -> list[str]:
    """The names, a later one of the same name with its number behind it."""
    return [
        f"{name} ({names[:place].count(name) + 1})" if name in names[:place] else name
        for place, name in enumerate(names)
    ]
