"""What is redacted in the tables of a vault, also in those that cannot be read with certainty."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.site.private.redaction_file import rows_of
from kb.site.private.tables import likely_values, read_tables

NAMES = ("account", "quantity")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Account Information,Data,Account,U9998887", ["Data", "U9998887"]),
        (
            "Trades,Header,Symbol,Quantity,Price\nTrades,Data,SPY,5,472\nTrades,Total,,7",
            ["Quantity", "Price", "5", "7"],
        ),
        ("Statement of May\nDate,Account\n1,U1,\n2,", ["Account", "U1"]),
        ("Account,U1234\nName,x,y", ["U1234"]),
        ("Day;Quantity\n1;5;2", ["Quantity", "5"]),
        ("Day,Price\n1,5,2", []),
    ],
)
def test_what_most_likely_is_redacted_can_be_told(text: str, values: list[str]) -> None:
    assert list(likely_values(rows_of("a.csv", text), NAMES)) == values


@pytest.mark.parametrize("coding", ["utf-8", "utf-16", "latin-1"])
def test_of_a_table_that_cannot_be_read_with_certainty_the_values_are_told(tmp_path: Path, coding: str) -> None:
    (tmp_path / "a.csv").write_bytes("Größe,Account\n1,U9998887,\n".encode(coding))
    (path, table), *others = read_tables(tmp_path, ["a.csv", "b.txt", "gone.csv"], NAMES)

    assert (path, table.is_certain, others) == ("a.csv", False, [])
    assert "U9998887" in table.values


def test_of_other_tables_all_values_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Day,Account\n1,U9998887\n")

    assert list(read_tables(tmp_path, ["a.csv"], NAMES)) == [("a.csv", (frozenset({"U9998887"}), True))]
    assert list(read_tables(tmp_path, ["a.csv"], ())) == []
