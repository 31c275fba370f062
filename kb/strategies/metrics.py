"""Performance figures of simple returns per period; each says what it is, and None where it is undefined.

`returns` are decimal fractions without gaps: a missing one raises, since a hole is no flat day. `periods_per_year` is
given, never guessed. The risk-free rate is 0. Figures agree with empyrical-reloaded except where a docstring says
otherwise; an undefined figure is None here and NaN or infinite there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kb.errors import KbError

if TYPE_CHECKING:
    import pandas as pd

Array = npt.NDArray[np.float64]
TAIL = 0.05
LEAST_FOR_DEVIATION = 2


def total_return(returns: pd.Series) -> float | None:
    """What the whole time earned: the product of (1 + return) less 1. None without returns."""
    values = _values(returns)
    return float(np.prod(1.0 + values)) - 1.0 if values.size else None


def cagr(returns: pd.Series, periods_per_year: float) -> float | None:
    """Compound annual growth rate over count / `periods_per_year` years.

    -1 when everything was lost; None without returns, or when equity fell below zero: there is no such rate.
    """
    total = total_return(returns)
    if total is None or bool((np.cumprod(1.0 + _values(returns)) < 0.0).any()):
        return None
    return float((1.0 + total) ** (periods_per_year / len(returns))) - 1.0


def annual_volatility(returns: pd.Series, periods_per_year: float) -> float | None:
    """Standard deviation (n - 1) of returns, times the root of `periods_per_year`. None below two returns."""
    deviation = _deviation(_values(returns))
    return None if deviation is None else deviation * math.sqrt(periods_per_year)


def sharpe_ratio(returns: pd.Series, periods_per_year: float) -> float | None:
    """Mean over standard deviation (n - 1), annualised. None below two returns or when they are all the same."""
    values = _values(returns)
    return _ratio(values, _deviation(values), periods_per_year)


def sortino_ratio(returns: pd.Series, periods_per_year: float) -> float | None:
    """Mean over the root of the mean square of losses (gains count as 0), annualised. None when none loses."""
    values = _values(returns)
    if values.size < LEAST_FOR_DEVIATION:
        return None
    return _ratio(values, math.sqrt(float(np.mean(np.minimum(values, 0.0) ** 2))), periods_per_year)


def calmar_ratio(returns: pd.Series, periods_per_year: float) -> float | None:
    """CAGR over the size of the maximum drawdown. None without a drawdown."""
    growth, depth = cagr(returns, periods_per_year), max_drawdown(returns)
    return None if growth is None or not depth else growth / -depth


def max_drawdown(returns: pd.Series) -> float | None:
    """The deepest fall from the highest equity so far, the start included: a fraction <= 0. None without returns."""
    values = _values(returns)
    if not values.size:
        return None
    equity = np.cumprod(np.concatenate([[1.0], 1.0 + values]))
    return float((equity / np.maximum.accumulate(equity) - 1.0).min())


def value_at_risk(returns: pd.Series) -> float | None:
    """Historical 95 % value at risk: the 5 % quantile of returns (interpolated), negative for a loss."""
    values = _values(returns)
    return float(np.quantile(values, TAIL)) if values.size else None


def conditional_value_at_risk(returns: pd.Series) -> float | None:
    """Historical 95 % expected shortfall: the mean of the worst 5 % of returns, at least of the worst one."""
    values = np.sort(_values(returns))
    return float(values[: int((values.size - 1) * TAIL) + 1].mean()) if values.size else None


def beta(returns: pd.Series, benchmark: pd.Series) -> float | None:
    """Covariance with the benchmark over its variance. None below two returns or for a constant benchmark."""
    values, market = _pair(returns, benchmark)
    if not _deviation(market):
        return None
    excess = market - market.mean()
    return float((excess * values).mean() / (excess**2).mean())


def alpha(returns: pd.Series, benchmark: pd.Series, periods_per_year: float) -> float | None:
    """The mean of return - beta * benchmark, compounded to a year. None where beta is."""
    values, market = _pair(returns, benchmark)
    slope = beta(returns, benchmark)
    return None if slope is None else float((1.0 + (values - slope * market).mean()) ** periods_per_year) - 1.0


def information_ratio(returns: pd.Series, benchmark: pd.Series, periods_per_year: float) -> float | None:
    """Mean over standard deviation (n - 1) of return - benchmark, annualised. None when they never differ.

    empyrical's `excess_sharpe` is the same per period: it lacks the root of `periods_per_year`.
    """
    values, market = _pair(returns, benchmark)
    active = values - market
    return _ratio(active, _deviation(active), periods_per_year)


def hit_rate(trades: pd.Series) -> float | None:
    """The share of trades that earned more than 0. None without trades."""
    return float((trades > 0.0).mean()) if len(trades) else None


def profit_factor(trades: pd.Series) -> float | None:
    """What winning trades returned over what losing ones did. None when no trade lost."""
    lost = float(trades[trades < 0.0].sum())
    return float(trades[trades > 0.0].sum()) / -lost if lost else None


def average_win(trades: pd.Series) -> float | None:
    """The mean return of winning trades. None without one."""
    wins = trades[trades > 0.0]
    return float(wins.mean()) if len(wins) else None


def average_loss(trades: pd.Series) -> float | None:
    """The mean return of losing trades, below 0. None without one."""
    losses = trades[trades < 0.0]
    return float(losses.mean()) if len(losses) else None


def _values(returns: pd.Series) -> Array:
    values: Array = returns.to_numpy(float)
    wrong = ~np.isfinite(values)
    if wrong.any():
        raise KbError(
            f"{int(wrong.sum())} returns are missing or infinite",
            found=f"first at {returns.index[int(wrong.argmax())]}",
            do="A gap in the data is no flat day: fill or drop the bars before the backtest.",
        )
    return values


def _pair(returns: pd.Series, benchmark: pd.Series) -> tuple[Array, Array]:
    if not returns.index.equals(benchmark.index):
        found = f"{len(returns)} returns and {len(benchmark)} of the benchmark"
        raise KbError("The benchmark must cover the same times", found=found, do="Backtest both on the same bars.")
    return _values(returns), _values(benchmark)


def _deviation(values: Array) -> float | None:
    """Standard deviation (n - 1), None below two. Equal values give exactly 0, which a rounded mean would hide."""
    if values.size < LEAST_FOR_DEVIATION:
        return None
    return 0.0 if np.ptp(values) == 0.0 else float(values.std(ddof=1))


def _ratio(values: Array, risk: float | None, periods_per_year: float) -> float | None:
    return float(values.mean()) / risk * math.sqrt(periods_per_year) if risk else None
