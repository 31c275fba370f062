from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.market.actions import Dividend, Split, derive_actions

ZONE = "America/New_York"
DAYS = pd.date_range("2024-01-02 05:00", periods=3, tz="UTC", name="time")


def derived(close: list[float], adjusted: list[float]) -> tuple[Split | Dividend, ...]:
    return derive_actions(pd.Series(close, DAYS), pd.Series(adjusted, DAYS), ZONE)


def test_a_factor_that_stays_is_no_action() -> None:
    assert derived([100, 101, 102], [10, 10.1, 10.2]) == ()


@pytest.mark.parametrize("ratio", ["2", "1.5", "7", "0.1"])
def test_a_change_by_a_ratio_is_a_split_on_the_exchange_s_day(ratio: str) -> None:
    factor = float(ratio)

    assert derived([100, 101 / factor, 102 / factor], [100 / factor, 101 / factor, 102 / factor]) == (
        Split(date(2024, 1, 3), Decimal(ratio)),
    )


def test_any_other_change_is_a_dividend_in_cash() -> None:
    factor = 99 / (99 + 0.85)

    assert derived([100, 99, 101], [100 * factor, 99, 101]) == (Dividend(date(2024, 1, 3), Decimal("0.8500")),)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 30_000), st.floats(5, 2000))
def test_a_dividend_comes_back_to_a_hundredth_of_a_cent(hundredths: int, close: float) -> None:
    cash = hundredths / 10_000
    change = (close + cash) / close
    if Fraction(change).limit_denominator(20) == 1 or change < 1.04:
        assert derived([100, close, close], [100 / change, close, close]) == (
            Dividend(date(2024, 1, 3), Decimal(hundredths).scaleb(-4)),
        )
