from __future__ import annotations

import pandas as pd
import pytest

from kb.errors import KbError
from kb.market.providers.layout import pick_columns, split_cells


def picked(text: str) -> list[list[str]]:
    return [list(map(str, row)) for row in pick_columns(split_cells(text, "x.csv").table, "x.csv").to_numpy()]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_cells_are_found_by_the_header_in_any_case_and_order(separator: str) -> None:
    text = "Volume,DATE,close,Low,High,Open\n5,2024-01-02,4,1,3,2\n".replace(",", separator)

    assert picked(text) == [["2024-01-02", "2", "3", "1", "4", "5"]]


def test_lines_are_those_of_the_file() -> None:
    cells = split_cells("\n\ntime,open,high,low,close\n\n1,2,3\n , ,\n1,2,3,4,5\n", "x.csv")

    assert list(cells.table.index) == [5, 7]
    assert list(cells.table["low"]) == ["", "4"]


def test_a_row_with_too_many_cells_is_kept_apart() -> None:
    cells = split_cells("time,close\n1,2,\n1,5,3\n", "x.csv")

    assert list(cells.table.index) == [2]
    assert cells.long_rows == {3: "1,5,3"}


def test_quoted_cells_may_hold_the_separator() -> None:
    assert list(split_cells('time,close\n1,"1,234.5"\n', "x.csv").table["close"]) == ["1,234.5"]


def test_a_quote_left_open_hides_no_other_row() -> None:
    cells = split_cells('time,close\n1,"2\n3,4\n5,"6\n', "x.csv")

    assert list(cells.table["time"]) == ["1", "3", "5"]


def test_a_line_that_cannot_be_split_is_named() -> None:
    with pytest.raises(KbError, match=r"x.csv:2: This line cannot be split into cells: field larger"):
        split_cells('time,close\n1,"' + "2" * 200_000, "x.csv")


def test_metatrader_4_writes_no_header() -> None:
    assert picked("2024.01.02,00:00,1,3,0.5,2,77\n") == [["2024.01.02 00:00", "1", "3", "0.5", "2", "77"]]


def test_metatrader_5_counts_ticks_where_it_has_no_volume() -> None:
    header = "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n"

    assert picked(header + "2024.01.02\t00:05:00\t1\t3\t0.5\t2\t77\t0\t4\n") == [
        ["2024.01.02 00:05:00", "1", "3", "0.5", "2", "77"]
    ]
    assert picked(header + "2024.01.02\t00:05:00\t1\t3\t0.5\t2\t77\t9\t4\n")[0][-1] == "9"


def test_metatrader_5_days_have_no_clock() -> None:
    text = "<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n2024.01.02\t1\t3\t0.5\t2\t77\t0\t4\n"

    assert picked(text)[0][0] == "2024.01.02"


def test_a_timestamp_is_preferred_to_a_date() -> None:
    assert picked("date,timestamp,open,high,low,close\nMonday,1706693400,1,3,0.5,2\n")[0][0] == "1706693400"


def test_without_volume_there_is_none() -> None:
    assert picked("time,open,high,low,close\n1706693400,1,3,0.5,2\n")[0][-1] == "nan"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.csv: This file of bars is empty"),
        ("2024-01-02,1,2,3,4\n", "x.csv:1: This file of bars has no header: 2024-01-02, 1, 2, 3, 4"),
        ("hello\nworld\n", "x.csv: This file of bars has no column `time`: hello"),
        ("date,open,high,low\n", "x.csv: This file of bars has no column `close`: date, open, high, low"),
        ("date,open,high,low,close,Close\n", "x.csv: This file of bars has two columns `close`"),
        ("Ticker,date,open,high,low,close\nA,1,1,1,1,1\nB,1,1,1,1,1\n", "x.csv: This file of bars holds several"),
    ],
)
def test_a_file_that_holds_no_bars_says_why(text: str, message: str) -> None:
    with pytest.raises(KbError) as error:
        picked(text)

    assert str(error.value).startswith(message)


def test_columns_that_are_typed_already_stay_so() -> None:
    frame = pd.DataFrame({"time": [1706693400], "open": [1.0], "high": [2.0], "low": [0.5], "close": [1.5]})

    assert pick_columns(frame, "x.parquet")["close"].dtype == "float64"
