"""The engine against a slow, obvious one that walks from bar to bar, and by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kb.errors import KbError
from kb.strategies.backtest import Backtest, backtest_bars, backtest_portfolio, in_time_zone

YEAR = 252
Market = tuple[Any, Any, Any, dict[str, float]]
"""Opens, closes and targets as arrays of bars by instruments, and the charges."""


def bars_of(opens: list[float], closes: list[float]) -> pd.DataFrame:
    times = pd.date_range("2020-01-01", periods=len(opens), freq="B", tz="UTC", name="time")
    return pd.DataFrame({"open": opens, "close": closes}, index=times, dtype=float)


def run(opens: list[float], closes: list[float], targets: list[float], **charges: Any) -> Backtest:
    bars = bars_of(opens, closes)
    return backtest_bars(bars, pd.Series(targets, bars.index), **{"periods_per_year": YEAR, "cost_bps": 0.0, **charges})


@dataclass
class Account:
    """The reference: an account of money, walked from bar to bar."""

    equity: float
    holdings: list[float]  # money in each instrument, negative when short

    def earn(self, relatives: list[float]) -> None:
        profits = [value * (relative - 1.0) for value, relative in zip(self.holdings, relatives, strict=True)]
        self.holdings = [value * relative for value, relative in zip(self.holdings, relatives, strict=True)]
        self.equity += sum(profits)

    def charge(self, fraction: float) -> None:
        self.equity *= 1.0 - fraction
        self.holdings = [value * (1.0 - fraction) for value in self.holdings]


def reference(
    opens: list[list[float]], closes: list[list[float]], targets: list[list[float]], cost: float, financing: float
) -> list[float]:
    """Equity at each close, by the rules that the module's docstring states."""
    account = Account(1.0, [0.0] * len(opens[0]))
    path = [1.0]
    for bar in range(1, len(opens)):
        account.earn([now / before for now, before in zip(opens[bar], closes[bar - 1], strict=True)])
        wanted = [weight * account.equity for weight in targets[bar - 1]]
        traded = sum(abs(new - old) for new, old in zip(wanted, account.holdings, strict=True))
        account.holdings = wanted
        account.charge(cost * traded / account.equity)
        account.earn([now / before for now, before in zip(closes[bar], opens[bar], strict=True)])
        longs = sum(value for value in account.holdings if value > 0)
        shorts = -sum(value for value in account.holdings if value < 0)
        account.charge(financing * (shorts + max(0.0, longs - account.equity)) / account.equity)
        path.append(account.equity)
    return path


MOVES = st.floats(0.9, 1.1)
WEIGHTS = st.one_of(st.sampled_from([-1.0, 0.0, 0.0, 0.5, 1.0]), st.floats(-2.0, 2.0))


@st.composite
def markets(draw: st.DrawFn) -> Market:
    bars, instruments = draw(st.integers(1, 25)), draw(st.integers(1, 3))
    rows = st.lists(st.lists(MOVES, min_size=instruments, max_size=instruments), min_size=bars, max_size=bars)
    nights, days = np.array(draw(rows)), np.array(draw(rows))
    closes = 100.0 * np.cumprod(nights * days, axis=0)
    weights = st.lists(st.lists(WEIGHTS, min_size=instruments, max_size=instruments), min_size=bars, max_size=bars)
    targets = np.array(draw(weights)) / instruments
    charges = {"cost_bps": draw(st.floats(0, 50)), "financing_bps_per_year": draw(st.floats(0, 1000))}
    return closes / days, closes, targets, charges


@settings(max_examples=150, deadline=None)
@given(markets())
def test_the_engine_agrees_with_a_walk_from_bar_to_bar(market: Market) -> None:
    opens, closes, targets, charges = market
    expected = reference(
        opens.tolist(),
        closes.tolist(),
        targets.tolist(),
        charges["cost_bps"] / 1e4,
        charges["financing_bps_per_year"] / 1e4 / YEAR,
    )
    assume(min(expected) > 0.01)
    symbols = [f"S{column}" for column in range(opens.shape[1])]
    bars = {name: bars_of(opens[:, i].tolist(), closes[:, i].tolist()) for i, name in enumerate(symbols)}
    wanted = pd.DataFrame(targets, bars["S0"].index, symbols)

    result = backtest_portfolio(bars, wanted, periods_per_year=YEAR, **charges)

    assert result.equity.to_numpy() == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert (1.0 + result.returns).cumprod().to_numpy() == pytest.approx(expected[1:], rel=1e-12)


