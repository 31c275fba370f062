"""Pictures of a journal: the P&L calendar. Narrow enough for a phone; losses red, gains blue."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from matplotlib import colormaps
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kb.journal.analytics import pnl_by_month
from kb.journal.daily import Day, pnl_over
from kb.journal.events import ZERO
from kb.journal.pnl_calendar import compact
from kb.journal.review import Review

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH_INCHES = 6.8
COLORS = colormaps["RdBu"]
MISSING = "#e6e6e6"
STRONG = 0.55
"""From this share of the strongest colour on, white text reads better than black."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A calendar to draw.

    Attributes:
        rows: Labels from the top.
        columns: Labels from the left.
        values: Money by row and column; None where it is undefined. What is absent is left blank.
        labels: Small text in a cell's corner.
        totals: Text at the end of each row.
        points: Size of the money in a cell; 0 where cells are too narrow for it.
        cell_inches: Height of a row.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    values: Mapping[tuple[int, int], Decimal | None]
    labels: Mapping[tuple[int, int], str]
    totals: Sequence[str]
    points: float
    cell_inches: float


def calendar_figure(seen: Review, currency: str) -> Figure:
    """The P&L of a review as a calendar: days of a month by weeks, days of a year by months, or months by years."""
    grids = {"month": month_grid, "year": year_grid, "all": years_grid}
    what = "month" if seen.period.kind == "all" else "day"
    total = "undefined" if seen.pnl is None else f"{round(seen.pnl):+,} {currency}" if round(seen.pnl) else "0"
    return draw_grid(grids[seen.period.kind](seen.days), f"P&L by {what}, {seen.period.title}: {total}")


def month_grid(days: Sequence[Day]) -> Grid:
    """The days of one month: a row for each week, Monday first; weekends only where something happened on one."""
    weeks = calendar.monthcalendar(days[0].day.year, days[0].day.month)
    width = 7 if any(day.day.weekday() >= calendar.SATURDAY for day in days) else 5
    weeks = [week for week in weeks if any(week[:width])]
    pnl = {day.day.day: day.pnl for day in days}
    places = {(row, column): week[column] for row, week in enumerate(weeks) for column in range(width) if week[column]}
    return Grid(
        rows=[""] * len(weeks),
        columns=list(calendar.day_abbr)[:width],
        values={place: pnl[number] for place, number in places.items() if number in pnl},
        labels={place: str(number) for place, number in places.items()},
        totals=[_total([day for day in days if day.day.day in week]) for week in weeks],
        points=11,
        cell_inches=0.75,
    )


def year_grid(days: Sequence[Day]) -> Grid:
    """The days of one year: a row for each month, its sum at the end."""
    return Grid(
        rows=list(calendar.month_abbr)[1:],
        columns=[str(number) if number % 5 == 0 or number == 1 else "" for number in range(1, 32)],
        values={(day.day.month - 1, day.day.day - 1): day.pnl for day in days},
        labels={},
        totals=[_total([day for day in days if day.day.month == month]) for month in range(1, 13)],
        points=0,
        cell_inches=0.3,
    )


def years_grid(days: Sequence[Day]) -> Grid:
    """The months of several years: a row for each year, its sum at the end."""
    by_month = {(int(key[:4]), int(key[5:])): pnl for key, pnl in pnl_by_month(days).items()}
    years = list(range(days[0].day.year, days[-1].day.year + 1))
    return Grid(
        rows=[str(year) for year in years],
        columns=[name[0] for name in list(calendar.month_abbr)[1:]],
        values={(years.index(year), month - 1): pnl for (year, month), pnl in by_month.items()},
        labels={},
        totals=[_total([day for day in days if day.day.year == year]) for year in years],
        points=9,
        cell_inches=0.36,
    )


def draw_grid(grid: Grid, title: str) -> Figure:
    """Draw a calendar; colour grows with the square root of the money, so that small sums are seen too."""
    height, width = len(grid.rows), len(grid.columns)
    figure = Figure(figsize=(WIDTH_INCHES, grid.cell_inches * height + 0.9), layout="constrained")
    axes = figure.subplots()
    most = max((abs(value) for value in grid.values.values() if value is not None), default=ZERO) or Decimal(1)
    for place in sorted(grid.values.keys() | grid.labels.keys()):
        _draw_cell(axes, grid, place, most)
    for row, total in enumerate(grid.totals):
        axes.text(width + 0.015 * width, row + 0.5, total, ha="left", va="center", fontsize=10, fontweight="bold")
    axes.set(xlim=(0, width * 1.14), ylim=(height, 0))
    axes.set_title(title, loc="left", fontsize=12)
    axes.set_xticks([column + 0.5 for column in range(width)], grid.columns)
    axes.set_yticks([row + 0.5 for row in range(height)], grid.rows)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelsize=10)
    axes.spines[:].set_visible(False)
    return figure


def _draw_cell(axes: Axes, grid: Grid, place: tuple[int, int], most: Decimal) -> None:
    (row, column), value = place, grid.values.get(place)
    strength = float(abs(value or ZERO) / most) ** 0.5
    ink = "white" if strength > STRONG else "#333333"
    if place in grid.values:
        color = MISSING if value is None else COLORS(0.5 + 0.5 * strength * (1 if value > 0 else -1))
        axes.add_patch(Rectangle((column, row), 1, 1, facecolor=color, edgecolor="white", linewidth=1.5))
        if grid.points:
            money = compact(value)
            axes.text(column + 0.5, row + 0.5, money, ha="center", va="center", fontsize=grid.points, color=ink)
    axes.text(column + 0.05, row + 0.07, grid.labels.get(place, ""), ha="left", va="top", fontsize=8, color=ink)


def _total(days: Sequence[Day]) -> str:
    return compact(pnl_over(days)) if days else ""
