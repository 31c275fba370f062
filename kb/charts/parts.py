"""The parts of a chart over time, in the language of Vega-Lite."""

from __future__ import annotations

import json
from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
COLOURS = ("#0072B2", "#767676", "#D55E00", "#009E73", "#CC79A7", "#B8860B")
"""Apart for colour-blind readers too, on a light page and on a dark one; the second is a quiet one, for a benchmark."""
QUIET = "#767676"
MANY_TIMES = 4
"""From this ratio of the highest to the lowest on, a log axis names 1, 2, 5, 10, 20 and so on, and no other number."""

Spec = dict[str, Any]


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


def value_axis(form: str, unit: str, *, is_log: bool) -> Spec:
    """The axis of values, as they are written."""
    label = _text(f"{form[:-1]}~{form[-1]}", unit, "datum.value")
    if is_log:
        digit = "round(datum.value / pow(10, floor(log(datum.value) / LN10 + 1e-9)))"
        is_silent = f"domain('y')[1] > {MANY_TIMES} * domain('y')[0] && indexof([1, 2, 5], {digit}) < 0"
        label = f"{is_silent} ? '' : {label}"
    scale = {"type": "log", "nice": False} if is_log else {"zero": False}
    return {"type": "quantitative", "title": None, "scale": scale, "axis": {"labelExpr": label}}


def shade(time: str) -> Spec:
    """A grey ground from a time on."""
    mark = {"type": "rect", "color": QUIET, "opacity": 0.12, "clip": True}
    return {
        "data": {"values": [{"time": time}]},
        "transform": [MOMENT],
        "mark": mark,
        "encoding": {"x2": {"value": "width"}},
    }


def drawn(names: dict[str, str], axis: Spec, mark: Spec) -> list[Spec]:
    """Each column with the same mark; the first with a wider line."""
    return [
        {
            "mark": {**mark, "strokeWidth": 1.2 if place else 1.8},
            "encoding": {"y": {"field": field, **axis}, "color": {"datum": name}},
        }
        for place, (field, name) in enumerate(names.items())
    ]


def feeling(names: dict[str, str], form: str, unit: str) -> Spec:
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


def _text(form: str, unit: str, value: str) -> str:
    """Vega's expression for a value as text."""
    return f"format({value}, {json.dumps(form)}) + {json.dumps(unit)}"