@settings(max_examples=75, deadline=None)
@given(markets())
def test_with_one_instrument_that_ends_flat_the_trades_multiply_to_the_equity(market: Market) -> None:
    opens, closes, targets, charges = market
    targets[-2:] = 0.0

    result = run(opens[:, 0].tolist(), closes[:, 0].tolist(), targets[:, 0].tolist(), **charges)

    assert result.open_trades == 0
    assert (1.0 + result.trades["return"]).prod() == pytest.approx(result.equity.iloc[-1], rel=1e-9)


@settings(max_examples=50, deadline=None)
@given(markets(), st.integers(0, 24), st.floats(0.5, 2.0))
def test_the_engine_cannot_look_ahead(market: Market, bar: int, factor: float) -> None:
    opens, closes, targets, charges = market
    before = run(opens[:, 0].tolist(), closes[:, 0].tolist(), targets[:, 0].tolist(), **charges)
    opens[bar + 1 :], closes[bar + 1 :], targets[bar:] = opens[bar + 1 :] * factor, closes[bar + 1 :] * factor, factor

    after = run(opens[:, 0].tolist(), closes[:, 0].tolist(), targets[:, 0].tolist(), **charges)

    assert after.equity.iloc[: bar + 1].tolist() == before.equity.iloc[: bar + 1].tolist()


def test_a_target_is_filled_at_the_next_open() -> None:
    result = run(opens=[10, 11, 12], closes=[10, 13, 15], targets=[1, 0, 0])

    assert result.returns.tolist() == pytest.approx([13 / 11 - 1, 12 / 13 - 1])
    assert result.positions[""].tolist() == [0.0, 1.0, 0.0]


def test_a_target_decided_at_the_last_close_is_never_filled() -> None:
    result = run(opens=[10, 11], closes=[10, 12], targets=[0, 1])

    assert result.returns.tolist() == [0.0]
    assert result.open_trades == 0


def test_costs_are_charged_on_the_traded_value() -> None:
    result = run(opens=[10, 10, 10], closes=[10, 10, 10], targets=[1, -1, 0], cost_bps=10)

    assert result.turnover.tolist() == [0.0, 1.0, 2.0]
    assert result.costs.tolist() == pytest.approx([0.0, 0.001, 0.002])
    assert result.equity.iloc[-1] == pytest.approx(0.999 * 0.998)


def test_drift_is_traded_back_and_pays() -> None:
    result = run(opens=[10, 10, 20], closes=[10, 20, 20], targets=[0.5, 0.5, 0.5], cost_bps=10)

    drifted = 1.0 / 1.5
    assert result.turnover.tolist() == pytest.approx([0.0, 0.5, drifted - 0.5])


def test_all_in_does_not_drift() -> None:
    result = run(opens=[10, 10, 14, 9], closes=[10, 13, 8, 9], targets=[1, 1, 1, 1], cost_bps=10)

    assert result.turnover.tolist() == pytest.approx([0.0, 1.0, 0.0, 0.0], abs=1e-15)


@pytest.mark.parametrize(("weight", "financed"), [(1.0, 0.0), (-1.0, 1.0), (1.5, 0.5), (0.0, 0.0)])
def test_shorts_and_leverage_are_financed(weight: float, financed: float) -> None:
    result = run([10, 10], [10, 10], [weight, weight], financing_bps_per_year=252)

    assert result.financing.tolist() == pytest.approx([0.0, financed * 0.0001])


def test_a_trade_is_flat_to_flat_and_what_is_open_is_counted() -> None:
    result = run([10, 10, 11, 12, 13, 14], [10, 10, 11, 12, 13, 14], [1, 0.5, 0, 1, 1, 1])

    assert result.open_trades == 1
    assert result.trades.drop(columns=["entry_time", "exit_time"]).to_dict("records") == [
        {
            "symbol": "",
            "side": "long",
            "entry_price": 10.0,
            "exit_price": 12.0,
            "bars": 2,
            "return": pytest.approx(1.1 * (1 + 0.5 / 11) - 1),
        }
    ]


def test_a_reversal_closes_one_trade_and_opens_the_next() -> None:
    result = run([10, 10, 12, 9], [10, 10, 12, 9], [1, -1, 0, 0], cost_bps=100)

    assert result.trades["side"].tolist() == ["long", "short"]
    assert result.trades["exit_time"].tolist() == [result.equity.index[2], result.equity.index[3]]
    assert result.trades["return"].iloc[0] == pytest.approx(0.99 * 1.2 * 0.99 - 1)
    assert (1.0 + result.trades["return"]).prod() == pytest.approx(result.equity.iloc[-1])


