from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from kb.journal.events import Event
from kb.journal.marks import read_closes
from kb.journal.periods import parse_zone

Story = Callable[[str], tuple[Event, ...]]


def test_marks_are_raw_closes_and_a_symbol_without_bars_is_a_problem(story: Story) -> None:
    events = story("2005-02-25 deposit 1\n2005-02-25 fill AAPL 1 88\n2005-02-25 fill ACME 1 5")
    closes, [problem] = read_closes(events, parse_zone("America/New_York"))

    assert closes.keys() == {"AAPL"}
    assert closes["AAPL"][date(2005, 2, 25)] == Decimal("88.99")
    assert closes["AAPL"][date(2005, 2, 28)] == Decimal("44.86")
    assert (problem.rule, problem.found) == ("journal-marks", "ACME")
