"""Charts of series over time: zoomed and read off on a page, drawn from a specification that stays small.

A chart is a specification of Vega-Lite, as plain data. `kb.emit.figure` takes it, and so does `altair.Chart.from_dict`
for whoever wants to go on from it. Made without altair, it costs a run a few milliseconds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kb.errors import KbError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
COLOURS = ("#0072B2", "#767676", "#D55E00", "#009E73", "#CC79A7", "#B8860B")
"""Apart for colour-blind readers too, on a light page and on a dark one; the second is a quiet one, for a benchmark."""
QUIET = "#767676"
MOST_ROWS = 900
"""A line on a screen shows no more."""
WIDTH, HEIGHT = 640, 300
LARGE, HUGE = 1e5, 1e15
MOST_MARKED = 31
"""Up to so many rows, each has a dot on its line."""
MANY_TIMES = 4
"""From this ratio of the highest to the lowest on, a log axis names 1, 2, 5, 10, 20 and so on, and no other number."""

Spec = dict[str, Any]


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
    clock = _clock(times)
    fields = [f"y{place}" for place in range(values.shape[1])]
    names = dict(zip(fields, _distinct([str(name) for name in shown.columns]), strict=True))
    axis = _value_axis(form, unit, is_log=is_log)
    line = {"type": "line", "clip": True, **({"point": {"size": 25}} if len(kept) <= MOST_MARKED else {})}
    return {
        "$schema": SCHEMA,
        "title": {"text": title, "anchor": "start"},
        "width": WIDTH,
        "height": HEIGHT,
        "config": SIZES,
        "data": {
            "values": _csv(fields, times[kept].strftime(clock), values[kept]),
            "format": {"type": "csv", "parse": {"time": "string", **dict.fromkeys(fields, "number")}},
        },
        "transform": [MOMENT, *REACH],
        "encoding": {"x": TIME_AXIS},
        "layer": [
            *([] if shaded_from is None else [_shade(_told(shaded_from, times, clock))]),
            {"transform": [{"filter": {"param": "zoom"}}], "layer": _drawn(names, axis, line)[::-1]},
            _feeling(names, form, unit),
            {
                "transform": [{"filter": {"param": "read", "empty": False}}],
                "layer": [{"mark": {"type": "rule", "color": QUIET}}, *_drawn(names, axis, DOT)],
            },
        ],
    }


def thinned(values: NDArray[np.float64], most: int) -> NDArray[np.intp]:
    """The rows that stand for all, in order: of each stretch of rows the first, the last and each column's extremes.

    Args:
        values: Rows by columns, NaN for undefined.
        most: No more rows than this, if there are at least two for each column and two more.
    """
    import numpy as np  # noqa: PLC0415  (as above)

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


def _clock(times: pd.DatetimeIndex) -> str:
    """How times are written: as days where all are days, with seconds where any has some."""
    if bool((times == times.normalize()).all()):
        return "%Y-%m-%d"
    return "%Y-%m-%d %H:%M" if bool((times == times.floor("min")).all()) else "%Y-%m-%d %H:%M:%S"


def _told(moment: str | date, times: pd.DatetimeIndex, clock: str) -> str:
    """A time as the clocks of a series show it."""
    import pandas as pd  # noqa: PLC0415  (as above)

    try:
        stamp = pd.Timestamp(datetime.fromisoformat(moment) if isinstance(moment, str) else moment)
        located = stamp.tz_convert(times.tz) if stamp.tzinfo and times.tz else stamp
        return located.strftime(clock)
    except (ValueError, TypeError) as error:
        do = "Write it like 2015-12-31 or 2015-12-31T16:00."
        raise KbError("This is not a date", found=repr(moment), do=do) from error


def _csv(fields: Sequence[str], times: Iterable[str], values: NDArray[np.float64]) -> str:
    rows = (",".join([time, *map(_number, row)]) for time, row in zip(times, values, strict=True))
    return "\n".join([",".join(["time", *fields]), *rows])


def _number(value: float) -> str:
    """Six digits, or more where these are not all of what stands before the point."""
    if math.isnan(value):
        return ""
    return f"{value:.1f}" if LARGE <= abs(value) < HUGE else f"{value + 0.0:.6g}"


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, a later one of the same name with its number behind it."""
    return [
        f"{name} ({names[:place].count(name) + 1})" if name in names[:place] else name
        for place, name in enumerate(names)
    ]