def test_trades_of_several_instruments_stand_by_exit() -> None:
    bars = {"A": bars_of([10] * 5, [10] * 5), "B": bars_of([20] * 5, [20] * 5)}
    targets = pd.DataFrame({"A": [0.5, 0.5, 0, 0, 0], "B": [0.5, 0, -0.5, 0, 0]}, bars["A"].index)

    result = backtest_portfolio(bars, targets, periods_per_year=YEAR, cost_bps=0)

    assert result.trades[["symbol", "side", "bars"]].to_numpy().tolist() == [
        ["B", "long", 1],
        ["A", "long", 2],
        ["B", "short", 1],
    ]


@pytest.mark.parametrize(
    ("opens", "closes"), [([10, 10, 25, 30], [10, 10, 25, 30]), ([10, 10, 10, 30], [10, 10, 25, 30])]
)
def test_lost_is_lost(opens: list[float], closes: list[float]) -> None:
    result = run(opens, closes, [-1, -1, -1, -1], cost_bps=10, financing_bps_per_year=100)

    assert result.equity.tolist()[-2:] == [0.0, 0.0]
    assert result.returns.tolist()[-2:] == [-1.0, 0.0]
    assert result.positions[""].iloc[-1] == 0.0
    assert result.open_trades == 0
    assert result.trades["return"].tolist() == pytest.approx([-1.0])


def test_one_bar_only_decides() -> None:
    result = run([10], [10], [1])

    assert result.equity.tolist() == [1.0]
    assert result.returns.empty
    assert result.trades.empty


def test_gross_returns_are_without_costs_and_financing() -> None:
    charged = run([10, 11, 9], [10, 12, 8], [-1, 1.5, 0], cost_bps=10, financing_bps_per_year=500)
    free = run([10, 11, 9], [10, 12, 8], [-1, 1.5, 0])

    assert charged.gross_returns.tolist() == pytest.approx(free.returns.tolist())
    assert (charged.returns < charged.gross_returns).all()


def test_times_can_be_those_of_the_exchange() -> None:
    result = in_time_zone(run([10, 10, 12, 9], [10, 10, 12, 9], [1, 0, 0, 0]), "America/New_York")

    assert str(pd.DatetimeIndex(result.equity.index).tz) == "America/New_York"
    assert str(result.trades["exit_time"].dt.tz) == "America/New_York"
    assert result.trades["exit_time"].iloc[0] == result.returns.index[1]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"targets": [1, float("nan")]}, "A target weight is missing or infinite:  at 2020-01-02"),
        ({"opens": [10, 0]}, "A backtest needs a positive open on every bar:  0.0 at 2020-01-02"),
        ({"closes": [10, float("nan")]}, "A backtest needs a positive close on every bar:  nan at 2020-01-02"),
        ({"opens": [], "closes": [], "targets": []}, "There are no bars to backtest"),
        ({"cost_bps": -1.0}, "cost_bps must be 0 or more: -1.0"),
        ({"financing_bps_per_year": float("inf")}, "financing_bps_per_year must be 0 or more: inf"),
        ({"periods_per_year": 0.0}, "periods_per_year must be above 0: 0.0"),
        ({"cost_bps": 10_000.0}, "The charges of one bar take the whole equity: 1.00 of equity at 2020-01-02"),
    ],
)
def test_what_cannot_be_traded_is_refused(changes: dict[str, Any], message: str) -> None:
    case: dict[str, Any] = {"opens": [10, 10], "closes": [10, 10], "targets": [1, 1], **changes}

    with pytest.raises(KbError, match=re.escape(message)):
        run(**case)


def test_targets_must_rise_in_time() -> None:
    bars = bars_of([10, 10], [10, 10])

    with pytest.raises(KbError, match="times must rise"):
        backtest_bars(bars, pd.Series([1.0, 1.0], bars.index[::-1]), periods_per_year=YEAR, cost_bps=0)


def test_a_column_of_targets_without_bars_is_named() -> None:
    bars = bars_of([10, 10], [10, 10])

    with pytest.raises(KbError, match="no bars with `open` for this column of the targets: B"):
        backtest_portfolio({"A": bars}, pd.DataFrame({"B": 1.0}, bars.index), periods_per_year=YEAR, cost_bps=0)
