"""Charts of series over time: zoomed and read off on a page, drawn from a specification that stays small.

A chart is a specification of Vega-Lite, as plain data. `kb.emit.figure` takes it, and so does `altair.Chart.from_dict`
for whoever wants to go on from it. Made without altair, it costs a run a few milliseconds.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kb.charts.parts import (
    COLOURS,
    DOT,
    MOMENT,
    QUIET,
    REACH,
    SCHEMA,
    SIZES,
    TIME_AXIS,
    Spec,
    drawn,
    feeling,
    shade,
    value_axis,
)
from kb.charts.rows import as_csv, clock_of, distinct, on_clock, thinned

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLOURS", "MOST_ROWS", "QUIET", "SCHEMA", "TIME_AXIS", "Spec", "thinned", "time_chart"]

MOST_ROWS = 900
"""A line on a screen shows no more."""
WIDTH, HEIGHT = 640, 300
MOST_MARKED = 31
"""Up to so many rows, each has a dot on its line."""


def time_chart(
    series: pd.DataFrame,
    *,
    title: str,
    form: str = ",.2f",
    unit: str = "",
    is_log: bool = False,
    shaded_from: str | date | None = None,
) -> Spec:
    """A chart with one line for each column, the first on top; a reader zooms in and reads off the values.

    Args:
        series: Up to six columns of numbers by rising times, which are shown as the clocks of their own zone show them.
            A line is broken where a number is missing or infinite, and on a log scale where it is not positive.
        title: What stands above.
        form: How values are written, as `format` of d3 has it: `.1%`, `,.2f`.
        unit: What stands behind each value.
        is_log: Whether equal steps are equal ratios.
        shaded_from: The time from which on the ground is grey: ISO text, a date, or a datetime or Timestamp, in the
            zone of the series unless it has its own.

    Returns:
        A specification of Vega-Lite with its data in it: no more than 900 rows, see `thinned`.

    Raises:
        KbError: `shaded_from` is no date.
    """
    import numpy as np  # noqa: PLC0415  (commands that draw nothing do without)
    import pandas as pd  # noqa: PLC0415  (as above)

    shown = series.iloc[:, : len(COLOURS)]
    times = pd.DatetimeIndex(shown.index)
    values = shown.to_numpy(dtype=float, na_value=np.nan)
    values = np.where(np.isfinite(values) & ((values > 0) | (not is_log)), values, np.nan)
    kept = thinned(values, MOST_ROWS)
    clock = clock_of(times)
    fields = [f"y{place}" for place in range(values.shape[1])]
    names = dict(zip(fields, distinct([str(name) for name in shown.columns]), strict=True))
    axis = value_axis(form, unit, is_log=is_log)
    line = {"type": "line", "clip": True, **({"point": {"size": 25}} if len(kept) <= MOST_MARKED else {})}
    return {
        "$schema": SCHEMA,
        "title": {"text": title, "anchor": "start"},
        "width": WIDTH,
        "height": HEIGHT,
        "config": SIZES,
        "data": {
            "values": as_csv(fields, times[kept].strftime(clock), values[kept]),
            "format": {"type": "csv", "parse": {"time": "string", **dict.fromkeys(fields, "number")}},
        },
        "transform": [MOMENT, *REACH],
        "encoding": {"x": TIME_AXIS},
        "layer": [
            *([] if shaded_from is None else [shade(on_clock(shaded_from, times, clock))]),
            {"transform": [{"filter": {"param": "zoom"}}], "layer": drawn(names, axis, line)[::-1]},
            feeling(names, form, unit),
            {
                "transform": [{"filter": {"param": "read", "empty": False}}],
                "layer": [{"mark": {"type": "rule", "color": QUIET}}, *drawn(names, axis, DOT)],
            },
        ],
    }
