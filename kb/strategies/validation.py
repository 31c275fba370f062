"""Is it true? Look-ahead inside a strategy, and how good the best of many trials is by luck alone."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from kb.errors import KbError
from kb.model.problem import Problem, problem_of
from kb.strategies.strategy import Strategy, target_positions

if TYPE_CHECKING:
    import pandas as pd

CUTS = 16
"""At how many bars, spread over the window, a strategy is asked again."""

TOLERANCE = 1e-9
POISON_FACTORS = (0.2, 5.0)
EULER_GAMMA = 0.5772156649015329


def check_look_ahead(strategy: Strategy, bars: pd.DataFrame) -> list[Problem]:
    """Whether a strategy decides on bars that had not happened yet.

    At bars spread over the window, two questions: without any later bar (prefix invariance), and with all later bars
    changed (future poison), does it decide the same up to here? Passing is evidence for these bars, not proof.
    """
    full = target_positions(strategy, bars)
    cuts = sorted({round(cut) for cut in np.linspace(1, len(bars) - 1, CUTS)} - {0, len(bars)})
    problems = [_check_prefix(strategy, bars, full, cut) for cut in cuts]
    problems += [_check_poison(strategy, bars, full, cut, factor) for cut in cuts for factor in POISON_FACTORS]
    return [problem for problem in problems if problem]


def expected_best_sharpe(trials: int, deviation: float) -> float | None:
    """The Sharpe ratio that the best of `trials` strategies without any skill is expected to show.

    deviation * ((1 - g) * Z(1 - 1/N) + g * Z(1 - 1/(N e))), with g Euler's constant and Z the normal quantile: the
    False Strategy theorem of Bailey and Lopez de Prado, "The deflated Sharpe ratio" (2014), eq. 1, with mean 0.

    Args:
        trials: How many independent ones were tried, N; failed ones count. Correlated trials make the true bar lower.
        deviation: The standard deviation of Sharpe ratios over the trials; the result has its unit (per year, mostly).

    Returns:
        0 for a single trial; None for less.
    """
    if trials < 1:
        return None
    if trials == 1:
        return 0.0
    quantile = NormalDist().inv_cdf
    first, second = quantile(1.0 - 1.0 / trials), quantile(1.0 - 1.0 / (trials * math.e))
    return deviation * ((1.0 - EULER_GAMMA) * first + EULER_GAMMA * second)


def _check_prefix(strategy: Strategy, bars: pd.DataFrame, full: pd.Series, cut: int) -> Problem | None:
    what = "decides otherwise when later bars are not there"
    return _compare(strategy, bars.iloc[:cut], full.iloc[:cut], f"{strategy.title} looks ahead: it {what}")


def _check_poison(strategy: Strategy, bars: pd.DataFrame, full: pd.Series, cut: int, factor: float) -> Problem | None:
    what = "decides otherwise when later bars are changed"
    poisoned = bars.astype(float)
    poisoned.iloc[cut:] *= factor
    return _compare(strategy, poisoned, full.iloc[:cut], f"{strategy.title} looks ahead: it {what}")


def _compare(strategy: Strategy, bars: pd.DataFrame, expected: pd.Series, what: str) -> Problem | None:
    try:
        answer = target_positions(strategy, bars).iloc[: len(expected)]
    except KbError as error:
        return problem_of(error, "look-ahead")
    differs = (answer - expected).abs().to_numpy() > TOLERANCE
    if not differs.any():
        return None
    row = int(differs.argmax())
    found = f"{answer.iloc[row]:g} instead of {expected.iloc[row]:g} at {expected.index[row]}"
    return Problem(
        "look-ahead", what, "Use only a bar and those before it: no `shift(-n)`, no mean of everything.", found=found
    )
