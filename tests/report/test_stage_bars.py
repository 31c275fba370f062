"""Stages as bars over time, whatever came when."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kb.report.stage_bars import LEAST_OPEN, MOST_ROWS, bars_of, rows_of, words_of
from kb.report.strategy import Stage
from kb.vault.markdown import read_outline


def words(*stages: tuple[str, str]) -> list[str]:
    return [bar.words for bar in bars_of([Stage(*stage) for stage in stages])]


def test_each_stage_goes_to_the_next_and_the_present_one_goes_on() -> None:
    said = words(("draft", "2026-03-01"), ("backtest", "2026-05-02"), ("live", "2026-05-03"))

    assert said == ["draft: 2026-03-01 to 2026-05-02, 62 days", "backtest: 2026-05-02 to 2026-05-03, 1 day",
                    "live: since 2026-05-03"]  # fmt: skip


def test_a_strategy_that_never_changed_has_one_bar() -> None:
    (bar,) = bars_of([Stage("draft", "2026-03-01")])

    assert (bar.words, bar.is_present, bar.end - bar.first) == ("draft: since 2026-03-01", True, LEAST_OPEN)


def test_without_a_day_there_is_no_bar() -> None:
    assert bars_of([Stage("draft")]) == bars_of([]) == []


def test_changes_of_one_day_have_bars_of_no_length() -> None:
    assert words(("draft", "2026-03-01"), ("live", "2026-03-01"))[0] == "draft: 2026-03-01 to 2026-03-01, 0 days"


def test_a_stage_that_is_not_committed_stands_behind_the_known_ones() -> None:
    known, new = bars_of([Stage("draft", "2026-03-01"), Stage("live")])

    assert (known.is_present, new.is_present, new.first) == (False, True, known.end)
    assert new.words == "live: not committed yet"


def test_a_leap_day_is_a_day() -> None:
    assert "2 days" in words(("draft", "2024-02-28"), ("live", "2024-03-01"))[0]
    assert "1 day" in words(("draft", "2023-02-28"), ("live", "2023-03-01"))[0]


def test_a_strategy_that_goes_back_has_two_bars_in_one_row() -> None:
    stages = [Stage("forward", "2026-01-01"), Stage("live", "2026-02-01"), Stage("forward", "2026-03-01")]
    rows = rows_of(bars_of(stages))

    assert [(row[0].stage, len(row)) for row in rows] == [("forward", 2), ("live", 1)]


def test_of_very_many_stages_the_latest_have_rows() -> None:
    stages = [Stage(str(day), (date(2026, 1, 1) + timedelta(day)).isoformat()) for day in range(40)]
    rows = rows_of(bars_of(stages))

    assert [row[0].stage for row in rows] == [str(day) for day in range(40 - MOST_ROWS, 40)]
    assert words_of(bars_of(stages)).startswith("…; 28: ")


@given(st.lists(st.tuples(st.text(max_size=20), st.dates()), min_size=1, max_size=30), st.booleans())
def test_bars_join_without_a_gap(stages: list[tuple[str, date]], is_dated: bool) -> None:
    bars = bars_of([*(Stage(name, day.isoformat()) for name, day in stages), *([] if is_dated else [Stage("now")])])

    assert all(one.end == other.first <= other.end for one, other in pairwise(bars))
    assert [bar.is_present for bar in bars] == [False] * (len(bars) - 1) + [True]
    assert len(read_outline(f"![[a.svg|{words_of(bars)}]]", path="", first_line=1).links) == 1
