from __future__ import annotations

import pandas as pd

from kb.market.oddities import find_oddities


def daily(*closes: float, volume: float = 100.0) -> pd.DataFrame:
    close = pd.Series(closes, index=range(2, len(closes) + 2), dtype="float64")
    time = pd.Series(pd.bdate_range("2024-01-02", periods=len(closes), tz="UTC"), index=close.index)
    return pd.DataFrame(
        {"time": time, "open": close, "high": close + 1, "low": close - 1, "close": close, "volume": volume}
    )


def said(rows: pd.DataFrame) -> list[str]:
    return [str(problem).split(". ")[0] for problem in find_oddities(rows, "x.csv")]


def test_ordinary_bars_are_not_odd() -> None:
    assert said(daily(*range(10, 40))) == []


def test_nothing_is_not_odd() -> None:
    assert said(daily()) == []


def test_a_fall_by_half_is_said_and_is_a_warning() -> None:
    rows = daily(100, 101, 48.6, 49)

    assert said(rows) == ["x.csv:4: The close jumps: -51.9% at 2024-01-04 00:00 UTC"]
    assert find_oddities(rows, None)[0].severity == "warning"


def test_prices_that_stand_still_are_said_once() -> None:
    assert said(daily(10, 11, 11, 11, 11, 11, 11, 12)) == [
        "x.csv:3: The prices stand still: 6 bars at 11 from 2024-01-03 00:00 UTC"
    ]


def test_four_equal_bars_may_be_chance() -> None:
    assert said(daily(10, 11, 11, 11, 11, 12)) == []


def test_a_long_gap_is_a_hole_but_a_weekend_is_none() -> None:
    rows = daily(*range(10, 50))

    assert said(rows.drop(index=range(20, 26))) == ["x.csv:26: Bars seem to be missing: 11 days before 2024-02-05"]


def test_a_missing_month_is_a_hole() -> None:
    rows = daily(*range(10, 50)).assign(time=pd.date_range("2020-01-01", periods=40, freq="MS", tz="UTC"))

    assert said(rows.drop(index=20)) == ["x.csv:21: Bars seem to be missing: 61 days before 2021-08-01"]


def test_nights_are_no_holes() -> None:
    hours = [pd.Timestamp(f"2024-01-{day:02} {hour}:30", tz="UTC") for day in range(1, 11) for hour in range(14, 18)]

    assert said(daily(*range(10, 50)).assign(time=hours)) == []


def test_a_move_on_no_volume_is_said() -> None:
    rows = daily(10, 11, 12)
    rows.loc[3, "volume"] = 0

    assert said(rows) == ["x.csv:3: The price moved on no volume: 2024-01-03 00:00 UTC"]


def test_a_source_without_volume_is_not_blamed() -> None:
    assert said(daily(10, 11, 12, volume=0)) == []
    assert said(daily(10, 11, 12, volume=float("nan"))) == []
