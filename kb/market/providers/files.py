"""The user's own files of bars: CSV as brokers and charts export it, or Parquet, told apart by what is in them."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import pandas as pd

from kb.config import BarsFile
from kb.errors import KbError
from kb.market.bars import COLUMNS, PRICES
from kb.market.cells import has_decimal_comma, parse_numbers, parse_times
from kb.market.faults import LEFT_OUT, lines_where
from kb.market.providers.layout import Cells, pick_columns, split_cells
from kb.market.quality import CheckedBars, check_rows
from kb.model.problem import Problem

_CACHED_FILES = 8
_TIME_FAULTS = {
    "not-a-time": ("This is not a time", LEFT_OUT),
    "day-or-month": ("Day and month cannot be told apart", "The row is left out. Write dates as 2024-01-31."),
    "clock-change": ("This local time came twice or not at all", "The row is left out. Export the file in UTC."),
}


def read_file(file: BarsFile, folder: Path, root: Path) -> CheckedBars:
    """Read one declared file of bars as it is: kb adjusts nothing in it. Equal bytes are parsed once a process.

    Args:
        file: Its declaration in kb.toml.
        folder: The folder of the user's bars.
        root: The workspace, to which paths in problems are relative.

    Raises:
        KbError: No such file, neither text nor Parquet, no columns of bars in it, or more rows bad than good.
    """
    path = folder / file.file
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    try:
        data = path.read_bytes()
    except OSError as error:
        do = f"Put it there, or correct [bars.{file.symbol}] in kb.toml."
        raise KbError("Cannot read this file of bars", path=shown, found=error.strerror or "", do=do) from error
    return _parse_once(data, file.time_zone, shown)


def parse_bars(data: bytes, zone: str, path: str) -> CheckedBars:
    """Turn a file's bytes into bars, with a problem for each row that cannot be used.

    Args:
        data: Parquet, or CSV text in UTF-8 or UTF-16: separated by tab, semicolon or comma, with a header that names
            its columns, or as MetaTrader 4 writes it, without one.
        zone: The zone of times that name none.
        path: The file, for the messages.

    Raises:
        KbError: Neither text nor Parquet, no columns of bars in it, or more rows bad than good.
    """
    is_parquet = data.startswith(b"PAR1")
    cells = Cells(_read_parquet(data, path), ",") if is_parquet else split_cells(_decode(data, path), path)
    rows, unread = read_cells(pick_columns(cells.table, path), zone, cells.separator, path)
    checked = check_rows(rows, path)
    problems = [*_long_rows(cells, path), *unread, *checked.problems]
    problems.sort(key=lambda problem: problem.line or 0)
    return _believable(CheckedBars(checked.bars, tuple(problems)), path)


_parse_once = lru_cache(_CACHED_FILES)(parse_bars)


def read_cells(cells: pd.DataFrame, zone: str, separator: str, path: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Give every cell its type. A row with a cell that cannot be read becomes a problem.

    Args:
        cells: Index `line`; columns `time open high low close volume`, texts or typed already.
        zone: The zone of times that name none.
        separator: What stood between them: where it is no comma, `1,5` may be one and a half.
        path: The file, for the problems.
    """
    times, reasons = parse_times(cells["time"], zone)
    bad = reasons != ""
    problems = [
        Problem(reasons[line], *_TIME_FAULTS[reasons[line]], path, line, str(cells["time"][line]))
        for line in lines_where(bad)
    ]
    rows = pd.DataFrame({"time": times})
    decimal_comma = separator != "," and any(has_decimal_comma(cells[column]) for column in PRICES)
    for column in COLUMNS:
        rows[column], wrong = parse_numbers(cells[column], decimal_comma=decimal_comma)
        what = f"The {column} is not a number"
        problems += [
            Problem("not-a-number", what, LEFT_OUT, path, line, str(cells[column][line]))
            for line in lines_where(wrong & ~bad)
        ]
        bad |= wrong
    return rows[~bad], problems


def _long_rows(cells: Cells, path: str) -> list[Problem]:
    what = "This row has more cells than the header names"
    return [Problem("extra-cells", what, LEFT_OUT, path, line, text) for line, text in cells.long_rows.items()]


def _believable(checked: CheckedBars, path: str) -> CheckedBars:
    """Refuse a file of which most is bad: it is not what it was taken for."""
    if len(checked.left_out) < len(checked.bars):
        return checked
    first = "; ".join(f"line {problem.line}: {problem.what}: {problem.found}" for problem in checked.left_out[:3])
    do = "It needs one row a bar: time, open, high, low, close, and perhaps volume."
    found = first or "no rows"
    raise KbError("This file of bars has more bad rows than good ones", path=path, found=found, do=do)


def _decode(data: bytes, path: str) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        do = "Export the bars as CSV text in UTF-8, or as Parquet."
        raise KbError("This file of bars is neither text nor Parquet", path=path, found=str(error), do=do) from error


def _read_parquet(data: bytes, path: str) -> pd.DataFrame:
    """The columns of a Parquet file by lower-case name, times of its index among them; rows are numbered from 1."""
    try:
        frame = pd.read_parquet(io.BytesIO(data))
        if isinstance(frame.index, pd.DatetimeIndex):
            frame = frame.rename_axis("time").reset_index()
    except (ValueError, OSError) as error:
        raise KbError("This Parquet file cannot be read", path=path, found=str(error), do="Export it again.") from error
    frame.columns = pd.Index([str(column).strip().lower() for column in frame.columns])
    return frame.set_index(pd.RangeIndex(1, len(frame) + 1))
