"""What fills add up to: an open position, or a trade that went from flat to flat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kb.journal.events import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What is held of one instrument, and what it did since it was flat.

    Attributes:
        symbol: What is held.
        currency: The currency of its money.
        opened: Time of the first fill, UTC.
        changed: Time of the last fill, UTC.
        quantity: Held now, signed.
        cost: What the quantity held cost, at average cost, signed like it, without fees.
        opened_quantity: All that was opened, signed, in units after splits.
        opened_value: What that cost, signed, without fees.
        closed_quantity: All of that that was closed again, signed like it.
        closed_value: What closing it brought, signed like it, without fees.
        fees: What the fills cost, positive.
        dividends: Income; negative where a short pays.
        fills: How many fills.
    """

    symbol: str
    currency: str
    opened: datetime
    changed: datetime
    quantity: Decimal = ZERO
    cost: Decimal = ZERO
    opened_quantity: Decimal = ZERO
    opened_value: Decimal = ZERO
    closed_quantity: Decimal = ZERO
    closed_value: Decimal = ZERO
    fees: Decimal = ZERO
    dividends: Decimal = ZERO
    fills: int = 0

    @property
    def side(self) -> str:
        """`long` or `short`."""
        return "long" if self.opened_quantity > 0 else "short"

    @property
    def entry_price(self) -> Decimal:
        """Average price of all that was opened, in units after splits."""
        return self.opened_value / self.opened_quantity

    def price_pnl(self, mark: Decimal) -> Decimal:
        """What prices made of it, realised and not, without dividends and fees, at this price of one unit."""
        return self.closed_value + self.quantity * mark - self.opened_value

    def pnl(self, mark: Decimal) -> Decimal:
        """The whole result so far, net of fees, at this price of one unit."""
        return self.price_pnl(mark) + self.dividends - self.fees

    def unrealised_pnl(self, mark: Decimal) -> Decimal:
        """The part of `price_pnl` that is not realised, at average cost."""
        return self.quantity * mark - self.cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """A round trip, flat to flat.

    Attributes:
        symbol: What was traded.
        currency: The currency of its money.
        side: `long` or `short`.
        opened: Time of the first fill, UTC.
        closed: Time of the last fill, UTC.
        quantity: All that was opened, signed, in units after splits.
        entry_value: What that cost, signed, without fees.
        exit_value: What closing it brought, signed, without fees.
        fees: What the fills cost, positive.
        dividends: Income; negative where a short pays.
        fills: How many fills.
    """

    symbol: str
    currency: str
    side: str
    opened: datetime
    closed: datetime
    quantity: Decimal
    entry_value: Decimal
    exit_value: Decimal
    fees: Decimal
    dividends: Decimal
    fills: int

    @property
    def entry_price(self) -> Decimal:
        """Average price of what was opened, in units after splits."""
        return self.entry_value / self.quantity

    @property
    def exit_price(self) -> Decimal:
        """Average price of what was closed, in units after splits."""
        return self.exit_value / self.quantity

    @property
    def gross_pnl(self) -> Decimal:
        """What prices and dividends made of it, before fees."""
        return self.exit_value - self.entry_value + self.dividends

    @property
    def pnl(self) -> Decimal:
        """The result, net of fees."""
        return self.gross_pnl - self.fees

    @property
    def return_on_entry(self) -> Decimal | None:
        """The result as a fraction of the value opened; None where that is 0."""
        return self.pnl / abs(self.entry_value) if self.entry_value else None
