from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from kb.journal.events import Event
from kb.journal.lots import book
from kb.journal.tables import events_table, money, percent, positions_table, symbols_table, trades_table

if TYPE_CHECKING:
    import pandas as pd

Story = Callable[[str], tuple[Event, ...]]
ACCOUNT = """
    2012-05-01 deposit 10000
    2012-05-01 fill AAPL 100 20.5 1
    2012-05-02 split AAPL 100
    2012-05-03 dividend AAPL 12.25
    2012-05-04 fill AAPL -200 9.123456 1
    2012-05-04 fill IBM -10 200 1
"""


def lines(table: pd.DataFrame) -> list[str]:
    return [" | ".join("" if cell is None else str(cell) for cell in row) for row in table.itertuples(index=False)]


def test_a_trade_is_told_in_the_shares_after_its_split(story: Story) -> None:
    table = trades_table(book(story(ACCOUNT)).trades, UTC)

    assert " | ".join(table.columns) == (
        "Symbol | Side | Opened | Closed | Quantity | Entry | Exit | Dividends | Fees | P&L | Return"
    )
    assert lines(table) == [
        "AAPL | long | 2012-05-01 | 2012-05-04 | 200 | 10.25 | 9.12346 | 12.25 | 2.00 | -215.06 | -10.5%"
    ]


def test_an_open_position_has_a_value_where_it_has_a_mark(story: Story) -> None:
    positions = book(story(ACCOUNT)).positions

    assert lines(positions_table(positions, {"IBM": Decimal(190)}, UTC)) == [
        "IBM | short | 2012-05-04 | 10 | 200.00 | 190.00 | -1,900.00 | 0.00 | 1.00 | 99.00"
    ]
    assert lines(positions_table(positions, {}, UTC)) == [
        "IBM | short | 2012-05-04 | 10 | 200.00 |  |  | 0.00 | 1.00 | "
    ]


def test_symbols_show_their_trades_fees_and_dividends(story: Story) -> None:
    events = story(ACCOUNT)

    assert lines(symbols_table(book(events).trades, events)) == [
        "AAPL | 1 | 0.0% | -215.06 | 12.25 | 2.00",
        "IBM | 0 |  | 0.00 | 0.00 | 1.00",
    ]


def test_events_show_what_they_did_to_the_cash(story: Story) -> None:
    assert lines(events_table(story(ACCOUNT), UTC))[:4] == [
        "2012-05-01 | deposit |  |  |  | 10,000.00 | ",
        "2012-05-01 | fill | AAPL | 100 | 20.50 | -2,051.00 | ",
        "2012-05-02 | split | AAPL | 100 |  | 0.00 | ",
        "2012-05-03 | dividend | AAPL |  |  | 12.25 | ",
    ]


def test_an_empty_table_keeps_its_columns() -> None:
    assert trades_table((), UTC).columns[0] == "Symbol"
    assert trades_table((), UTC).empty


@pytest.mark.parametrize(
    ("value", "text"), [("1234.5", "1,234.50"), ("-0.005", "0.00"), ("123456789.125", "123,456,789.12")]
)
def test_money_is_shown_to_the_cent(value: str, text: str) -> None:
    assert money(Decimal(value)) == text


def test_the_undefined_has_no_text() -> None:
    assert (money(None), percent(None)) == (None, None)
