from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.report.table import Table, render_table
from kb.report.text import Markup
from kb.vault.markdown import parse_markdown

CELLS = st.text(alphabet="ab1|\\`*_[]#%$~=<>&;^!- \n", max_size=20)


def test_numbers_are_right_aligned_and_text_is_escaped() -> None:
    table = Table(("name", "a|b"), (("x|y\nz", 1.5), ("[[n]]", None)), 2)

    assert render_table(table).splitlines() == [
        r"| name | a\|b |",
        "| --- | ---: |",
        r"| x\|y z | 1.5 |",
        r"| \[\[n]] | – |",  # noqa: RUF001  (the dash for undefined)
    ]


def test_a_cell_of_money_is_exact_to_the_cent() -> None:
    table = Table(("pnl",), ((-39153.51,), (11372.56,), (29232.7,), (-10_000.0,)), 4)

    assert render_table(table).splitlines()[2:] == ["| -39153.51 |", "| 11372.56 |", "| 29232.7 |", "| -10000 |"]


def test_markdown_in_a_cell_is_kept() -> None:
    assert r"| [[a\|b]] |" in render_table(Table(("run",), ((Markup(r"[[a\|b]]"),),), 1))


def test_a_cut_table_says_how_much_there_was() -> None:
    rows = tuple((number,) for number in range(30))

    assert render_table(Table(("n",), rows, 431)).endswith("| 24 |\n\n*25 of 431 rows*")
    assert render_table(Table(("n",), rows, 1431), caption="All trades").endswith("*All trades (25 of 1,431 rows)*")
    assert render_table(Table(("n",), rows[:2], 2), caption="Trades").endswith("\n\n*Trades*")


def test_dates_lose_times_that_are_all_midnight() -> None:
    days = Table(("day",), (("2020-01-02 00:00:00+00:00",), (None,)), 2)
    hours = Table(("hour",), (("2020-01-02 00:00:00",), ("2020-01-02 01:00:00",)), 2)

    assert "| 2020-01-02 |" in render_table(days)
    assert "| 2020-01-02 00:00:00 |" in render_table(hours)


def test_an_empty_table_has_its_head() -> None:
    assert render_table(Table(("a", "b"), (), 0)) == "| a | b |\n| --- | --- |"


def test_a_long_cell_is_cut() -> None:
    assert len(render_table(Table(("a",), (("x" * 10_000,),), 1))) < 400


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=4))
def test_any_text_stays_in_its_cell(rows: list[tuple[str, str]]) -> None:
    table = Table(("a", "b"), tuple(rows), len(rows))
    cells = [token for token in parse_markdown(render_table(table)).tokens if token.type == "inline"][2:]
    shown = ["".join(child.content for child in token.children or []) for token in cells]

    assert shown == [" ".join(text.split()) for row in rows for text in row]
