"""What a strategy answers is checked; its parameters make a title."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pytest

from kb.errors import KbError
from kb.strategies import Strategy, describe, target_portfolio, target_positions
from kb.strategies.library.buy_and_hold import BuyAndHold
from kb.strategies.library.sma_crossover import SmaCrossover
from kb.strategies.library.time_series_momentum import TimeSeriesMomentum


@dataclass(frozen=True)
class Answers:
    """Answers what the test says."""

    answer: Callable[[pd.DataFrame], Any]
    title: ClassVar[str] = "Answers"

    def target_positions(self, bars: pd.DataFrame) -> Any:
        return self.answer(bars)


@dataclass(frozen=True)
class Many:
    title: ClassVar[str] = "Many"
    count: int = 3
    width: float = 0.5
    mode: str = "calm"
    is_on: bool = True

    def target_positions(self, bars: pd.DataFrame) -> pd.Series:
        return pd.Series(0.0, bars.index)


def test_the_library_keeps_the_protocol() -> None:
    assert isinstance(SmaCrossover(), Strategy)


def test_weights_are_numbers_on_the_bars_index(bars: pd.DataFrame) -> None:
    weights = target_positions(Answers(lambda bars: pd.Series(1, bars.index)), bars)

    assert weights.dtype == float
    assert weights.index.equals(bars.index)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (lambda bars: bars["close"].to_numpy(), "must return a Series on the index of the bars: ndarray"),
        (lambda bars: bars["close"].iloc[1:], "must return a Series on the index of the bars: Series"),
        (lambda bars: pd.Series("long", bars.index), "a weight is no number: could not convert"),
        (lambda bars: bars["close"].shift(2) * np.nan, "600 weights are missing or infinite: first at 2020-01-01"),
        (lambda bars: bars["close"].shift(2), "2 weights are missing .* Flat is 0: end with `.fillna"),
    ],
)
def test_other_answers_are_refused(answer: Callable[[pd.DataFrame], Any], message: str, bars: pd.DataFrame) -> None:
    with pytest.raises(KbError, match=f"Answers: .*{message}"):
        target_positions(Answers(answer), bars)


def test_several_instruments_share_the_equity_at_their_common_times(bars: pd.DataFrame) -> None:
    weights = target_portfolio(BuyAndHold(), {"A": bars, "B": bars.iloc[10:]})

    assert list(weights.columns) == ["A", "B"]
    assert weights.index.equals(bars.index[10:])
    assert (weights == 0.5).all(axis=None)


@pytest.mark.parametrize(
    ("strategy", "description"),
    [
        (SmaCrossover(10, 200), "10-200"),
        (SmaCrossover(10, 200, long_short=True), "10-200 long short"),
        (BuyAndHold(), ""),
        (Many(), "3-0.5"),
        (Many(3, 2.0, "wild", is_on=False), "3-2 mode wild is on False"),
    ],
)
def test_parameters_in_a_title(strategy: Strategy, description: str) -> None:
    assert describe(strategy) == description


def test_crossover_is_in_while_the_fast_average_is_above(make_bars: Any) -> None:
    closes = [1, 2, 3, 2, 1, 1, 1]
    bars = make_bars(closes, closes)

    assert target_positions(SmaCrossover(1, 2), bars).tolist() == [0, 1, 1, 0, 0, 0, 0]
    assert target_positions(SmaCrossover(1, 2, long_short=True), bars).tolist() == [0, 1, 1, -1, -1, 0, 0]


def test_momentum_follows_the_past_without_its_latest_bars(make_bars: Any) -> None:
    closes = [1, 2, 1, 1, 5, 1]
    bars = make_bars(closes, closes)

    assert target_positions(TimeSeriesMomentum(2, 1), bars).tolist() == [0, 0, 1, 0, 0, 1]
    assert target_positions(TimeSeriesMomentum(2, 1, long_short=True), bars).tolist() == [0, 0, 1, -1, 0, 1]


@pytest.mark.parametrize(("fast", "slow"), [(200, 50), (50, 50), (0, 10)])
def test_the_fast_average_must_be_shorter(fast: int, slow: int) -> None:
    with pytest.raises(KbError, match=f"must be shorter: fast={fast}, slow={slow}"):
        SmaCrossover(fast, slow)


@pytest.mark.parametrize(("lookback_bars", "skip_bars"), [(10, 10), (10, -1), (0, 0)])
def test_momentum_must_look_back_further_than_it_skips(lookback_bars: int, skip_bars: int) -> None:
    with pytest.raises(KbError, match="must be fewer than the lookback"):
        TimeSeriesMomentum(lookback_bars, skip_bars)
