from __future__ import annotations

import pandas as pd
import pytest

from kb.report.frames import table_of_html, table_of_scrap
from kb.report.table import Table


def html_of(frame: pd.DataFrame) -> str:
    return str(frame._repr_html_())  # type: ignore[operator]  # what a notebook shows of it


def test_a_dataframe_keeps_its_index_and_columns() -> None:
    frame = pd.DataFrame({"pnl": [1.5, 2.0], "note": ["a & b", "<i>"]}, index=pd.Index(["x", "y"], name="day"))

    assert table_of_html(html_of(frame)) == Table(
        ("day", "pnl", "note"), (("x", "1.5", "a & b"), ("y", "2.0", "<i>")), 2
    )


def test_levels_of_columns_are_joined_and_levels_of_rows_repeated() -> None:
    columns = pd.MultiIndex.from_tuples([("AAPL", "open"), ("AAPL", "close")])
    rows = pd.MultiIndex.from_tuples([(2020, 1), (2020, 2)], names=["year", "month"])

    assert table_of_html(html_of(pd.DataFrame([[1, 2], [3, 4]], index=rows, columns=columns))) == Table(
        ("year", "month", "AAPL / open", "AAPL / close"), (("2020", "1", "1", "2"), ("2020", "2", "3", "4")), 2
    )


def test_a_long_dataframe_tells_its_length() -> None:
    table = table_of_html(html_of(pd.DataFrame({"n": range(1_431)})))

    assert table is not None
    assert table.total == 1_431
    assert table.rows[5] == ("…", "…")


def test_a_huge_table_is_read_only_as_far_as_it_is_shown() -> None:
    row = "<tr><td>1</td><td>2</td></tr>"
    table = table_of_html(f'<table class="dataframe"><tbody>{row * 300_000}</tbody></table>')

    assert table is not None
    assert table.total == 300_000
    assert len(table.rows) < 5_000


def test_a_styled_dataframe_is_a_table() -> None:
    head = '<style>#T_1 {color: red}</style><table id="T_1"><thead><tr><th>a<br>b</th></tr></thead>'
    html = f"{head}<tr><td>1</td></tr></table>"

    assert table_of_html(html) == Table(("a b",), (("1",),), 1)


def test_only_the_first_table_is_read_and_ragged_rows_are_filled() -> None:
    html = '<table class="dataframe"><tbody><tr><td>1</td></tr><tr><td>1</td><td>2</td></tr></tbody></table>'

    assert table_of_html(html + "<table><tr><td>3</td></tr></table>") == Table(("", ""), (("1", ""), ("1", "2")), 2)


@pytest.mark.parametrize("html", ["", "<b>bold</b>", "<table><tr><td>1</td></tr></table>", '<table class="dataframe">'])
def test_other_html_is_no_table(html: str) -> None:
    assert table_of_html(html) is None


def test_a_scrap_is_a_table_where_it_holds_one() -> None:
    data = {"caption": "", "columns": ["a"], "rows": [[1], [2, 3], "x"], "total": 7}

    assert table_of_scrap(data) == Table(("a",), ((1,),), 7)
    assert table_of_scrap({"columns": ["a"]}) == Table(("a",), (), 0)
    assert table_of_scrap({"columns": "a"}) is None
    assert table_of_scrap(None) is None
