"""Months of daily P&L as small calendars: losses red, gains blue, as SVG that needs no library."""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from typing import NamedTuple

from kb.charts import QUIET, SCHEMA, Spec
from kb.journal.events import ZERO

Rgb = tuple[int, int, int]

CELL, SPACE, GAP, HEAD = 18, 2, 14, 22
"""Pixels: a day, what parts it from the next, what parts months, the words above one; three fit on a phone."""
ACROSS = 3
MOST_MONTHS = 12
GAIN: tuple[Rgb, Rgb] = ((209, 229, 240), (33, 102, 172))
LOSS: tuple[Rgb, Rgb] = ((253, 219, 199), (178, 24, 43))
"""From the palest to the strongest, apart for colour-blind readers too."""
NONE, MISSING = "#e4e4e4", "#ffffff"
_ON_ANY_PAGE = {NONE: "rgba(128, 128, 128, 0.2)", MISSING: "rgba(128, 128, 128, 0)"}
"""What they are on a page that may be light or dark."""
PALEST = 0.2
"""How much of its colour the smallest sum has on such a page, of which the rest is the page's ground."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month to draw: `2012-05`, the P&L of its days, None where it is undefined, and what they made in all."""

    name: str
    days: Mapping[date, Decimal | None]
    pnl: Decimal | None


def compact(value: Decimal | None) -> str:
    """Money in up to five characters, like `+123`, `-1.2k`, `+45k`, `+1.2M`; a dash where it is undefined."""
    if value is None:
        return "–"  # noqa: RUF001  (an en dash, as in tables)
    for size, letter in ((Decimal(1_000_000), "M"), (Decimal(1_000), "k")):
        if abs(value) >= size * Decimal("0.9995"):
            digits = 1 if abs(value) < size * Decimal("9.95") else 0
            return f"{value / size:+.{digits}f}{letter}"
    return f"{value:+.0f}" if round(value) else "0"


def draw_months(months: Sequence[Month], currency: str) -> bytes:
    """The months, three in a row, weeks from the top and Monday first; weekends only where something happened on one.

    Colour grows with the square root of the money, as in the recaps, so that small sums are seen too.
    """
    columns, most = _columns(months), _most(months)
    step = columns * CELL + GAP
    width = min(ACROSS, max(1, len(months))) * step + GAP
    parts, top = list[str](), GAP
    for start in range(0, len(months), ACROSS):
        row = months[start : start + ACROSS]
        for place, month in enumerate(row):
            parts += _heading(month, GAP + place * step, top, columns)
            parts += _days(month, (GAP + place * step, top + HEAD), columns, lambda pnl: _look(pnl, most, currency))
        top += HEAD + CELL * max(len(_weeks(month, columns)) for month in row) + GAP
    size = f'width="{width}" height="{top}" viewBox="0 0 {width} {top}"'
    label = f'role="img" aria-label="Daily P&amp;L in {escape(currency)}, {_span(months)}"'
    style = 'font-family="system-ui, sans-serif" font-size="11" fill="#333333"'
    paper = f'<rect width="{width}" height="{top}" rx="6" fill="#ffffff"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {label}>'
    return f"{head}\n{paper}\n<g {style}>\n{''.join(parts)}</g>\n</svg>\n".encode()


def chart_of(months: Sequence[Month], currency: str) -> Spec:
    """The same as a chart, in which a reader reads off the days: a specification of Vega-Lite."""
    columns, most = _columns(months), _most(months)
    rows: list[Spec] = []
    for month in months:
        for week, days in enumerate(_weeks(month, columns)):
            for day in (day for day in days[:columns] if day in month.days):
                pnl = month.days[day]
                name = f"{month.name}  {compact(month.pnl)}"
                place = {"week": week, "weekday": day.weekday()}
                seen = {"made": _look(pnl, most, currency).words, **_on_any_page(pnl, most)}
                rows.append({"month": name, "day": day.isoformat(), **place, **seen})
    sides = {"type": "ordinal", "axis": None}
    return {
        "$schema": SCHEMA,
        "data": {"values": rows},
        "facet": {
            "field": "month",
            "type": "nominal",
            "title": None,
            "header": {"labelAnchor": "start", "labelFontSize": 11},
        },
        "columns": ACROSS,
        "spacing": GAP,
        "config": {"view": {"stroke": None}},
        "resolve": {"scale": {"y": "independent"}},
        "spec": {
            "width": {"step": CELL},
            "height": {"step": CELL},
            "mark": {"type": "rect", "cornerRadius": 3, "stroke": QUIET, "strokeOpacity": 0.35},
            "encoding": {
                "x": {"field": "weekday", **sides, "scale": {"domain": [*range(columns)], "paddingInner": 0.08}},
                "y": {"field": "week", **sides, "scale": {"paddingInner": 0.08}},
                "color": {"field": "colour", "type": "nominal", "scale": None, "legend": None},
                "fillOpacity": {"field": "strength", "type": "quantitative", "scale": None, "legend": None},
                "tooltip": [{"field": "day"}, {"field": "made", "title": "P&L"}],
            },
        },
    }


