"""Months of daily P&L as small calendars: losses red, gains blue, as SVG that needs no library."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from typing import NamedTuple

from kb.journal.events import ZERO

Rgb = tuple[int, int, int]

CELL, SPACE, GAP, HEAD = 26, 2, 22, 26
"""Pixels: a day, what parts it from the next, what parts months, the words above one."""
ACROSS = 3
MOST_MONTHS = 12
GAIN: tuple[Rgb, Rgb] = ((209, 229, 240), (33, 102, 172))
LOSS: tuple[Rgb, Rgb] = ((253, 219, 199), (178, 24, 43))
"""From the palest to the strongest, apart for colour-blind readers too."""
NONE = "#e4e4e4"


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
    columns = 7 if any(day.weekday() >= calendar.SATURDAY for month in months for day in month.days) else 5
    most = max((abs(pnl) for month in months for pnl in month.days.values() if pnl is not None), default=ZERO)
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
    style = 'font-family="system-ui, sans-serif" font-size="13" fill="#333333"'
    paper = f'<rect width="{width}" height="{top}" rx="6" fill="#ffffff"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {label}>'
    return f"{head}\n{paper}\n<g {style}>\n{''.join(parts)}</g>\n</svg>\n".encode()


def _heading(month: Month, left: int, top: int, columns: int) -> Iterator[str]:
    end = left + columns * CELL - SPACE
    yield f'<text x="{left}" y="{top + 13}">{month.name}</text>'
    yield f'<text x="{end}" y="{top + 13}" text-anchor="end" font-weight="bold">{compact(month.pnl)}</text>\n'


def _days(month: Month, corner: tuple[int, int], columns: int, look: Callable[[Decimal | None], Look]) -> Iterator[str]:
    for row, week in enumerate(_weeks(month, columns)):
        for column, day in enumerate(week[:columns]):
            if day in month.days:
                seen = look(month.days[day])
                place = f'x="{corner[0] + column * CELL}" y="{corner[1] + row * CELL - 6}"'
                shape = f'{place} width="{CELL - SPACE}" height="{CELL - SPACE}" rx="3" {seen.paint}'
                yield f"<rect {shape}><title>{day.isoformat()}: {seen.words}</title></rect>\n"


class Look(NamedTuple):
    """How a day is drawn: the attributes of its shape, and its money in words."""

    paint: str
    words: str


def _look(pnl: Decimal | None, most: Decimal, currency: str) -> Look:
    if pnl is None:
        return Look('fill="#ffffff" stroke="#999999" stroke-dasharray="2 2"', "undefined")
    return Look(f'fill="{color_of(pnl, most)}"', f"{pnl:+,.2f} {escape(currency)}")


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
    strength = float(abs(pnl) / most) ** 0.5
    pale, strong = GAIN if pnl > 0 else LOSS
    return "#" + "".join(f"{round(a + (b - a) * strength):02x}" for a, b in zip(pale, strong, strict=True))
