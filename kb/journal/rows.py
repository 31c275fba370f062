"""One line of a ledger and back: what each kind of event writes in which column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from kb.errors import KbError
from kb.journal.events import Charge, Deposit, Dividend, Event, Fill, Interest, Split, Withdrawal

COLUMNS = (
    "native_id",
    "time",
    "kind",
    "symbol",
    "quantity",
    "price",
    "fee",
    "amount",
    "currency",
    "original_time",
    "source",
    "note",
)
KINDS: Mapping[str, type[Event]] = {
    "fill": Fill,
    "split": Split,
    "dividend": Dividend,
    "deposit": Deposit,
    "withdrawal": Withdrawal,
    "interest": Interest,
    "fee": Charge,
}
HEADER = ",".join(COLUMNS)
_NUMBERS = {"quantity", "price", "fee", "amount"}
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def parse_row(text: str, account: str) -> Event:
    """Parse one line of a ledger.

    Raises:
        KbError: The line is no event; the message says what is wrong with it, not where it stands.
    """
    row = _cells(text)
    kind = KINDS.get(row["kind"])
    if kind is None:
        do = f"Known kinds: {', '.join(KINDS)}."
        raise KbError("There is no such kind of event", found=row["kind"], do=do)
    values: dict[str, Any] = {"account": account}
    for field in fields(kind):
        if field.name != "account" and (row[field.name] or field.default is MISSING):
            values[field.name] = _value(field.name, row[field.name])
    _refuse_stray(row, values)
    return kind(**values)


def kind_of(event: Event) -> str:
    """The name of an event's kind in a ledger."""
    return next(name for name, kind in KINDS.items() if isinstance(event, kind))


def render_row(event: Event) -> str:
    """The line of an event, without line end."""
    cells = [kind_of(event) if column == "kind" else _text(getattr(event, column, "")) for column in COLUMNS]
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def _cells(text: str) -> dict[str, str]:
    try:
        cells = next(csv.reader([text], strict=True))
    except csv.Error as error:
        raise KbError("This line is not CSV", found=text[:80], do="Close its quotes; one line is one event.") from error
    if len(cells) != len(COLUMNS):
        do = f"A line has {len(COLUMNS)} columns: {HEADER}."
        raise KbError("This line has the wrong number of columns", found=f"{len(cells)}: {text[:80]}", do=do)
    return dict(zip(COLUMNS, cells, strict=True))


def _refuse_stray(row: Mapping[str, str], used: Mapping[str, Any]) -> None:
    for column, cell in row.items():
        if cell and column != "kind" and column not in used:
            do = "Empty that column, or correct the kind."
            raise KbError(f"A {row['kind']} has no {column}", found=cell, do=do)


def _value(column: str, cell: str) -> str | Decimal | datetime:
    if column in _NUMBERS:
        return _number(column, cell)
    return _time(cell) if column == "time" else cell


def _number(column: str, cell: str) -> Decimal:
    if not _NUMBER.fullmatch(cell):
        do = "Write digits with a decimal point, like -100 or 12.50."
        raise KbError(f"The {column} is not a number", found=cell, do=do)
    return Decimal(cell)


def _time(cell: str) -> datetime:
    try:
        time = datetime.fromisoformat(cell)
    except ValueError:
        time = datetime.min  # noqa: DTZ901  (naive, so refused below with the same words)
    if time.tzinfo is None:
        raise KbError("The time is not UTC", found=cell, do="Write it like 2012-05-01T13:30:00Z.")
    return time.astimezone(UTC)


def _text(value: str | Decimal | datetime) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return f"{value:f}" if isinstance(value, Decimal) else value
