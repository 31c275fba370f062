"""The demo account: a strategy's fills at raw prices, with splits and dividends booked, as a broker would show it.

The strategy looks at adjusted bars; orders are filled at the next session's raw open, in whole shares, long or flat.
Each symbol trades its own equal part of the deposit and compounds within it. An order names a sum of money (all the
cash of its part), so a split between decision and fill cannot spoil it. Dividends are booked on the ex-date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_UP, Decimal
from typing import Any

import pandas as pd

from kb import journal, market
from kb.config import Settings
from kb.errors import KbError
from kb.strategies.registry import load_strategy
from kb.strategies.strategy import Strategy, describe, target_positions

ZERO = Decimal(0)
CENT = Decimal("0.01")
BPS = Decimal("0.0001")
OPEN = time(9, 30)


@dataclass(frozen=True, slots=True)
class PaperAccount:
    """What a paper account trades, and how.

    Attributes:
        account: Its label.
        strategy: A strategy's name; its weights must be 0 or 1.
        parameters: The strategy's parameters.
        symbols: What it trades, each with an equal part of the deposit.
        start: The day of the deposit: an ISO date with a session; the first decision is at its close.
        end: The last session that may fill an order.
        deposit: Money paid in at the start.
        fee_bps: Fee, in hundredths of a percent of the traded value, rounded up to a cent.
        currency: Of the deposit and the prices.
    """

    account: str
    strategy: str
    parameters: Mapping[str, Any]
    symbols: tuple[str, ...]
    start: str
    end: str
    deposit: Decimal
    fee_bps: Decimal
    currency: str = "USD"


DEMO = PaperAccount(
    account="paper",
    strategy="sma_crossover",
    parameters={"fast": 10, "slow": 50},
    symbols=("AAPL", "IBM", "MSFT"),
    start="2004-01-02",
    end="2013-03-01",
    deposit=Decimal(100_000),
    fee_bps=Decimal(5),
)


@dataclass(frozen=True, slots=True)
class Session:
    """What one symbol's session brings.

    Attributes:
        midnight: When its day begins, in the exchange's zone: splits and dividends are booked then.
        price: The raw open.
        is_wanted: Whether the strategy, at the close before, wanted to be long.
        actions: Splits and dividends whose ex-date it is.
    """

    midnight: datetime
    price: Decimal
    is_wanted: bool
    actions: tuple[market.CorporateAction, ...] = ()


def write_paper_account(settings: Settings, plan: PaperAccount = DEMO) -> journal.Appended:
    """Append a paper account's events to the workspace's ledger; what is there already stays as it is.

    Raises:
        KbError: The plan cannot be followed, or the ledger cannot be written.
    """
    return journal.append(journal.account_path(settings.ledger, plan.account), paper_events(plan))


def paper_events(plan: PaperAccount) -> tuple[journal.Event, ...]:
    """Everything that happens on a paper account, in order of time; the same plan gives the same events.

    Raises:
        KbError: An unknown strategy or symbol, no bars in the window, or a weight other than 0 and 1.
    """
    strategy = load_strategy(plan.strategy)(**plan.parameters)
    label = f"{strategy.title} {describe(strategy)}"
    sessions = {symbol: read_sessions(plan, strategy, symbol) for symbol in plan.symbols}
    start = min(each[0].midnight for each in sessions.values())
    note = f"Paper account made by kb: {label} on {', '.join(plan.symbols)}; no order was ever sent to a broker"
    deposit = journal.Deposit(**_common(plan, start, "deposit"), amount=plan.deposit, note=note)
    traded = [event for symbol in plan.symbols for event in trade(plan, symbol, sessions[symbol], label)]
    return journal.in_order([deposit, *traded])


def read_sessions(plan: PaperAccount, strategy: Strategy, symbol: str) -> tuple[Session, ...]:
    """The sessions of a symbol from the plan's start to its end; the first has no decision before it.

    Raises:
        KbError: An unknown symbol, no bars in the window, or a weight other than 0 and 1.
    """
    opens = market.bars(symbol, plan.start, plan.end, adjusted=False)["open"]
    weights = target_positions(strategy, market.bars(symbol, end=plan.end, adjusted=True))
    if not weights.isin([0.0, 1.0]).all():
        do = "Choose a strategy that is long or flat: a paper account neither shorts nor borrows."
        raise KbError("A paper account needs weights of 0 or 1", found=f"{plan.strategy} on {symbol}", do=do)
    is_wanted = weights.reindex(opens.index).eq(1.0).shift(fill_value=False)
    midnights = pd.DatetimeIndex(opens.index).tz_convert(market.instrument(symbol).time_zone).to_pydatetime()
    actions = market.corporate_actions(symbol)
    return tuple(
        Session(midnight, Decimal(repr(price)), wanted, tuple(a for a in actions if a.ex_date == midnight.date()))
        for midnight, price, wanted in zip(midnights, opens.tolist(), is_wanted.tolist(), strict=True)
    )


def trade(plan: PaperAccount, symbol: str, sessions: Sequence[Session], label: str) -> Iterator[journal.Event]:
    """The events of one symbol, which buys with all the cash of its part of the deposit and sells all it holds."""
    cash = (plan.deposit / len(plan.symbols)).quantize(CENT, ROUND_FLOOR)
    held = ZERO
    for session in sessions:
        events: list[journal.Event] = []
        for action in session.actions if held else ():
            event = _booked(plan, symbol, session, action, held)
            held += event.quantity if isinstance(event, journal.Split) else ZERO
            events.append(event)
        quantity = _ordered(plan, session, cash, held)
        if quantity:
            events.append(_filled(plan, symbol, session, quantity, label))
            held += quantity
        cash += sum((event.cash_change for event in events), ZERO)
        yield from events


def _ordered(plan: PaperAccount, session: Session, cash: Decimal, held: Decimal) -> Decimal:
    """The signed quantity of the order at this open: whole shares for all the cash, all that is held, or nothing."""
    if session.is_wanted and not held:
        each = session.price * (1 + plan.fee_bps * BPS)
        return max(ZERO, (cash - CENT) / each).quantize(Decimal(1), ROUND_FLOOR)
    return -held if held and not session.is_wanted else ZERO


def _filled(plan: PaperAccount, symbol: str, session: Session, quantity: Decimal, label: str) -> journal.Fill:
    return journal.Fill(
        **_common(plan, session.midnight.replace(hour=OPEN.hour, minute=OPEN.minute), f"{symbol}-fill"),
        symbol=symbol,
        quantity=quantity,
        price=session.price,
        fee=(abs(quantity) * session.price * plan.fee_bps * BPS).quantize(CENT, ROUND_UP),
        note=f"{label}: {'enter' if quantity > 0 else 'leave'}",
    )


def _booked(
    plan: PaperAccount, symbol: str, session: Session, action: market.CorporateAction, held: Decimal
) -> journal.Split | journal.Dividend:
    if isinstance(action, market.Split):
        common = _common(plan, session.midnight, f"{symbol}-split")
        note = f"{action.ratio.normalize():f} for 1"
        return journal.Split(**common, symbol=symbol, quantity=held * action.ratio - held, note=note)
    common = _common(plan, session.midnight, f"{symbol}-dividend")
    amount = (held * action.cash).quantize(CENT, ROUND_HALF_EVEN)
    note = f"{action.cash.normalize():f} a share on {held:f}, booked on the ex-date"
    return journal.Dividend(**common, symbol=symbol, amount=amount, note=note)


def _common(plan: PaperAccount, moment: datetime, what: str) -> dict[str, Any]:
    return {
        "account": plan.account,
        "native_id": f"{moment:%Y-%m-%d}-{what}",
        "time": moment.astimezone(UTC),
        "currency": plan.currency,
        "original_time": f"{moment:%Y-%m-%d %H:%M} {moment.tzinfo}",
        "source": journal.PAPER_SOURCE,
    }
