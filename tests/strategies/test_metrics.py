"""Figures against empyrical-reloaded and by hand, at the edges too."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import KbError
from kb.strategies import metrics

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what empyrical imports is not ours to mend
    import empyrical

YEAR = 252.0
ANNUALISED = {
    "cagr": metrics.cagr,
    "annual_volatility": metrics.annual_volatility,
    "sharpe_ratio": metrics.sharpe_ratio,
    "sortino_ratio": metrics.sortino_ratio,
    "calmar_ratio": metrics.calmar_ratio,
}
PLAIN = {
    "cum_returns_final": metrics.total_return,
    "max_drawdown": metrics.max_drawdown,
    "value_at_risk": metrics.value_at_risk,
    "conditional_value_at_risk": metrics.conditional_value_at_risk,
}


def returns_of(values: list[float]) -> pd.Series:
    return pd.Series(values, pd.date_range("2020-01-01", periods=len(values), freq="B", tz="UTC"), dtype=float)


def random_returns(seed: int, count: int = 500) -> pd.Series:
    return returns_of(list(np.random.default_rng(seed).normal(0.0005, 0.01, count)))


def agrees(ours: float | None, theirs: Any) -> bool:
    """Equal to 1e-9, or undefined here and NaN or infinite there."""
    if ours is None or not math.isfinite(theirs):
        return ours is None and not math.isfinite(theirs)
    return ours == pytest.approx(theirs, rel=1e-9, abs=1e-9)


SERIES = {
    "a random walk": random_returns(1),
    "another": random_returns(2, 37),
    "first one loses": returns_of([-0.5, 0.1, 0.1]),
    "all lose": returns_of([-0.01, -0.02, -0.005]),
    "none loses": returns_of([0.01, 0.0, 0.02]),
    "flat": returns_of([0.0] * 10),
    "all the same": returns_of([0.1] * 10),
    "one": returns_of([0.01]),
    "everything is lost": returns_of([0.1, -1.0, 0.0]),
    "empty": returns_of([]),
}


@pytest.mark.parametrize("case", SERIES)
@pytest.mark.parametrize("name", ANNUALISED)
def test_annualised_figures_agree_with_empyrical(name: str, case: str) -> None:
    ours = ANNUALISED[name](SERIES[case], YEAR)
    theirs = getattr(empyrical, name)(SERIES[case], annualization=YEAR)

    assert agrees(ours, theirs)


@pytest.mark.parametrize("case", SERIES)
@pytest.mark.parametrize("name", PLAIN)
def test_figures_agree_with_empyrical(name: str, case: str) -> None:
    ours = PLAIN[name](SERIES[case])
    theirs = getattr(empyrical, name)(SERIES[case])

    assert agrees(ours, theirs)


@pytest.mark.parametrize("seed", range(5))
def test_figures_against_a_benchmark_agree_with_empyrical(seed: int) -> None:
    market = random_returns(100 + seed)
    returns = 0.5 * market + random_returns(seed)

    assert agrees(metrics.beta(returns, market), empyrical.beta(returns, market))
    assert agrees(metrics.alpha(returns, market, YEAR), empyrical.alpha(returns, market, annualization=YEAR))
    assert agrees(
        metrics.information_ratio(returns, market, YEAR), empyrical.excess_sharpe(returns, market) * math.sqrt(YEAR)
    )


@given(st.lists(st.floats(-0.2, 0.2), min_size=2, max_size=60), st.sampled_from([12.0, 252.0, 365.0]))
def test_figures_agree_with_empyrical_on_any_returns(values: list[float], periods_per_year: float) -> None:
    returns = returns_of(values)

    for name in ("cagr", "annual_volatility"):
        assert agrees(
            ANNUALISED[name](returns, periods_per_year),
            getattr(empyrical, name)(returns, annualization=periods_per_year),
        )
    for name, figure in PLAIN.items():
        assert agrees(figure(returns), getattr(empyrical, name)(returns))


def test_the_year_is_never_guessed() -> None:
    monthly = returns_of([0.01] * 24)

    assert metrics.cagr(monthly, 12) == pytest.approx(1.01**12 - 1)


def test_everything_lost_is_minus_one_a_year_and_below_zero_has_no_rate() -> None:
    assert metrics.cagr(returns_of([0.1, -1.0, 0.0]), YEAR) == -1.0
    assert metrics.cagr(returns_of([-1.5, 0.1]), YEAR) is None
    assert metrics.cagr(returns_of([-1.5, -1.5]), YEAR) is None


def test_the_first_loss_counts_from_the_start() -> None:
    assert metrics.max_drawdown(returns_of([-0.5, 0.1, 0.1])) == pytest.approx(-0.5)


def test_a_ratio_without_risk_is_undefined() -> None:
    flat, same, rising = returns_of([0.0] * 5), returns_of([0.1] * 5), returns_of([0.1, 0.2])

    assert metrics.sharpe_ratio(flat, YEAR) is None
    assert metrics.sharpe_ratio(same, YEAR) is None
    assert metrics.sortino_ratio(rising, YEAR) is None
    assert metrics.calmar_ratio(rising, YEAR) is None
    assert metrics.information_ratio(rising, rising, YEAR) is None
    assert metrics.beta(rising, same.iloc[:2]) is None
    assert metrics.alpha(rising, same.iloc[:2], YEAR) is None


def test_a_missing_return_is_no_flat_day() -> None:
    with pytest.raises(KbError, match="1 returns are missing or infinite: first at 2020-01-02"):
        metrics.sharpe_ratio(returns_of([0.1, math.nan]), YEAR)


def test_a_benchmark_of_other_times_is_refused() -> None:
    with pytest.raises(KbError, match="must cover the same times: 2 returns and 3"):
        metrics.beta(returns_of([0.1, 0.2]), returns_of([0.1, 0.2, 0.3]))


@pytest.mark.parametrize(
    ("trades", "hit_rate", "profit_factor", "average_win", "average_loss"),
    [
        ([], None, None, None, None),
        ([0.1], 1.0, None, 0.1, None),
        ([-0.1], 0.0, 0.0, None, -0.1),
        ([-0.5, 0.1, 0.1], 2 / 3, 0.4, 0.1, -0.5),
        ([0.0, 0.2, -0.1], 1 / 3, 2.0, 0.2, -0.1),
    ],
)
def test_figures_of_trades(
    trades: list[float],
    hit_rate: float | None,
    profit_factor: float | None,
    average_win: float | None,
    average_loss: float | None,
) -> None:
    series = pd.Series(trades, dtype=float)

    assert metrics.hit_rate(series) == pytest.approx(hit_rate)
    assert metrics.profit_factor(series) == pytest.approx(profit_factor)
    assert metrics.average_win(series) == pytest.approx(average_win)
    assert metrics.average_loss(series) == pytest.approx(average_loss)
