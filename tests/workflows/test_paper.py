from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from kb import journal, market
from kb.config import Settings
from kb.errors import KbError
from kb.strategies.backtest import backtest_bars
from kb.strategies.registry import load_strategy
from kb.strategies.strategy import target_positions
from kb.workflows.paper import DEMO, PaperAccount, Session, paper_events, trade, write_paper_account

ROOT = Path(__file__).parents[2]
NEW_YORK = ZoneInfo("America/New_York")
PLAN = replace(DEMO, symbols=("AAPL",), deposit=Decimal(1000))


def session(day: int, price: str, is_wanted: bool, *actions: market.CorporateAction) -> Session:
    return Session(datetime(2012, 5, day, tzinfo=NEW_YORK), Decimal(price), is_wanted, actions)


def told(*sessions: Session, plan: PaperAccount = PLAN) -> list[str]:
    """What happened, as text: the id, and the numbers that its kind has."""
    lines = []
    for event in trade(plan, "AAPL", sessions, "label"):
        numbers = [getattr(event, name, "") for name in ("quantity", "price", "fee", "amount")]
        lines.append(" ".join([event.native_id, *(f"{number:f}" for number in numbers if number != "")]))
    return lines


def test_an_order_takes_all_the_cash_and_sells_all_that_is_held() -> None:
    assert told(session(1, "10", False), session(2, "10", True), session(3, "11", True), session(4, "12", False)) == [
        "2012-05-02-AAPL-fill 99 10 0.50",
        "2012-05-04-AAPL-fill -99 12 0.60",
    ]


def test_money_never_goes_below_zero_even_by_the_rounded_fee() -> None:
    plan = replace(PLAN, deposit=Decimal("100.05"))

    assert told(session(1, "100", True), plan=plan) == []
    assert told(session(1, "100", True), plan=replace(plan, deposit=Decimal("0.001"))) == []
    assert told(session(1, "100", True), plan=replace(plan, deposit=Decimal("100.06"))) == [
        "2012-05-01-AAPL-fill 1 100 0.05"
    ]


def test_who_holds_before_the_ex_date_gets_the_dividend_and_who_buys_on_it_does_not() -> None:
    dividend = market.Dividend(date(2012, 5, 2), Decimal("0.255"))

    assert told(session(1, "10", True), session(2, "10", False, dividend))[1:] == [
        "2012-05-02-AAPL-dividend 25.24",
        "2012-05-02-AAPL-fill -99 10 0.50",
    ]
    assert told(session(1, "10", False), session(2, "10", True, dividend)) == ["2012-05-02-AAPL-fill 99 10 0.50"]


def test_a_split_multiplies_what_is_held_before_it_is_sold() -> None:
    split = market.Split(date(2012, 5, 2), Decimal(2))

    assert told(session(1, "10", True), session(2, "5", False, split))[1:] == [
        "2012-05-02-AAPL-split 99",
        "2012-05-02-AAPL-fill -198 5 0.50",
    ]


def test_a_dividend_after_a_split_of_the_same_day_is_paid_on_the_new_shares() -> None:
    actions = (market.Split(date(2012, 5, 2), Decimal(2)), market.Dividend(date(2012, 5, 2), Decimal("0.5")))

    assert told(session(1, "10", True), session(2, "5", True, *actions))[1:] == [
        "2012-05-02-AAPL-split 99",
        "2012-05-02-AAPL-dividend 99.00",
    ]


def test_a_dividend_is_spent_on_the_next_order_only() -> None:
    dividend = market.Dividend(date(2012, 5, 2), Decimal(1))
    lines = told(
        session(1, "10", True), session(2, "10", True, dividend), session(3, "10", False), session(4, "10", True)
    )

    assert lines[-1] == "2012-05-04-AAPL-fill 109 10 0.55"


def test_a_strategy_that_shorts_is_refused() -> None:
    with pytest.raises(KbError, match="weights of 0 or 1: sma_crossover on AAPL"):
        paper_events(replace(DEMO, parameters={"fast": 10, "slow": 50, "long_short": True}))


@pytest.fixture(scope="module")
def events() -> tuple[journal.Event, ...]:
    return paper_events(DEMO)


def test_the_committed_ledger_is_what_the_demo_generates(events: tuple[journal.Event, ...], tmp_path: Path) -> None:
    committed = journal.account_path(ROOT / "data" / "ledger", DEMO.account)
    settings = Settings(root=tmp_path, vault=tmp_path)

    assert write_paper_account(settings).added == len(events)
    assert committed.read_bytes() == journal.account_path(settings.ledger, DEMO.account).read_bytes()
    assert write_paper_account(settings) == journal.Appended(added=0, known=len(events))


def test_the_account_says_that_it_is_paper(events: tuple[journal.Event, ...]) -> None:
    assert {event.source for event in events} == {journal.PAPER_SOURCE}
    assert events[0].note.startswith("Paper account made by kb: SMA crossover 10-50 on AAPL, IBM, MSFT;")


def test_the_demo_has_what_a_journal_must_show(events: tuple[journal.Event, ...]) -> None:
    book = journal.book(events)

    assert 60 <= len(book.trades) <= 200
    assert [event.symbol for event in events if isinstance(event, journal.Split)] == ["AAPL"]
    assert {event.symbol for event in events if isinstance(event, journal.Dividend)} == set(DEMO.symbols)
    assert (book.problems, book.dividends_apart) == ((), ())


@pytest.mark.parametrize("symbols", [DEMO.symbols, ("AAPL",), ("IBM",), ("MSFT",)], ids="-".join)
def test_the_account_agrees_with_a_backtest_on_adjusted_prices(symbols: tuple[str, ...]) -> None:
    """Within 0.5 % of equity on every day of nine years, for all and for each symbol alone.

    What is left is whole shares, fees rounded up, and dividends that wait as cash for the next order, where adjusted
    prices reinvest them at once. For all three, the split not booked would be 76 % on the worst day, the dividends
    not booked 2.7 %.
    """
    plan = replace(DEMO, symbols=symbols)
    closes = {
        symbol: journal.closes_by_day(market.bars(symbol, plan.start, plan.end, adjusted=False), NEW_YORK)
        for symbol in symbols
    }
    days = journal.equity_by_day(paper_events(plan), closes, NEW_YORK)
    equity = pd.Series([float(day.equity or 0) for day in days], [day.day for day in days])

    assert (equity / backtest_equity(plan) - 1).abs().max() < 0.005


def backtest_equity(plan: PaperAccount) -> pd.Series:
    """The equity of equal parts of the deposit, each backtested on its own on adjusted bars."""
    strategy = load_strategy(plan.strategy)(**plan.parameters)
    parts = []
    for symbol in plan.symbols:
        bars = market.bars(symbol, end=plan.end, adjusted=True)
        window = bars.index >= pd.Timestamp(plan.start, tz=NEW_YORK)
        targets = target_positions(strategy, bars)[window]
        result = backtest_bars(bars[window], targets, periods_per_year=252, cost_bps=float(plan.fee_bps))
        parts.append(result.equity * float(plan.deposit) / len(plan.symbols))
    total = pd.concat(parts, axis="columns", sort=False).sum(axis="columns")
    return total.set_axis([journal.day_of(time, NEW_YORK) for time in total.index])
