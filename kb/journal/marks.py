"""Raw closes of what an account traded, from `kb.market`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from kb import market
from kb.errors import KbError
from kb.journal.daily import Closes, closes_by_day
from kb.journal.events import Event
from kb.model.problem import Problem, problem_of


def read_closes(events: Iterable[Event], zone: tzinfo) -> tuple[Closes, tuple[Problem, ...]]:
    """Read the raw closes of every symbol that the events name; one without bars is a Problem, and has no marks."""
    closes = {}
    problems = []
    for symbol in sorted({symbol for event in events if (symbol := getattr(event, "symbol", None))}):
        try:
            closes[symbol] = closes_by_day(market.bars(symbol, adjusted=False), zone)
        except KbError as error:
            problems.append(problem_of(error, "journal-marks"))
    return closes, tuple(problems)
