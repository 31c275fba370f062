"""A timeline of stages: a row for each stage, as SVG that needs no library, and as a chart of Vega-Lite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

from kb.charts import COLOURS, QUIET, SCHEMA, TIME_AXIS, Spec
from kb.report.stage_bars import Bar, later, rows_of, words_of
from kb.report.text import shortened

WIDTH, NAMES, ROW, BAR, EDGE, FOOT = 480, 196, 24, 12, 12, 20
"""Pixels: the picture, the column of names and days, a row and its bar, what is free around, the line of dates."""
PLOT = WIDTH - NAMES - EDGE
SHORTEST = 3
"""Pixels of a bar: a stage of an hour is seen, too."""
MOST_LETTERS, MOST_WIDE_LETTERS = 16, 9
"""Of a name beside its bars; letters of other scripts may be twice as wide."""
INK, LINE, PAST, PRESENT = "#333333", "#dddddd", QUIET, COLOURS[0]
MOST_TICKS = 4
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 120_000)
"""Between two of the dates that are written below."""


def draw_timeline(bars: Sequence[Bar]) -> bytes:
    """The bars as SVG, on a ground of its own: the present stage is blue, the others are grey."""
    rows, first, end = rows_of(bars), bars[0].first, bars[-1].end
    height = 2 * EDGE + ROW * len(rows) + FOOT
    parts = [*_ticks(first, end, height)]
    for number, row in enumerate(rows):
        middle = EDGE + ROW * number + ROW // 2
        parts += _label(row[-1], middle)
        parts += [_shape(bar, _place(bar.first, first, end), _place(bar.end, first, end), middle) for bar in row]
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(words_of(bars))}">'
    paper = f'<rect width="{WIDTH}" height="{height}" rx="6" fill="#ffffff"/>'
    style = f'font-family="system-ui, sans-serif" font-size="12" fill="{INK}"'
    return "\n".join([head, paper, f"<g {style}>", *parts, "</g>", "</svg>", ""]).encode()


def _place(day: date, first: date, end: date) -> float:
    """Pixels from the left."""
    return NAMES + PLOT * (day - first).days / max(1, (end - first).days)


def _label(bar: Bar, middle: int) -> Iterator[str]:
    weight = ' font-weight="bold"' if bar.is_present else ""
    yield f'<text x="{EDGE}" y="{middle + 4}"{weight}>{escape(_short(bar.stage))}</text>'
    if bar.has_day:
        yield f'<text x="{NAMES - EDGE}" y="{middle + 4}" text-anchor="end" font-size="11">{bar.first}</text>'


def _short(name: str) -> str:
    return shortened(name, MOST_LETTERS if name.isascii() else MOST_WIDE_LETTERS)


def _shape(bar: Bar, left: float, right: float, middle: int) -> str:
    """A bar; one that goes on ends in a point, and one without a day is only outlined."""
    left = min(left, WIDTH - EDGE - SHORTEST)
    right, top, low = max(right, left + SHORTEST), middle - BAR // 2, middle + BAR // 2
    corners = [(left, top), (right, top), (right, low), (left, low)]
    if bar.goes_on:
        tip = max(left, right - BAR // 2)
        corners[1:3] = [(tip, top), (right, middle), (tip, low)]
    colour = PRESENT if bar.is_present else PAST
    ink = f'fill="{colour}"' if bar.has_day else f'fill="none" stroke="{colour}" stroke-dasharray="3 2"'
    points = " ".join(f"{across:.1f},{down}" for across, down in corners)
    return f'<polygon points="{points}" {ink}><title>{escape(bar.words)}</title></polygon>'


def _ticks(first: date, end: date, height: int) -> Iterator[str]:
    """Lines at the beginnings of months, and below each its date."""
    days = _beginnings(first, end)
    length = len("2026") if all(day.month == 1 for day in days) else len("2026-05")
    for day in days:
        across, low = _place(day, first, end), height - EDGE
        yield f'<path d="M{across:.1f} {EDGE}V{low - FOOT + 4}" stroke="{LINE}"/>'
        yield f'<text x="{across:.1f}" y="{low}" text-anchor="middle" font-size="11">{day.isoformat()[:length]}</text>'


def _beginnings(first: date, end: date) -> list[date]:
    """Beginnings of months, as many as have room, evenly spread."""
    start, last = 12 * first.year + first.month - (first.day == 1), 12 * end.year + end.month - 1
    step = next(step for step in MONTHS if last // step - (start - 1) // step <= MOST_TICKS)
    months = range(-(-start // step) * step, last + 1, step)
    days = (date(month // 12, month % 12 + 1, 1) for month in months)
    return [day for day in days if _place(day, first, end) <= WIDTH - 2 * EDGE]


def timeline_chart(bars: Sequence[Bar]) -> Spec:
    """The same as a chart, in which a reader reads off the days: a specification of Vega-Lite."""
    rows, first, end = rows_of(bars), bars[0].first, bars[-1].end
    shortest = timedelta(max(1, (end - first).days * SHORTEST // PLOT))
    values = [
        {
            "row": " ".join([_short(bar.stage), str(row[-1].first) * row[-1].has_day]).strip(),
            "from": str(bar.first),
            "to": str(max(bar.end, later(bar.first, shortest))),
            "stage": bar.words,
            "colour": PRESENT if bar.is_present else PAST,
            "has_day": bar.has_day,
        }
        for row in rows
        for bar in row
    ]
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": ROW * len(rows),
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
            "strokeDash": _known([1, 0], [3, 2]),
            "tooltip": {"field": "stage"},
        },
    }


def _known(value: Any, otherwise: Any) -> Spec:
    """A value for bars with a day, and one for that which has none."""
    return {"condition": {"test": "datum.has_day", "value": value}, "value": otherwise}
