from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from kb.market.actions import Dividend, Split
from kb.market.bars import as_bars
from kb.market.providers.sample import PATH, SYMBOLS, ZONE, read_actions, read_adjusted, read_raw
from kb.market.quality import check_rows

COUNTS = {"AAPL": 3270, "FB": 196, "GOOG": 2148, "IBM": 3270, "MSFT": 3270}


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_the_sample_is_whole_and_clean(symbol: str) -> None:
    bars = read_raw(symbol)
    checked = check_rows(bars.reset_index())

    assert len(bars) == COUNTS[symbol]
    assert checked.left_out == ()
    assert {problem.rule for problem in checked.problems} <= {"jump", "hole"}


def test_the_source_is_named_beside_the_data() -> None:
    assert "public domain" in PATH.with_name("README.md").read_text("utf-8")


def test_raw_bars_are_as_traded_and_start_at_midnight_in_new_york() -> None:
    bars = read_raw("AAPL")

    assert bars.iloc[0].tolist() == [118.56, 132.06, 118.5, 130.31, 9616100]
    assert str(bars.index[0]) == "2000-03-01 05:00:00+00:00"
    assert {time.tz_convert(ZONE).hour for time in bars.index} == {0}


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_adjusted_bars_are_bars_with_the_source_s_adjusted_close(symbol: str) -> None:
    bars = read_adjusted(symbol)
    source = pd.read_csv(PATH).query("Ticker == @symbol")

    pd.testing.assert_frame_equal(bars, as_bars(bars))
    assert bars["close"].tolist() == source["Adj Close"].tolist()
    assert (bars["open"] / bars["close"]).to_numpy() == pytest.approx((source["Open"] / source["Close"]).to_numpy())


def test_the_crash_is_there_and_the_split_is_not() -> None:
    returns = read_adjusted("AAPL")["close"].pct_change()

    assert returns[pd.Timestamp("2000-09-29", tz=ZONE)] == pytest.approx(-0.519, abs=5e-4)
    assert returns[pd.Timestamp("2000-06-21", tz=ZONE)] == pytest.approx(0.099, abs=5e-4)


def test_volume_is_adjusted_for_splits_alone() -> None:
    ratio = read_adjusted("AAPL")["volume"] / read_raw("AAPL")["volume"]

    assert [ratio.iloc[0], ratio[pd.Timestamp("2000-06-21", tz=ZONE)], ratio.iloc[-1]] == [4, 2, 1]


def test_the_splits_are_the_known_ones() -> None:
    splits = {symbol: [action for action in read_actions(symbol) if isinstance(action, Split)] for symbol in SYMBOLS}

    assert splits == {
        "AAPL": [Split(date(2000, 6, 21), Decimal(2)), Split(date(2005, 2, 28), Decimal(2))],
        "FB": [],
        "GOOG": [],
        "IBM": [],
        "MSFT": [Split(date(2003, 2, 18), Decimal(2))],
    }


def test_the_dividends_are_the_known_ones() -> None:
    microsoft = [action for action in read_actions("MSFT") if isinstance(action, Dividend)]

    assert len(microsoft) == 37
    assert microsoft[0] == Dividend(date(2003, 2, 19), Decimal("0.08"))
    assert Dividend(date(2004, 11, 15), Decimal("3.08")) in microsoft
    assert sum(action.cash for action in read_actions("AAPL") if isinstance(action, Dividend)) == Decimal("7.95")
    assert len(read_actions("IBM")) == 52


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_booking_the_actions_on_raw_prices_earns_the_adjusted_returns(symbol: str) -> None:
    raw = read_raw(symbol)["close"]
    held = pd.DataFrame({"shares": 1.0, "cash": 0.0}, index=raw.index)
    for action in read_actions(symbol):
        day = pd.Timestamp(action.ex_date, tz=ZONE)
        if isinstance(action, Split):
            held.loc[day, "shares"] = float(action.ratio)
        else:
            held.loc[day, "cash"] = float(action.cash)
    earned = (held["shares"] * raw + held["cash"]) / raw.shift() - 1

    assert earned.dropna().to_numpy() == pytest.approx(
        read_adjusted(symbol)["close"].pct_change().dropna().to_numpy(), abs=1e-11
    )


def test_a_caller_cannot_spoil_the_sample() -> None:
    for bars in (read_raw("IBM"), read_adjusted("IBM")):
        bars.loc[:, "close"] = 0.0

    assert (read_raw("IBM")["close"] > 0).all()
    assert (read_adjusted("IBM")["close"] > 0).all()