def _text(form: str, unit: str, value: str) -> str:
    """Vega's expression for a value as text."""
    return f"format({value}, {json.dumps(form)}) + {json.dumps(unit)}"


MOMENT = {"calculate": "toDate(replace(datum.time, ' ', 'T') + (length(datum.time) > 10 ? 'Z' : ''))", "as": "moment"}
"""Times are written as clocks show them, and counted as if these were Greenwich's: so no browser moves them."""
REACH = [
    {"window": [{"op": op, "field": "moment", "as": name} for op, name in (("lag", "before"), ("lead", "after"))]},
    *(
        {"calculate": f"isValid(datum.{name}) ? (datum.{name} + datum.moment) / 2 : datum.moment", "as": end}
        for name, end in (("before", "from"), ("after", "to"))
    ),
]
"""Of each time the stretch that is nearer to it than to any other."""
LEGEND = {
    "orient": "bottom",
    "title": None,
    "symbolType": "stroke",
    "symbolOpacity": 1,
    "symbolStrokeWidth": 2.5,
    "labelLimit": 280,
}
DOT = {"type": "point", "filled": True, "opacity": 1, "clip": True}
SIZES = {"axis": {"labelFontSize": 12}, "legend": {"labelFontSize": 12}, "title": {"fontSize": 14}}
TIME_AXIS = {
    "field": "moment",
    "type": "temporal",
    "title": None,
    "scale": {"type": "utc"},
    "axis": {
        "grid": False,
        "labelOverlap": True,
        "labelSeparation": 8,
        "format": {
            "quarter": "%b %Y",
            "month": "%b %Y",
            "week": "%d %b",
            "date": "%d %b",
            "day": "%d %b",
            "hours": "%H:%M",
        },
    },
}


def _value_axis(form: str, unit: str, *, is_log: bool) -> Spec:
    label = _text(f"{form[:-1]}~{form[-1]}", unit, "datum.value")
    if is_log:
        digit = "round(datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9)))"
        is_silent = f"domain('y')[1] > {MANY_TIMES} * domain('y')[0] && indexof([1, 2, 5], {digit}) < 0"
        label = f"{is_silent} ? '' : {label}"
    scale = {"type": "log", "nice": False} if is_log else {"zero": False}
    return {"type": "quantitative", "title": None, "scale": scale, "axis": {"labelExpr": label}}


def _shade(time: str) -> Spec:
    mark = {"type": "rect", "color": QUIET, "opacity": 0.12, "clip": True}
    return {
        "data": {"values": [{"time": time}]},
        "transform": [MOMENT],
        "mark": mark,
        "encoding": {"x2": {"value": "width"}},
    }


def _drawn(names: dict[str, str], axis: Spec, mark: Spec) -> list[Spec]:
    """Each column with the same mark; the first with a wider line."""
    return [
        {
            "mark": {**mark, "strokeWidth": 1.2 if place else 1.8},
            "encoding": {"y": {"field": field, **axis}, "color": {"datum": name}},
        }
        for place, (field, name) in enumerate(names.items())
    ]


def _feeling(names: dict[str, str], form: str, unit: str) -> Spec:
    """Unseen strips, one for each time, that feel the pointer and say the values of the time."""
    texts = [
        {"calculate": f"isValid(datum.{field}) ? {_text(form, unit, f'datum.{field}')} : 'none'", "as": f"{field}_text"}
        for field in names
    ]
    ink = {"calculate": json.dumps([*names.values(), ""][0]), "as": "ink"}  # what has no colour feels nothing
    scale = {"domain": [*names.values()], "range": [*COLOURS[: len(names)]]}
    said = [{"field": f"{field}_text", "title": name} for field, name in names.items()]
    return {
        "transform": [*texts, ink],
        "params": [
            {"name": "zoom", "select": {"type": "interval", "encodings": ["x"]}, "bind": "scales"},
            {
                "name": "read",
                "select": {"type": "point", "fields": ["moment"], "on": "pointerover", "clear": "pointerout"},
            },
        ],
        "mark": {"type": "rect", "opacity": 0, "clip": True},
        "encoding": {
            "x": {**TIME_AXIS, "field": "from"},
            "x2": {"field": "to"},
            "color": {"field": "ink", "type": "nominal", "scale": scale, "legend": LEGEND},
            "tooltip": [{"field": "time", "title": "time"}, *said],
        },
    }
