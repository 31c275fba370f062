"""The stages of a strategy as bars over time: what a timeline draws, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kb.report.strategy import Stage
from kb.report.text import CONTROL

OPEN_PART = 4
"""A stage that goes on takes at least one part of so many of the whole."""
LEAST_OPEN = timedelta(7)
MOST_ROWS, MOST_SAID = 12, 12
"""Stages that are drawn, and bars that are told in words."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A time that a strategy stood at a stage.

    Attributes:
        stage: Its name.
        first: The day on which it began; of one that has no day yet, where it is drawn.
        end: The day on which the next began; of one that goes on, where it is drawn.
        goes_on: Whether no later day is known.
        is_present: Whether the strategy stands there now.
        has_day: Whether it is known when it began.
    """

    stage: str
    first: date
    end: date
    goes_on: bool = False
    is_present: bool = False
    has_day: bool = True

    @property
    def words(self) -> str:
        """What it says."""
        if not self.has_day:
            return f"{self.stage}: not committed yet"
        if self.goes_on:
            return f"{self.stage}: since {self.first}"
        count = (self.end - self.first).days
        return f"{self.stage}: {self.first} to {self.end}, {count:,} {'day' if count == 1 else 'days'}"


def bars_of(stages: Sequence[Stage]) -> list[Bar]:
    """The bars, oldest first; none where no day is known.

    No clock is asked. So a stage that goes on ends at an edge that depends on the days before it alone.

    Args:
        stages: Where the strategy has been, oldest first, the last the present one, which may have no day.
    """
    known = sorted((stage for stage in stages if stage.since), key=lambda stage: stage.since)
    if not known:
        return []
    starts = [date.fromisoformat(stage.since) for stage in known]
    beyond = max(LEAST_OPEN, (starts[-1] - starts[0]) // (OPEN_PART - 1))
    edge = later(starts[-1], beyond)
    ends, last = [*starts[1:], edge], len(known) - 1
    is_dated = bool(stages[-1].since)
    bars = [
        Bar(_line(stage.name), starts[at], ends[at], at == last, is_present=is_dated and at == last)
        for at, stage in enumerate(known)
    ]
    if not is_dated:
        bars.append(
            Bar(_line(stages[-1].name), edge, later(edge, beyond), goes_on=True, is_present=True, has_day=False)
        )
    return bars


def later(day: date, by: timedelta) -> date:
    """So much later, and no later than the calendar goes."""
    return day + min(by, date.max - day)


def _line(name: str) -> str:
    return " ".join(CONTROL.sub(" ", name).split())


def rows_of(bars: Sequence[Bar]) -> list[list[Bar]]:
    """The bars of each stage, in the order in which the strategy first came to them; of very many the latest ones."""
    rows: dict[str, list[Bar]] = {}
    for bar in bars:
        rows.setdefault(bar.stage, []).append(bar)
    latest = {own[0].stage for own in sorted(rows.values(), key=lambda own: own[-1].first)[-MOST_ROWS:]}
    return [own for stage, own in rows.items() if stage in latest]


def words_of(bars: Sequence[Bar]) -> str:
    """What the latest bars show, for those who do not see them, as the text of an embed."""
    before = "…; " if len(bars) > MOST_SAID else ""
    return (before + "; ".join(bar.words for bar in bars[-MOST_SAID:])).translate(_NOT_IN_AN_EMBED)


_NOT_IN_AN_EMBED = str.maketrans("[]|#^\\`$%<>*_", "()/          ")
