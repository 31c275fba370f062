"""A timeline as a chart, in which a reader reads off the days: a specification of Vega-Lite."""

from __future__ import annotations

from typing import Any

from kb.charts import SCHEMA, TIME_AXIS, Spec
from kb.report.timeline import BAR, NAMES, OUTLINE, ROW, WIDTH, Timeline


def timeline_chart(timeline: Timeline) -> Spec:
    """The same as the picture."""
    values = [
        {
            "row": f"{row.name} {row.day}".strip(),
            "from": str(span.first),
            "to": str(span.end),
            "stage": span.words,
            "colour": span.colour,
            "has_day": span.has_day,
        }
        for row in timeline.rows
        for span in row.spans
    ]
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": ROW * len(timeline.rows),
        "data": {"values": values},
        "transform": [{"calculate": f"toDate(datum.{name})", "as": name} for name in ("from", "to")],
        "mark": {"type": "bar", "height": BAR, "strokeWidth": 1},
        "encoding": {
            "x": {**TIME_AXIS, "field": "from"},
            "x2": {"field": "to"},
            "y": {
                "field": "row",
                "type": "nominal",
                "title": None,
                "sort": None,
                "axis": {"domain": False, "ticks": False, "labelFontSize": 12, "labelLimit": NAMES, "labelPadding": 6},
            },
            "fill": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
            "stroke": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
            "fillOpacity": _known(1, 0),
            "strokeDash": _known([1, 0], list(OUTLINE)),
            "tooltip": {"field": "stage"},
        },
    }


def _known(value: Any, otherwise: Any) -> Spec:
    """A value for bars with a day, and one for that which has none."""
    return {"condition": {"test": "datum.has_day", "value": value}, "value": otherwise}
