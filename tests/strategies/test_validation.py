"""Look-ahead is found in cheats and in none of the library; luck by its formula."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

from kb.strategies import check_look_ahead, expected_best_sharpe, find_strategies, load_strategy, strategy_from
from kb.strategies.registry import LIBRARY


@dataclass(frozen=True)
class Peeks:
    title: ClassVar[str] = "Peeks at tomorrow"

    def target_positions(self, bars: pd.DataFrame) -> pd.Series:
        return (bars["close"].shift(-1) > bars["close"]).astype(float)


@dataclass(frozen=True)
class KnowsTheMean:
    title: ClassVar[str] = "Knows the mean of everything"

    def target_positions(self, bars: pd.DataFrame) -> pd.Series:
        return (bars["close"] < bars["close"].mean()).astype(float)


@dataclass(frozen=True)
class PeeksOnlyThere:
    """Cheats only where there is a next bar and its price doubles: the prefix alone does not show it."""

    title: ClassVar[str] = "Peeks at jumps"

    def target_positions(self, bars: pd.DataFrame) -> pd.Series:
        return (bars["close"].shift(-1) > bars["close"] * 2).astype(float)


@dataclass(frozen=True)
class NeedsManyBars:
    title: ClassVar[str] = "Needs many bars"

    def target_positions(self, bars: pd.DataFrame) -> pd.Series:
        return pd.Series(1.0 if len(bars) > 50 else np.nan, index=bars.index)


@pytest.mark.parametrize("name", [path.stem for path in sorted(LIBRARY.glob("[!_]*.py"))])
@pytest.mark.parametrize("long_short", [False, True])
def test_the_library_does_not_look_ahead(name: str, long_short: bool, bars: pd.DataFrame) -> None:
    names = {"long_short": long_short} if name != "buy_and_hold" else {}

    assert check_look_ahead(strategy_from(name, names), bars) == []
    assert check_look_ahead(load_strategy(name)(), bars.iloc[:40]) == []


def test_the_library_is_whole() -> None:
    assert {"buy_and_hold", "sma_crossover", "time_series_momentum"} <= find_strategies().keys()


@pytest.mark.parametrize("cheat", [Peeks(), KnowsTheMean(), PeeksOnlyThere()], ids=lambda cheat: cheat.title)
def test_a_cheat_is_caught(cheat: Peeks, bars: pd.DataFrame) -> None:
    problems = check_look_ahead(cheat, bars)

    assert problems
    assert {problem.rule for problem in problems} == {"look-ahead"}
    assert f"{cheat.title} looks ahead: it decides otherwise when later bars" in str(problems[0])


def test_the_message_names_the_first_bar(make_bars: Callable[..., pd.DataFrame]) -> None:
    problem = check_look_ahead(Peeks(), make_bars([1, 2, 3], [1, 2, 3]))[0]

    assert problem.what == "Peeks at tomorrow looks ahead: it decides otherwise when later bars are not there"
    assert problem.found == "0 instead of 1 at 2020-01-01 00:00:00+00:00"
    assert problem.do == "Use only a bar and those before it: no `shift(-n)`, no mean of everything."


def test_a_strategy_that_cannot_decide_on_few_bars_is_a_finding(bars: pd.DataFrame) -> None:
    problems = check_look_ahead(NeedsManyBars(), bars)

    assert "weights are missing or infinite" in problems[0].what


def test_luck_grows_with_trials_and_their_spread() -> None:
    assert expected_best_sharpe(0, 0.5) is None
    assert expected_best_sharpe(1, 0.5) == 0.0
    assert expected_best_sharpe(10, 0.5) == pytest.approx(0.5 * expected_best_sharpe(10, 1.0))
    assert expected_best_sharpe(10, 1.0) == pytest.approx(1.57460, abs=1e-5)  # Bailey and Lopez de Prado: about 1.57


@pytest.mark.parametrize("trials", [10, 100, 1000])
def test_luck_is_what_a_simulation_finds(trials: int) -> None:
    best = np.random.default_rng(7).normal(size=(4000, trials)).max(axis=1).mean()

    assert expected_best_sharpe(trials, 1.0) == pytest.approx(best, rel=0.04)  # the formula is a limit for many trials
