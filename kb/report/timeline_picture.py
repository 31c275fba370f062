"""A timeline as SVG: made without a library, so that its bytes depend on no version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from kb.report.timeline import BAR, EDGE, NAMES, OUTLINE, PLOT, ROW, WIDTH, Row, Span, Timeline

FOOT = 20
"""Pixels: the line of dates."""
INK, LINE = "#333333", "#dddddd"
MOST_TICKS = 4
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 120_000)
"""Between two of the dates that are written below."""


def draw_timeline(timeline: Timeline) -> bytes:
    """The timeline on a ground of its own."""
    height = 2 * EDGE + ROW * len(timeline.rows) + FOOT
    parts = [*_ticks(timeline, height)]
    for number, row in enumerate(timeline.rows):
        middle = EDGE + ROW * number + ROW // 2
        parts += _label(row, middle)
        parts += [_shape(span, timeline, middle) for span in row.spans]
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(timeline.words)}">'
    paper = f'<rect width="{WIDTH}" height="{height}" rx="6" fill="#ffffff"/>'
    style = f'font-family="system-ui, sans-serif" font-size="12" fill="{INK}"'
    return "\n".join([head, paper, f"<g {style}>", *parts, "</g>", "</svg>", ""]).encode()


def _place(day: date, timeline: Timeline) -> float:
    """Pixels from the left."""
    return NAMES + PLOT * (day - timeline.first).days / (timeline.end - timeline.first).days


def _label(row: Row, middle: int) -> Iterator[str]:
    weight = ' font-weight="bold"' if row.is_present else ""
    yield f'<text x="{EDGE}" y="{middle + 4}"{weight}>{escape(row.name)}</text>'
    if row.day:
        yield f'<text x="{NAMES - EDGE}" y="{middle + 4}" text-anchor="end" font-size="11">{row.day}</text>'


def _shape(span: Span, timeline: Timeline, middle: int) -> str:
    """A bar; one that goes on ends in a point, and one without a day is only outlined."""
    left, right = _place(span.first, timeline), _place(span.end, timeline)
    top, low = middle - BAR // 2, middle + BAR // 2
    corners = [(left, top), (right, top), (right, low), (left, low)]
    if span.goes_on:
        tip = max(left, right - BAR // 2)
        corners[1:3] = [(tip, top), (right, middle), (tip, low)]
    dashes = " ".join(map(str, OUTLINE))
    ink = f'fill="{span.colour}"' if span.has_day else f'fill="none" stroke="{span.colour}" stroke-dasharray="{dashes}"'
    points = " ".join(f"{across:.1f},{down}" for across, down in corners)
    return f'<polygon points="{points}" {ink}><title>{escape(span.words)}</title></polygon>'


def _ticks(timeline: Timeline, height: int) -> Iterator[str]:
    """Lines at the beginnings of months, and below each its date."""
    days = _beginnings(timeline)
    length = len("2026") if all(day.month == 1 for day in days) else len("2026-05")
    for day in days:
        across, low = _place(day, timeline), height - EDGE
        yield f'<path d="M{across:.1f} {EDGE}V{low - FOOT + 4}" stroke="{LINE}"/>'
        yield f'<text x="{across:.1f}" y="{low}" text-anchor="middle" font-size="11">{day.isoformat()[:length]}</text>'


def _beginnings(timeline: Timeline) -> list[date]:
    """Beginnings of months, as many as have room, evenly spread."""
    first, end = timeline.first, timeline.end
    start, last = 12 * first.year + first.month - (first.day == 1), 12 * end.year + end.month - 1
    step = next(step for step in MONTHS if last // step - (start - 1) // step <= MOST_TICKS)
    months = range(-(-start // step) * step, last + 1, step)
    days = (date(month // 12, month % 12 + 1, 1) for month in months)
    return [day for day in days if _place(day, timeline) <= WIDTH - 2 * EDGE]
