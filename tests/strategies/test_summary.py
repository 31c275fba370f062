"""A backtest in figures."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from kb.strategies.backtest import Backtest, backtest_bars
from kb.strategies.library.buy_and_hold import BuyAndHold
from kb.strategies.library.sma_crossover import SmaCrossover
from kb.strategies.strategy import target_positions
from kb.strategies.summary import breakeven_cost_bps, drawdowns, metrics_of, monthly_returns, split, worst_drawdown


def equity_of(values: list[float]) -> pd.Series:
    return pd.Series(values, pd.date_range("2020-01-01", periods=len(values), tz="UTC"), dtype=float)


def run(bars: pd.DataFrame, strategy: BuyAndHold | SmaCrossover, **charges: Any) -> Backtest:
    return backtest_bars(
        bars, target_positions(strategy, bars), **{"periods_per_year": 252, "cost_bps": 2.0, **charges}
    )


def test_every_metric_has_its_name(bars: pd.DataFrame) -> None:
    figures = metrics_of(run(bars, SmaCrossover(5, 20)), run(bars, BuyAndHold()).returns)

    assert list(figures) == [
        "years",
        "total_return",
        "cagr",
        "annual_volatility",
        "sharpe_ratio",
        "in_sample_sharpe_ratio",
        "out_of_sample_sharpe_ratio",
        "sortino_ratio",
        "calmar_ratio",
        "max_drawdown",
        "max_drawdown_peak",
        "max_drawdown_valley",
        "max_drawdown_recovery",
        "value_at_risk",
        "conditional_value_at_risk",
        "turnover",
        "exposure",
        "trades",
        "open_trades",
        "hit_rate",
        "profit_factor",
        "average_win",
        "average_loss",
        "breakeven_cost_bps",
        "alpha",
        "beta",
        "information_ratio",
        "benchmark_sharpe_ratio",
        "benchmark_out_of_sample_sharpe_ratio",
        "benchmark_total_return",
        "benchmark_max_drawdown",
    ]
    assert None not in [figures[name] for name in ("sharpe_ratio", "profit_factor", "alpha", "breakeven_cost_bps")]


def test_a_strategy_is_its_own_benchmark(bars: pd.DataFrame) -> None:
    result = run(bars, BuyAndHold())
    figures = metrics_of(result, result.returns)

    assert figures["beta"] == pytest.approx(1.0)
    assert figures["alpha"] == pytest.approx(0.0, abs=1e-12)
    assert figures["information_ratio"] is None
    assert figures["benchmark_sharpe_ratio"] == figures["sharpe_ratio"]


def test_one_bar_has_no_figures_but_counts(bars: pd.DataFrame) -> None:
    figures = metrics_of(run(bars.iloc[:1], BuyAndHold()))

    assert {name for name, value in figures.items() if value is not None} == {"years", "trades", "open_trades"}
    assert figures["years"] == 0.0


def test_turnover_is_a_year_and_exposure_the_time_with_a_position(bars: pd.DataFrame) -> None:
    result = run(bars.iloc[:253], BuyAndHold())
    figures = metrics_of(result)

    assert figures["years"] == 1.0
    assert figures["turnover"] == pytest.approx(1.0)
    assert figures["exposure"] == 1.0


def test_a_window_is_split_at_seventy_percent() -> None:
    first, rest = split(equity_of([0.0] * 10))

    assert (len(first), len(rest)) == (7, 3)
    assert first.index[-1] < rest.index[0]


def test_the_worst_drawdown_has_its_dates() -> None:
    equity = equity_of([1.0, 1.2, 1.2, 0.9, 0.6, 1.1, 1.2, 1.0])
    worst = worst_drawdown(equity)

    assert worst is not None
    assert worst.depth == pytest.approx(-0.5)
    assert [worst.peak, worst.valley, worst.recovery] == [equity.index[2], equity.index[4], equity.index[6]]
    assert drawdowns(equity).iloc[4] == worst.depth


def test_a_drawdown_from_the_start_that_never_ends() -> None:
    equity = equity_of([1.0, 0.5, 0.8])
    worst = worst_drawdown(equity)

    assert worst is not None
    assert (worst.peak, worst.recovery) == (equity.index[0], None)


def test_equity_that_never_falls_has_no_drawdown(bars: pd.DataFrame) -> None:
    flat = metrics_of(run(bars.iloc[:10], SmaCrossover()))

    assert worst_drawdown(equity_of([1.0, 1.0, 1.1])) is None
    assert worst_drawdown(equity_of([])) is None
    assert (flat["max_drawdown"], flat["max_drawdown_peak"], flat["sharpe_ratio"]) == (0.0, None, None)


def test_the_dates_of_intraday_bars_have_hours(bars: pd.DataFrame) -> None:
    hours = bars.set_index(pd.date_range("2020-01-01 01:00", periods=len(bars), freq="h", tz="UTC", name="time"))
    daily, hourly = metrics_of(run(bars, BuyAndHold())), metrics_of(run(hours, BuyAndHold()))

    assert len(str(daily["max_drawdown_valley"])) == len("2020-01-01")
    assert len(str(hourly["max_drawdown_peak"])) == len("2020-01-01 01:00")


def test_months_are_compounded_and_empty_ones_missing() -> None:
    times = pd.to_datetime(["2019-12-30", "2019-12-31", "2020-02-03"], utc=True)
    months = monthly_returns(pd.Series([0.1, 0.1, -0.2], times))

    assert months.columns.equals(pd.RangeIndex(1, 13))
    assert months.loc[2019, 12] == pytest.approx(0.21)
    assert months.loc[2020, 2] == pytest.approx(-0.2)
    assert months.isna().sum().sum() == 22


def test_at_the_breakeven_cost_nothing_is_earned(bars: pd.DataFrame) -> None:
    strategy = SmaCrossover(5, 20, long_short=True)
    cost_bps = breakeven_cost_bps(run(bars, strategy, financing_bps_per_year=100.0))

    assert cost_bps is not None
    at_breakeven = run(bars, strategy, financing_bps_per_year=100.0, cost_bps=cost_bps)
    assert at_breakeven.equity.iloc[-1] == pytest.approx(1.0, abs=1e-9)


def test_what_never_trades_or_loses_before_costs_has_no_breakeven(bars: pd.DataFrame) -> None:
    falling = bars.assign(open=range(900, 300, -1), close=range(900, 300, -1))

    assert breakeven_cost_bps(run(bars.iloc[:10], SmaCrossover())) is None
    assert breakeven_cost_bps(run(falling, BuyAndHold())) is None
