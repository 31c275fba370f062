from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.config import BarsFile
from kb.errors import KbError
from kb.market.providers.files import parse_bars, read_file
from kb.market.quality import CheckedBars

PLAIN = "time,open,high,low,close,volume\n2024-01-02,1,3,0.5,2,10\n2024-01-03,2,4,1.5,3,20\n"


def parse(text: str, zone: str = "UTC") -> CheckedBars:
    return parse_bars(text.encode(), zone, "data/bars/x.csv")


def shown(checked: CheckedBars) -> list[str]:
    assert not checked.problems
    return [
        f"{time:%Y-%m-%d %H:%M} {' '.join(f'{value:g}' for value in row)}"
        for time, row in zip(checked.bars.index, checked.bars.to_numpy(), strict=True)
    ]


BARS = ["2024-01-02 00:00 1 3 0.5 2 10", "2024-01-03 00:00 2 4 1.5 3 20"]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", ";").replace(".", ","),
        "2024.01.02,00:00,1,3,0.5,2,10\n2024.01.03,00:00,2,4,1.5,3,20\n",
        (
            "<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n"
            "2024.01.02\t1\t3\t0.5\t2\t10\t0\t1\n2024.01.03\t2\t4\t1.5\t3\t20\t0\t1\n"
        ),
        "time,open,high,low,close,Volume,Volume MA\n1704153600,1,3,0.5,2,10,NaN\n1704240000,2,4,1.5,3,20,15\n",
        (
            "time,open,high,low,close,Volume\n"
            "2024-01-01T19:00:00-05:00,1,3,0.5,2,10\n2024-01-02T19:00:00-05:00,2,4,1.5,3,20\n"
        ),
    ],
    ids=["plain", "mark", "windows", "tabs", "decimal comma", "MetaTrader 4", "MetaTrader 5", "TradingView", "offsets"],
)
def test_one_table_in_many_formats(text: str) -> None:
    assert shown(parse(text)) == BARS


def test_utf_16_is_read_by_its_mark() -> None:
    assert shown(parse_bars(PLAIN.encode("utf-16"), "UTC", "x")) == BARS


@pytest.mark.parametrize("is_index", [True, False])
@pytest.mark.parametrize("zone", [None, "UTC"])
def test_parquet_times_may_be_the_index_or_a_column(is_index: bool, zone: str | None) -> None:
    frame = pd.read_csv(io.StringIO(PLAIN), parse_dates=["time"]).rename(columns=str.title)
    frame["Time"] = frame["Time"].dt.tz_localize(zone)
    buffer = io.BytesIO()
    (frame.set_index("Time") if is_index else frame).to_parquet(buffer)

    assert shown(parse_bars(buffer.getvalue(), "UTC", "x.csv")) == BARS


def test_parquet_cells_may_be_days_and_decimals_and_nothing() -> None:
    frame = pd.DataFrame({"date": [date(2024, 1, 2), date(2024, 1, 3), None], "volume": [10, 20, 30]})
    for column, values in {"open": "1 2 1", "high": "3 4 1", "low": "0.5 1.5 1", "close": "2 3 1"}.items():
        frame[column] = pd.Series([Decimal(value) for value in values.split()])
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    checked = parse_bars(buffer.getvalue(), "UTC", "x")

    assert [f"{time:%d} {close}" for time, close in checked.bars["close"].items()] == ["02 2.0", "03 3.0"]
    assert [(problem.line, problem.rule) for problem in checked.problems] == [(3, "not-a-time")]


def test_parquet_rows_are_counted_from_one() -> None:
    frame = pd.read_csv(io.StringIO(PLAIN)).assign(close=["2", "n/a"])
    buffer = io.BytesIO()
    pd.concat([frame] * 2).iloc[[0, 1, 0]].assign(time=["20240102", "20240103", "20240104"]).to_parquet(buffer)

    assert [problem.line for problem in parse_bars(buffer.getvalue(), "UTC", "x").problems] == [2]


def test_naive_times_are_in_the_declared_zone() -> None:
    assert shown(parse(PLAIN, "America/New_York"))[0] == "2024-01-02 05:00 1 3 0.5 2 10"


def test_a_missing_volume_is_nan() -> None:
    assert parse("time,open,high,low,close\n2024-01-02,1,3,0.5,2\n").bars["volume"].isna().all()


