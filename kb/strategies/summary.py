"""A backtest in figures: every metric by its name, its drawdowns, its months, its costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kb.strategies import metrics
from kb.strategies.backtest import BPS, Backtest

IN_SAMPLE = 0.7
"""The part of a window, from its start, on which parameters may be chosen; the rest judges the choice."""

Figures = dict[str, float | int | str | None]


@dataclass(frozen=True, slots=True)
class Drawdown:
    """The deepest fall of equity.

    Attributes:
        depth: From the peak to the valley, a fraction < 0.
        peak: The last time at the highest equity before.
        valley: The time of the lowest equity after.
        recovery: The first time back at the peak's equity, or None.
    """

    depth: float
    peak: pd.Timestamp
    valley: pd.Timestamp
    recovery: pd.Timestamp | None


def metrics_of(result: Backtest, benchmark: pd.Series | None = None) -> Figures:
    """Every metric of a backtest, named as in the notes.

    Args:
        result: The backtest.
        benchmark: Returns of the benchmark over the same bars.
    """
    returns, periods_per_year = result.returns, result.periods_per_year
    first, rest = split(returns)
    figures: Figures = {
        "years": len(returns) / periods_per_year,
        "total_return": metrics.total_return(returns),
        "cagr": metrics.cagr(returns, periods_per_year),
        "annual_volatility": metrics.annual_volatility(returns, periods_per_year),
        "sharpe_ratio": metrics.sharpe_ratio(returns, periods_per_year),
        "in_sample_sharpe_ratio": metrics.sharpe_ratio(first, periods_per_year),
        "out_of_sample_sharpe_ratio": metrics.sharpe_ratio(rest, periods_per_year),
        "sortino_ratio": metrics.sortino_ratio(returns, periods_per_year),
        "calmar_ratio": metrics.calmar_ratio(returns, periods_per_year),
        **_drawdown_figures(result.equity),
        "value_at_risk": metrics.value_at_risk(returns),
        "conditional_value_at_risk": metrics.conditional_value_at_risk(returns),
        **_trading_figures(result),
    }
    return figures if benchmark is None else {**figures, **_benchmark_figures(returns, benchmark, periods_per_year)}


def split(returns: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The in-sample and the out-of-sample part of a window: its first 70 % and the rest."""
    count = round(len(returns) * IN_SAMPLE)
    return returns.iloc[:count], returns.iloc[count:]


def drawdowns(equity: pd.Series) -> pd.Series:
    """How far equity is below its highest so far, at each time: fractions <= 0."""
    return (equity / equity.cummax() - 1.0).rename("drawdown")


def worst_drawdown(equity: pd.Series) -> Drawdown | None:
    """The deepest fall and its dates. None when equity never fell."""
    falls = drawdowns(equity)
    if falls.empty or not falls.min() < 0.0:
        return None
    times, values, lowest = pd.DatetimeIndex(equity.index), equity.to_numpy(float), int(falls.argmin())
    high = values[: lowest + 1].max()
    peak = np.flatnonzero(values[: lowest + 1] == high)[-1]
    back = np.flatnonzero(values[lowest:] >= high)
    recovery = times[lowest + back[0]] if back.size else None
    return Drawdown(float(falls.min()), times[peak], times[lowest], recovery)


def monthly_returns(returns: pd.Series) -> pd.DataFrame:
    """Compounded returns by calendar month: one row a year, columns 1 to 12, NaN where there is no bar."""
    index = pd.DatetimeIndex(returns.index)
    months = (1.0 + returns).groupby([index.year.rename("year"), index.month.rename("month")]).prod() - 1.0
    return months.unstack("month").reindex(columns=range(1, 13))  # noqa: PD010  (a Series, which has no pivot_table)


def breakeven_cost_bps(result: Backtest) -> float | None:
    """The cost per traded value, in bps, at which the backtest would have earned nothing, found by bisection.

    None when nothing was traded, or when it loses without costs.
    """
    traded = result.turnover.to_numpy(float)
    growth = 1.0 + result.gross_returns.to_numpy(float)
    grown = float(np.prod(growth) * np.prod(1.0 - result.financing.to_numpy(float)))
    if not traded.any() or grown < 1.0:
        return None
    low, high = 0.0, 1.0 / float(traded.max())
    for _ in range(60):  # halves the range to less than a double can tell
        middle = (low + high) / 2.0
        low, high = (middle, high) if grown * np.prod(1.0 - middle * traded) >= 1.0 else (low, middle)
    return low / BPS


def _drawdown_figures(equity: pd.Series) -> Figures:
    worst = worst_drawdown(equity)
    if worst is None:
        depth = 0.0 if len(equity) > 1 else None
        dates: Mapping[str, None] = dict.fromkeys(("peak", "valley", "recovery"))
        return {"max_drawdown": depth, **{f"max_drawdown_{name}": date for name, date in dates.items()}}
    times = pd.DatetimeIndex(equity.index)
    style = "%Y-%m-%d" if (times == times.normalize()).all() else "%Y-%m-%d %H:%M"
    return {
        "max_drawdown": worst.depth,
        "max_drawdown_peak": worst.peak.strftime(style),
        "max_drawdown_valley": worst.valley.strftime(style),
        "max_drawdown_recovery": None if worst.recovery is None else worst.recovery.strftime(style),
    }


def _trading_figures(result: Backtest) -> Figures:
    trades, periods = result.trades["return"], len(result.returns)
    years = periods / result.periods_per_year
    return {
        "turnover": float(result.turnover.sum()) / years if periods else None,
        "exposure": float((result.positions != 0.0).any(axis=1).iloc[1:].mean()) if periods else None,
        "trades": len(trades),
        "open_trades": result.open_trades,
        "hit_rate": metrics.hit_rate(trades),
        "profit_factor": metrics.profit_factor(trades),
        "average_win": metrics.average_win(trades),
        "average_loss": metrics.average_loss(trades),
        "breakeven_cost_bps": breakeven_cost_bps(result),
    }


def _benchmark_figures(returns: pd.Series, benchmark: pd.Series, periods_per_year: float) -> Figures:
    return {
        "alpha": metrics.alpha(returns, benchmark, periods_per_year),
        "beta": metrics.beta(returns, benchmark),
        "information_ratio": metrics.information_ratio(returns, benchmark, periods_per_year),
        "benchmark_sharpe_ratio": metrics.sharpe_ratio(benchmark, periods_per_year),
        "benchmark_out_of_sample_sharpe_ratio": metrics.sharpe_ratio(split(benchmark)[1], periods_per_year),
        "benchmark_total_return": metrics.total_return(benchmark),
        "benchmark_max_drawdown": metrics.max_drawdown(benchmark),
    }
