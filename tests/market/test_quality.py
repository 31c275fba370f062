from __future__ import annotations

from pathlib import Path

import pandas as pd

from kb.market.bars import COLUMNS
from kb.market.providers.files import parse_bars
from kb.market.quality import check_rows

TESTS = Path(__file__).parents[1]


def rows(*days: str) -> pd.DataFrame:
    frame = pd.DataFrame(
        [(10.0, 12.0, 9.0, 11.0 + i / 8, 100.0) for i in range(len(days))], columns=COLUMNS, dtype="float64"
    )
    frame.insert(0, "time", pd.DatetimeIndex(list(days), tz="UTC"))
    return frame.set_index(pd.RangeIndex(2, len(days) + 2))


def test_every_planted_defect_is_found_by_its_line_and_the_rest_goes_on() -> None:
    """The report on a file with one of each defect, as the user reads it."""
    checked = parse_bars((TESTS / "data/market/dirty.csv").read_bytes(), "America/New_York", "data/bars/dirty.csv")
    report = "".join(f"{problem.severity} {problem.rule}\n  {problem}\n" for problem in checked.problems)

    assert report == (TESTS / "golden/market/dirty.txt").read_text("utf-8")
    assert len(checked.bars) + len(checked.left_out) == 41
    assert checked.bars.index.is_monotonic_increasing


def test_rows_out_of_order_are_sorted_and_each_block_is_said_once() -> None:
    checked = check_rows(rows("2024-01-02", "2024-01-05", "2024-01-03", "2024-01-04", "2024-01-08"))

    assert [time.day for time in checked.bars.index] == [2, 3, 4, 5, 8]
    assert [(problem.line, problem.rule, problem.severity) for problem in checked.problems] == [
        (4, "out-of-order", "warning")
    ]
    assert checked.left_out == ()


def test_newest_first_is_an_order_too() -> None:
    checked = check_rows(rows("2024-01-04", "2024-01-03", "2024-01-02"))

    assert [time.day for time in checked.bars.index] == [2, 3, 4]
    assert checked.problems == ()


def test_no_rows_are_no_bars() -> None:
    checked = check_rows(rows())

    assert checked.bars.empty
    assert checked.problems == ()


def test_values_are_never_changed() -> None:
    given = rows("2024-01-02", "2024-01-03")

    assert check_rows(given).bars.to_numpy().tolist() == given[COLUMNS].to_numpy().tolist()