def _on_any_page(pnl: Decimal | None, most: Decimal) -> Spec:
    """The colour of a day, and its strength: the ground shows through a small sum, so that it is as pale or as dark."""
    if not pnl:
        return {"colour": _ON_ANY_PAGE[MISSING if pnl is None else NONE], "strength": 1}
    strength = PALEST + (1 - PALEST) * _strength(pnl, most)
    return {"colour": color_of(pnl, abs(pnl)), "strength": round(strength, 3)}


def _strength(pnl: Decimal, most: Decimal) -> float:
    """A sum next to the largest of all, from 0 to 1."""
    return math.sqrt(abs(pnl) / most)


def _columns(months: Sequence[Month]) -> int:
    """The days of a week that are shown."""
    return 7 if any(day.weekday() >= calendar.SATURDAY for month in months for day in month.days) else 5


def _most(months: Sequence[Month]) -> Decimal:
    """The largest sum of a day, without its sign."""
    return max((abs(pnl) for month in months for pnl in month.days.values() if pnl is not None), default=ZERO)


def _heading(month: Month, left: int, top: int, columns: int) -> Iterator[str]:
    end = left + columns * CELL - SPACE
    yield f'<text x="{left}" y="{top + 11}">{month.name}</text>'
    yield f'<text x="{end}" y="{top + 11}" text-anchor="end" font-weight="bold">{compact(month.pnl)}</text>\n'


def _days(month: Month, corner: tuple[int, int], columns: int, look: Callable[[Decimal | None], Look]) -> Iterator[str]:
    for row, week in enumerate(_weeks(month, columns)):
        for column, day in enumerate(week[:columns]):
            if day in month.days:
                seen = look(month.days[day])
                place = f'x="{corner[0] + column * CELL}" y="{corner[1] + row * CELL - 6}"'
                line = f' stroke="{QUIET}" stroke-dasharray="2 2"' if seen.colour == MISSING else ""
                shape = f'{place} width="{CELL - SPACE}" height="{CELL - SPACE}" rx="3" fill="{seen.colour}"{line}'
                yield f"<rect {shape}><title>{day.isoformat()}: {escape(seen.words)}</title></rect>\n"


class Look(NamedTuple):
    """How a day is drawn: its colour, and its money in words."""

    colour: str
    words: str


def _look(pnl: Decimal | None, most: Decimal, currency: str) -> Look:
    if pnl is None:
        return Look(MISSING, "undefined")
    return Look(color_of(pnl, most), f"{pnl:+z,.2f} {currency}")


def _weeks(month: Month, columns: int) -> list[list[date]]:
    year, number = int(month.name[:4]), int(month.name[5:])
    weeks = calendar.Calendar().monthdatescalendar(year, number)
    return [week for week in weeks if any(day.month == number for day in week[:columns])]


def _span(months: Sequence[Month]) -> str:
    return f"{months[0].name} to {months[-1].name}" if months else "no month"


def color_of(pnl: Decimal, most: Decimal) -> str:
    """The colour of a day, next to the largest sum of all."""
    if not pnl:
        return NONE
    strength = _strength(pnl, most)
    pale, strong = GAIN if pnl > 0 else LOSS
    return "#" + "".join(f"{round(a + (b - a) * strength):02x}" for a, b in zip(pale, strong, strict=True))
