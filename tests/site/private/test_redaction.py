"""What never leaves: properties, cells, parameters and columns of a redacted name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import KbError
from kb.site.private.redaction import is_redacted, redacted_values, without_redacted
from kb.site.private.redaction_file import is_table, redact_file, values_in_file
from kb.site.private.redaction_text import redacted_text

NAMES = ("account", "balance", "quantity", "start equity")


@pytest.mark.parametrize(
    "name",
    [
        "account",
        "Accounts",
        "ACCOUNT",
        "account_id",
        "broker-account",
        "accountNumber",
        "quantities",
        "Start_Equity (EUR)",
        "Subaccount",
        "sub-account",
        "accountno",
        "accountid",
        "cashbalance",
        "startequity",
        "".join(chr(ord(letter) + 0xFEE0) for letter in "account"),
        "acc\u00adount",
        "\u200baccount",
        "acc&#111;unt",
    ],
)
def test_case_number_and_what_joins_words_do_not_count(name: str) -> None:
    assert is_redacted(name, NAMES)


@pytest.mark.parametrize(
    "name",
    [
        "accounting",
        "unbalanced",
        "rebalance",
        "Order imbalance",
        "balanced",
        "equity",
        "equity start",
        "",
        "--",
        "class",
    ],
)
def test_other_words_are_not_redacted(name: str) -> None:
    assert not is_redacted(name, NAMES)


def test_properties_are_left_out_at_any_depth() -> None:
    properties = {"a": [{"Account": 1, "b": 2}, "account"], "c": {"d": {"balances": [3]}}, "quantity": None}

    assert without_redacted(properties, NAMES) == {"a": [{"b": 2}, "account"], "c": {"d": {}}}


def test_the_values_that_are_left_out_are_known() -> None:
    properties = {
        "account": ["U1", {"x": 2.5}],
        "c": [[1], {"balance": 7, "is": True}],
        "quantity": None,
        "e": {"qty": 1},
    }

    assert list(redacted_values(properties, NAMES)) == ["U1", "2.5", "7"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("| a | Quantity |\n| - | - |\n| 1 | 2 |\n| 3 |  |", "| a | Quantity |\n| - | - |\n| 1 | … |\n| 3 |  |"),
        ("k | v\n--|--\nAccount | U1\nb | 2", "k | v\n--|--\nAccount | … \nb | 2"),
        ("> | Qty. | Balance |\n> |-|-|\n> | 1 | 2\\|3 |", "> | Qty. | Balance |\n> |-|-|\n> | 1 | … |"),
        ("account | x\n\nno table: account | 5", "account | x\n\nno table: account | 5"),
        ("`account`, a word", "`account`, a word"),
        ("```kb\nparameters: {account: U1, b: 2}\n```", '```kb\nparameters: {account: "…", b: 2}\n```'),
        ("```kb\naccount:\n  - U1\n  - U2\nb: 2\n```", '```kb\naccount:\n  "…"\n\nb: 2\n```'),
        ("```kb\naccount: |\n  U1\n  U2\nb: 2\n```", '```kb\naccount: "…"\n\n\nb: 2\n```'),
        ("> ```kb\n> x: [{account: U1}]\n> ```", '> ```kb\n> x: [{account: "…"}]\n> ```'),
        ("```kb\naccount: [U1\n```", '```kb\n"…"\n```'),
        ("```kb\nbroken: [\n```\naccount", "```kb\nbroken: [\n```\naccount"),
        ("```kb\nname: x\n```\n\naccount", "```kb\nname: x\n```\n\naccount"),
        ("```python\naccount = 5 | 3\n```", "```python\naccount = 5 | 3\n```"),
        ('> ```vega-lite\n> {"quantity": [\n> 1]}\n> ```\n\nx', "> ```vega-lite\n> \n> \n> ```\n\nx"),
        ('```vega-lite\n{"a": 1}\n```\nquantity', '```vega-lite\n{"a": 1}\n```\nquantity'),
        ('```vega-lite\n{"a": "balance', "```vega-lite\n"),
        ("account:: U1 and more", "account:: …"),
        ("- **Account**:: U1\nb:: 2", "- **Account**:: …\nb:: 2"),
        ("In (account:: U1) and [Subaccount:: [[b]] (x)] there", "In (account:: …) and [Subaccount:: …] there"),
        ("| a | account:: U1 | b |\n|-|-|-|", "| a | account:: …| b |\n|-|-|-|"),
        ("account::\n`account:: U1` accounts: U1", "account::\n`account:: U1` accounts: U1"),
        ("```cpp\naccount::get(1)\n```", "```cpp\naccount::get(1)\n```"),
        ("why:: more [account:: U1] today (balance:: 7)", "why:: more [account:: …] today (balance:: …)"),
        ("- [ ] task due:: x [account:: U1] y", "- [ ] task due:: x [account:: …] y"),
        ("why:: as account:: U1", "why:: as account:: …"),
        ("Set `x::y` account:: U1", "Set `x::y` account:: …"),
        ("[mood:: (account:: U1)] and (account:: U1", "[mood:: (account:: …)] and (account:: …"),
        ("[[account]]:: U1) and", "[[account]]:: …"),
        ("account:: U1 %% mine\nmine\n%%\nYours", "account:: … %%\nmine\n%%\nYours"),
        ("- balance:: 1 <!-- mine\nmine -->", "- balance:: … <!--\nmine -->"),
        ("[account:: U1 %% mine] and %% yours", "[account:: … %%] and %% yours"),
        ("account:: U1 %% mine %% and", "account:: … %% %%"),
        ("account:: `%%` U1", "account:: …"),
        ("%% account:: U1 %%\nYours", "%% account:: … %%\nYours"),
        ("<!-- balance:: 7 -->\nYours", "<!-- balance:: … -->\nYours"),
        ("^[a note]\n\n[^1]: | account |\n\nx[^1]", "^[a note]\n\n[^1]: | account |\n\nx[^1]"),
    ],
)
def test_cells_and_parameters_are_blank_and_lines_stay(before: str, after: str) -> None:
    assert redacted_text(before, NAMES).body == after


def test_a_cell_that_is_such_a_name_says_what_stands_behind_it_wherever_it_stands() -> None:
    head = "| # | a | b |\n|-|-|-|\n"
    body = f"{head}| 1 | Account | U1 |\n| 2 | our account | x |\n"

    assert redacted_text(body, NAMES).body == f"{head}| 1 | Account | … |\n| 2 | our account | x |\n"


def test_the_values_that_a_text_loses_are_known() -> None:
    table = "| a | Quantity |\n| - | - |\n| 1 | 2 |\n| Account | x |\n"
    text = f"account:: U1\n\n{table}\n```kb\nparameters: {{account: U2}}\n```\n\n```kb\nx: [\n```\n\n`account:: U3`"

    assert redacted_text(text, NAMES)[1:] == (("U1", "U2"), ("2", "x"))
    assert redacted_text("account:: \n\naccount", NAMES).values == ()
    assert redacted_text("account:: **U_1** <b></b>\nbalance:: `7`", NAMES).values == ("U_1", "7")
    assert redacted_text("%% account:: U1 %%\n<!-- balance:: 7 -->", NAMES).values == ("U1", "7")
    assert redacted_text("account:: U1 %% mine\n%%\nbalance:: 7 <!-- mine --> %", NAMES).values == ("U1", "7  %")


@given(st.text("|-ab \n:>account", max_size=80))
def test_any_text_keeps_its_lines(text: str) -> None:
    assert redacted_text(text, NAMES).body.count("\n") == text.count("\n")


def test_columns_of_a_file_are_blank() -> None:
    data = b'\xef\xbb\xbfday,Quantity,"a,b"\r\n1,2,3\r\n4,,\r\n'

    assert redact_file("x/Records.CSV", data, NAMES).decode() == 'day,Quantity,"a,b"\n1,…,3\n4,…,\n'
    assert redact_file("a.tsv", b"account\tb\nU1\t2\n", NAMES).decode() == "account\tb\n…\t2\n"


@pytest.mark.parametrize(("path", "data"), [("a.csv", b"day,b\n1,2\n"), ("a.csv", b""), ("a.txt", b"account\n1")])
def test_a_file_with_nothing_to_hide_stays_byte_for_byte(path: str, data: bytes) -> None:
    assert redact_file(path, data, NAMES) == data
    assert redact_file(path, data, ()) == data


def test_the_values_that_a_file_loses_are_known() -> None:
    assert list(values_in_file("a.csv", b"day,Account\n1,U1\n2,\nBalance,7\n", NAMES)) == ["U1", "7"]
    assert list(values_in_file("a.txt", b"account\nU1", NAMES)) == []


def test_statements_as_brokers_send_them_are_read_or_refused() -> None:
    semicolons = b"Date;Quantity;Price\n2024-01-02;99,5;472,65\n"

    assert redact_file("a.csv", semicolons, NAMES).decode() == "Date;Quantity;Price\n2024-01-02;…;472,65\n"
    assert (
        redact_file("a.csv", b"Field,Value\nAccount,U1\nName,x\n", NAMES).decode() == "Field,Value\nAccount,…\nName,x\n"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"sep=,\nDate,Account\n2024-01-02,U1\n",
        b"Account,U1234\nName,x\n",
        b"Statement of May\nDate,Account,Price\n2024-01-02,U1,3\n",
        b"Account Information,Data,U1\nTrades,Header,Symbol,Quantity\nTrades,Data,SPY,5\n",
        "Date,Account\n1,U1\n".encode("utf-16"),
        "Größe,Account\n1,U1\n".encode("latin-1"),
    ],
)
def test_a_table_that_cannot_be_read_with_certainty_is_not_published(data: bytes) -> None:
    with pytest.raises(KbError, match="cannot be read with certainty"):
        redact_file("x/statement.csv", data, NAMES)


def test_only_tables_are_read() -> None:
    assert [is_table(path) for path in ("a.csv", "b.TSV", "c.png", "csv")] == [True, True, False, True]


@given(
    st.recursive(
        st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["account", "b"]), inner),
    )
)
def test_nothing_of_a_redacted_name_is_left(value: Any) -> None:
    assert list(redacted_values(without_redacted({"a": value}, NAMES), NAMES)) == []
