"""Accounts told as lines of text, so that a test shows what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from kb.journal.daily import Closes
from kb.journal.events import Charge, Deposit, Dividend, Event, Fill, Interest, Split, Withdrawal

Story = Callable[[str], tuple[Event, ...]]


@pytest.fixture(scope="session")
def story() -> Story:
    """Events from lines like `2012-05-01 fill AAPL 10 20.50 1`, at 14:30 UTC, in order."""
    return lambda text: tuple(_told(number, line.split()) for number, line in enumerate(text.strip().splitlines()))


@pytest.fixture(scope="session")
def closes() -> Callable[[str], Closes]:
    """Closes from lines like `2012-05-01 AAPL 20`."""
    return _closes


def _closes(text: str) -> Closes:
    found: dict[str, dict[date, Decimal]] = {}
    for line in text.strip().splitlines():
        day, symbol, close = line.split()
        found.setdefault(symbol, {})[date.fromisoformat(day)] = Decimal(close)
    return found


def _told(number: int, words: list[str]) -> Event:
    day, kind, *rest = words
    common: dict[str, Any] = {
        "account": "demo",
        "native_id": f"e{number}",
        "time": datetime.fromisoformat(f"{day}T14:30:00").replace(tzinfo=UTC),
        "currency": "USD",
    }
    match kind:
        case "fill":
            quantity, price, fee = (Decimal(word) for word in [*rest[1:], "0"][:3])
            return Fill(**common, symbol=rest[0], quantity=quantity, price=price, fee=fee)
        case "split":
            return Split(**common, symbol=rest[0], quantity=Decimal(rest[1]))
        case "dividend":
            return Dividend(**common, symbol=rest[0], amount=Decimal(rest[1]))
        case "fee":
            return Charge(**common, fee=Decimal(rest[0]))
    money = {"deposit": Deposit, "withdrawal": Withdrawal, "interest": Interest}[kind]
    return money(**common, amount=Decimal(rest[0]))
