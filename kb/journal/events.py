"""What happens on an account: frozen nouns, money and quantities as Decimal.

`quantity` times `price` is money in `currency`. Every event knows the change that it makes to the account's cash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal

from kb.errors import KbError

ZERO = Decimal(0)
PAPER_SOURCE = "kb paper account"
"""The source of every event that kb made up: no such order was ever sent to a broker."""

_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened on an account.

    Attributes:
        account: The account's label.
        native_id: The id that its source gave it, unique in the account: the same event again is known by it.
        time: When it happened, UTC.
        currency: The currency of its money.
        original_time: The time as the source wrote it.
        source: What wrote it: a statement's file name, or `PAPER_SOURCE`.
        note: The source's comment.

    Raises:
        KbError: Values that no event of the kind can have.
    """

    account: str
    native_id: str
    time: datetime
    currency: str
    original_time: str = ""
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        fault = self._common_fault() or self.fault()
        if fault:
            raise KbError(fault, found=str(self.native_id), do="Correct the event's values.")

    def _common_fault(self) -> str:
        if not (self.account and self.native_id and self.currency):
            return "An event needs an account, a native_id and a currency"
        if self.time.utcoffset() != UTC.utcoffset(None):
            return "An event's time must be UTC"
        values = [getattr(self, each.name) for each in fields(self)]
        if any(isinstance(value, str) and _UNWRITABLE.search(value) for value in values):
            return "An event's text must be one line without control characters"
        if any(isinstance(value, Decimal) and not value.is_finite() for value in values):
            return "An event's numbers must be finite"
        return ""

    def fault(self) -> str:
        """What is wrong with the values of this kind; empty for nothing."""
        return ""

    @property
    def cash_change(self) -> Decimal:
        """The change of the account's cash."""
        return ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill(Event):
    """One execution.

    Attributes:
        symbol: What was traded.
        quantity: Signed: positive bought, negative sold.
        price: Money for one, as traded (raw).
        fee: What it cost, positive; a rebate is negative.
    """

    symbol: str
    quantity: Decimal
    price: Decimal
    fee: Decimal = ZERO

    def fault(self) -> str:
        """A fill trades something."""
        return "" if self.symbol and self.quantity else "A fill needs a symbol and a quantity other than 0"

    @property
    def cash_change(self) -> Decimal:
        """Minus the value bought, minus the fee."""
        return -self.quantity * self.price - self.fee


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Event):
    """Shares received for nothing by a split; given up by a reverse split.

    Attributes:
        symbol: What was split.
        quantity: The signed change of the position: +100 when 100 shares become 200, -200 when -200 become -400.
    """

    symbol: str
    quantity: Decimal

    def fault(self) -> str:
        """A split changes a position."""
        return "" if self.symbol and self.quantity else "A split needs a symbol and a quantity other than 0"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Money(Event):
    amount: Decimal

    @property
    def cash_change(self) -> Decimal:
        """The amount."""
        return self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Dividend(_Money):
    """Income of a position: `amount` is the change of cash, negative where a short position pays it."""

    symbol: str

    def fault(self) -> str:
        """A dividend belongs to an instrument."""
        return "" if self.symbol else "A dividend needs a symbol"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit(_Money):
    """Money paid in: `amount` is positive."""

    def fault(self) -> str:
        """Money comes in."""
        return "" if self.amount > 0 else "A deposit's amount must be above 0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal(_Money):
    """Money taken out: `amount` is negative, the change of cash."""

    def fault(self) -> str:
        """Money goes out."""
        return "" if self.amount < 0 else "A withdrawal's amount must be below 0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest(_Money):
    """Interest on cash: `amount` is the change of cash, negative where it is paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge(Event):
    """A fee of the account, not of a fill: `fee` is a positive cost; a refund is negative."""

    fee: Decimal

    @property
    def cash_change(self) -> Decimal:
        """Minus the fee."""
        return -self.fee


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events in order of time; those of one moment keep their order."""
    return tuple(sorted(events, key=lambda event: event.time))