DEFECTS = """time,open,high,low,close,volume
2024-03-09 02:00,1,3,0.5,2,10

2024-03-10 02:30,1,3,0.5,2,10
2024-03-11 02:00,1,3,0.5,x,?
2024-03-12 02:00,1,3,0.5,2,1_0
someday,1,3,0.5,2,10
2024-03-13 02:00,1,3,0.5,2.5,10
2024-03-14 02:00,1,3,0.5,2,10
2024-03-15 02:00,1,3,0.5,2.5,10
2024-03-16 02:00,1,3,0.5,2,10
"""


def test_bad_rows_become_problems_with_their_lines_and_the_rest_goes_on() -> None:
    checked = parse(DEFECTS, "America/New_York")

    assert [f"{problem.line} {problem.rule} {problem.found}" for problem in checked.problems] == [
        "4 clock-change 2024-03-10 02:30",
        "5 not-a-number x",
        "6 not-a-number 1_0",
        "7 not-a-time someday",
    ]
    assert {problem.path for problem in checked.problems} == {"data/bars/x.csv"}
    assert len(checked.bars) == 5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("time,open,high,low,close\n", "more bad rows than good ones: no rows"),
        (PLAIN.replace("2024", "x"), "more bad rows than good ones: line 2: This is not a time: x-01-02; line 3"),
        (PLAIN.replace("2024-01-0", "3/3/200"), "line 2: Day and month cannot be told apart: 3/3/2002"),
    ],
)
def test_a_file_that_is_mostly_bad_is_refused(text: str, message: str) -> None:
    with pytest.raises(KbError) as error:
        parse(text)

    assert message in str(error.value)


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(KbError, match="neither text nor Parquet"):
        parse_bars(b"\x89PNG\x0d", "UTC", "x")


def test_a_broken_parquet_file_is_refused() -> None:
    with pytest.raises(KbError, match="x: This Parquet file cannot be read"):
        parse_bars(b"PAR1 and then nothing", "UTC", "x")


def test_a_declared_file_is_read_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "gold.csv").write_text(PLAIN + "x,1,1,1,1,1\n", "utf-8")
    checked = read_file(BarsFile("GOLD", "gold.csv", "UTC", 252), tmp_path, tmp_path.parent)

    assert len(checked.bars) == 2
    assert checked.problems[0].path == f"{tmp_path.name}/gold.csv"


def test_a_file_outside_the_workspace_is_named_in_full(tmp_path: Path) -> None:
    (tmp_path / "gold.csv").write_text(PLAIN + "x,1,1,1,1,1\n", "utf-8")
    file = BarsFile("GOLD", str(tmp_path / "gold.csv"), "UTC", 252)

    assert read_file(file, tmp_path / "bars", tmp_path / "bars").problems[0].path == (tmp_path / "gold.csv").as_posix()


def test_a_missing_file_names_its_declaration(tmp_path: Path) -> None:
    with pytest.raises(KbError, match=r"bars/no.csv: Cannot read .*\[bars.GOLD\] in kb.toml"):
        read_file(BarsFile("GOLD", "no.csv", "UTC", 252), tmp_path / "bars", tmp_path)


ticks = st.integers(100, 400).map(lambda value: value / 100)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(ticks, ticks, ticks, ticks), min_size=1, max_size=20), st.sampled_from(";\t,"), st.booleans())
def test_what_is_written_is_read_back(rows: list[tuple[float, ...]], separator: str, newest_first: bool) -> None:
    days = pd.date_range("2024-01-02", periods=len(rows), tz="UTC")
    lines = [
        separator.join([f"{day:%Y.%m.%d}", *(str(value) for value in (row[0], max(row), min(row), row[1]))])
        for day, row in zip(days, rows, strict=True)
    ]
    if separator == ";":
        lines = [line.replace(".", ",").replace(",", ".", 2) for line in lines]
    text = "\n".join([separator.join(["Date", "Open", "High", "Low", "Close"]), *lines[:: -1 if newest_first else 1]])
    bars = parse(text).bars

    assert list(bars.index) == list(days)
    assert bars["close"].tolist() == [row[1] for row in rows]
    assert bars["high"].tolist() == [max(row) for row in rows]


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200) | st.binary(max_size=50).map(lambda data: "date,open,high,low,close\n" + repr(data)))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        parse(text)
    except KbError as error:
        assert "data/bars/x.csv" in str(error)  # noqa: PT017  (not every text is refused)
