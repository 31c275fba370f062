"""The timeline of a strategy: what is drawn of its bars, decided once for the picture and for the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kb.charts import COLOURS, QUIET
from kb.charts.rows import distinct
from kb.report.stage_bars import Bar, later, rows_of, words_of
from kb.report.text import shortened

WIDTH, NAMES, ROW, BAR, EDGE = 480, 196, 24, 12, 12
"""Pixels: the whole, the column of names and days, a row and its bar, what is free around."""
PLOT = WIDTH - NAMES - EDGE
SHORTEST = 3
"""Pixels of a bar: a stage of an hour is seen, too."""
MOST_LETTERS, MOST_WIDE_LETTERS = 16, 9
"""Of a name beside its bars; letters of other scripts may be twice as wide."""
PAST, PRESENT = QUIET, COLOURS[0]
OUTLINE = (3, 2)
"""Pixels of a dash and of the gap behind it, around a bar without a day."""


@dataclass(frozen=True, slots=True)
class Span:
    """One bar as it is drawn.

    Attributes:
        first: The day at its left end.
        end: The day at its right end, late enough that the bar is seen.
        words: What it says to who points at it.
        colour: That of the present stage, or of the others.
        goes_on: Whether no later day is known.
        has_day: Whether it is known when it began; if not, it is only outlined.
    """

    first: date
    end: date
    words: str
    colour: str
    goes_on: bool
    has_day: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The spans of one stage.

    Attributes:
        name: The stage as it stands beside them, like no other row's.
        day: Since when it was last stood at, as ISO text; empty where that is not known.
        is_present: Whether the strategy stands there now.
        spans: Its spans, oldest first.
    """

    name: str
    day: str
    is_present: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows, from above, and the same in words."""

    rows: tuple[Row, ...]
    words: str

    @property
    def first(self) -> date:
        """The day at the left edge."""
        return min(span.first for row in self.rows for span in row.spans)

    @property
    def end(self) -> date:
        """The day at the right edge."""
        return max(span.end for row in self.rows for span in row.spans)


def timeline_of(bars: Sequence[Bar]) -> Timeline:
    """Decide what is drawn of bars, of which there is at least one."""
    rows = rows_of(bars)
    shown = [bar for row in rows for bar in row]
    days = (max(bar.end for bar in shown) - min(bar.first for bar in shown)).days
    shortest = timedelta(max(1, days * SHORTEST // PLOT))
    names = distinct([_short(row[-1].stage) for row in rows])
    return Timeline(tuple(_row(name, row, shortest) for name, row in zip(names, rows, strict=True)), words_of(bars))


def _row(name: str, bars: Sequence[Bar], shortest: timedelta) -> Row:
    last = bars[-1]
    return Row(
        name=name,
        day=str(last.first) if last.has_day else "",
        is_present=last.is_present,
        spans=tuple(_span(bar, shortest) for bar in bars),
    )


def _span(bar: Bar, shortest: timedelta) -> Span:
    """The span of a bar; at the calendar's end it has its length before that."""
    return Span(
        first=min(bar.first, date.max - shortest),
        end=max(bar.end, later(bar.first, shortest)),
        words=bar.words,
        colour=PRESENT if bar.is_present else PAST,
        goes_on=bar.goes_on,
        has_day=bar.has_day,
    )


def _short(name: str) -> str:
    return shortened(name, MOST_LETTERS if name.isascii() else MOST_WIDE_LETTERS)
