"""Tables in HTML in which a redacted name stands are left out of what others read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.private.html_tables import without_tables
from kb.site.private.redaction_text import redacted_text

NAMES = ("account",)
ROW = "<tr><td>U7654321</td><td>1</td></tr>"


@pytest.mark.parametrize(
    "table",
    [
        f"<table><tr><th>Account</th><th>x</th></tr>{ROW}</table>",
        f"<TABLE class='a'>\n<tr><th><b>Acc</b><i>&#111;unt</i> no</th></tr>\n\n{ROW}\n</TABLE >",
        "<table><tr><td>Account of mine</td><td>U7654321</td></tr></table>",
        "<table><tr><td>1</td><td>account</td><td>U7654321</td></tr></table>",
        f"<table><tr><td><table><tr><th>a</th></tr></table></td></tr><tr><th>account</th></tr>{ROW}</table>",
        f"<table><tr><th>account<th>x{ROW}",
        f"> <table><thead><tr><th>account</th></tr></thead>\n> {ROW}\n> </table>",
    ],
)
def test_such_a_table_is_left_out_and_its_values_are_known(table: str) -> None:
    body = f"Before\n\n{table}"
    shown, _ = without_tables(body, NAMES)

    assert "U7654321" not in redacted_text(body, NAMES).body
    assert shown.count("\n") == body.count("\n")
    assert shown.startswith("Before\n\n")


def test_what_stands_behind_a_name_in_it_is_looked_for_elsewhere() -> None:
    assert "U7654321" in without_tables(f"<table><tr><th>account</th><th>x</th></tr>{ROW}</table>", NAMES)[1]


@pytest.mark.parametrize(
    "body",
    [
        "",
        f"<table><tr><th>x</th></tr>{ROW}</table> and account",
        "<table><tr><td>x</td><td>of our account, and more</td></tr></table>",
        "`<table><tr><th>account</th></tr></table>`",
        "```html\n<table><tr><th>account</th></tr></table>\n```\n",
        "    <table><tr><th>account</th></tr></table>\n\n</table> <title>account</title>",
        "<table> account",
    ],
)
def test_other_tables_and_code_stay(body: str) -> None:
    assert without_tables(body, NAMES) == (body, ())


@given(st.lists(st.sampled_from(["<table>", "</table>", "<tr>", "<th>", "account", "x", "\n", "\n\n", "`", "```\n"])))
def test_any_text_keeps_its_lines(parts: list[str]) -> None:
    body = "".join(parts)
    shown, _ = without_tables(body, NAMES)

    assert shown.count("\n") == body.count("\n")
