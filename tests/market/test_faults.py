from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.market.bars import COLUMNS
from kb.market.faults import find_faults

GOOD = (10.0, 12.0, 9.0, 11.0, 100.0)
NAN = float("nan")
Row = tuple[float, float, float, float, float]


def table(*rows: Row) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=COLUMNS, index=range(2, len(rows) + 2), dtype="float64")
    frame.insert(0, "time", pd.date_range("2024-01-02", periods=len(rows), tz="UTC"))
    return frame


def scaled(factor: float) -> Row:
    return (10 * factor, 12 * factor, 9 * factor, 11 * factor, 100.0)


def test_good_rows_have_no_fault() -> None:
    assert list(find_faults(table(GOOD, (10, 10, 10, 10, 0), (10, 12, 9, 11, NAN)))) == ["", "", ""]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ((10, 12, 9, NAN, 1), "missing-price"),
        ((10, float("inf"), 9, 11, 1), "missing-price"),
        ((10, 12, 0, 11, 1), "price-not-positive"),
        ((10, 12, 9, -1, 1), "price-not-positive"),
        ((10, 12, 9, 11, -5), "negative-volume"),
        ((10, 9, 12, 11, 1), "high-below-low"),
        ((10, 12, 9, 13, 1), "outside-range"),
        ((8, 12, 9, 11, 1), "outside-range"),
        ((10, 120, 9, 11, 1), "spike"),
        ((10, 12, 1, 11, 1), "spike"),
    ],
)
def test_a_row_that_cannot_be_true_has_a_fault(row: Row, fault: str) -> None:
    assert list(find_faults(table(GOOD, row, scaled(1.1)))) == ["", fault, ""]


def test_a_row_without_a_time_has_a_fault() -> None:
    rows = table(GOOD, scaled(1.1))
    rows.loc[3, "time"] = pd.NaT

    assert list(find_faults(rows)) == ["", "no-time"]


@pytest.mark.parametrize("factor", [10, 0.1])
def test_a_bar_ten_times_off_that_comes_back_is_a_spike(factor: float) -> None:
    assert list(find_faults(table(GOOD, scaled(factor), GOOD, scaled(1.1)))) == ["", "spike", "", ""]


@pytest.mark.parametrize("factor", [0.481, 0.1, 10])
def test_a_crash_or_a_surge_that_stays_is_kept(factor: float) -> None:
    assert list(find_faults(table(GOOD, GOOD, scaled(factor), scaled(factor)))) == [""] * 4


def test_an_exact_copy_is_told_from_a_conflict() -> None:
    rows = table(GOOD, GOOD, scaled(1.1), scaled(1.2))
    rows["time"] = pd.DatetimeIndex(["2024-01-02", "2024-01-02", "2024-01-03", "2024-01-03"], tz="UTC")

    assert list(find_faults(rows)) == ["", "copied-row", "conflicting-rows", "conflicting-rows"]


def test_copies_without_volume_are_copies() -> None:
    rows = table((10, 12, 9, 11, NAN), (10, 12, 9, 11, NAN))
    rows["time"] = pd.Timestamp("2024-01-02", tz="UTC")

    assert list(find_faults(rows)) == ["", "copied-row"]


def test_a_bad_row_does_not_spoil_a_good_one_of_the_same_time() -> None:
    rows = table((10, 9, 12, 11, 1), GOOD)
    rows["time"] = pd.Timestamp("2024-01-02", tz="UTC")

    assert list(find_faults(rows)) == ["high-below-low", ""]


def test_neighbours_are_those_in_time_not_in_the_file() -> None:
    assert list(find_faults(table(GOOD, scaled(10), GOOD, GOOD).iloc[[1, 0, 3, 2]])) == ["spike", "", "", ""]


prices = st.floats(-10, 1000) | st.sampled_from([NAN, float("inf"), 0.0])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(prices, prices, prices, prices, prices), max_size=8))
def test_what_has_no_fault_is_in_order(rows: list[Row]) -> None:
    frame = table(*rows)
    good = frame[find_faults(frame) == ""]

    assert (good["low"] > 0).all()
    assert (good[["open", "close"]].max(axis=1) <= good["high"]).all()
    assert (good[["open", "close"]].min(axis=1) >= good["low"]).all()
