"""Which cell of a file of bars means what, told from its first line."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from kb.errors import KbError
from kb.market.bars import PRICES

_METATRADER_4 = ("date", "time", "open", "high", "low", "close", "tickvol")
_DATE, _CLOCK = re.compile(r"\d{4}\.\d\d\.\d\d"), re.compile(r"\d\d:\d\d(:\d\d)?")
_MOMENTS = ("datetime", "timestamp", "date time")
_VOLUMES = ("volume", "vol", "tickvol", "tick_volume")
_SYMBOLS = ("symbol", "ticker")


@dataclass(frozen=True, slots=True)
class Cells:
    """A table as a file holds it, before any cell is read.

    Attributes:
        table: By lower-case column name (MetaTrader's `<OPEN>` is `open`); index `line`, the 1-based line of the file,
            counted before anything is skipped.
        separator: What stands between two cells.
        long_rows: Rows with more cells than there are names, by line; not in the table.
    """

    table: pd.DataFrame
    separator: str
    long_rows: Mapping[int, str] = field(default_factory=dict)


def split_cells(text: str, path: str) -> Cells:
    """Split CSV text into cells; blank lines are skipped, missing cells at the end of a row are empty.

    Raises:
        KbError: There is no header, and it is not what MetaTrader 4 writes without one; or a line cannot be split.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((line for line in lines if line.strip()), "")
    separator = next((mark for mark in "\t;," if mark in first), ",")
    numbered = ((number, _split(line, separator, path, number)) for number, line in enumerate(lines, 1))
    rows = [(number, row) for number, row in numbered if any(row)]
    names, start = _names(rows, path)
    width = len(names)
    long_rows = {line: separator.join(row) for line, row in rows[start:] if any(row[width:])}
    fitting = [(line, (row + [""] * width)[:width]) for line, row in rows[start:] if line not in long_rows]
    index = pd.Index([line for line, _ in fitting], name="line", dtype="int64")
    return Cells(pd.DataFrame([row for _, row in fitting], index, names, dtype="str"), separator, long_rows)


def _split(line: str, separator: str, path: str, number: int) -> list[str]:
    """The cells of one line; a quote that is left open ends with its line, so that it hides no other row."""
    if '"' not in line:
        return [cell.strip() for cell in line.split(separator)]
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]
    except csv.Error as error:
        do = "Correct or delete that line."
        raise KbError(
            "This line cannot be split into cells", path=path, line=number, found=str(error), do=do
        ) from error


def _names(rows: list[tuple[int, list[str]]], path: str) -> tuple[list[str], int]:
    """The columns' names, and how many rows at the top are not data."""
    if not rows:
        raise KbError("This file of bars is empty", path=path, do="Export it again.")
    line, first = rows[0]
    if len(first) == len(_METATRADER_4) and _DATE.fullmatch(first[0]) and _CLOCK.fullmatch(first[1]):
        return list(_METATRADER_4), 0
    if any(cell[:1].isdigit() for cell in first):
        do = "Put a line `time,open,high,low,close,volume` at its top, in the order of its columns."
        raise KbError("This file of bars has no header", path=path, line=line, found=", ".join(first), do=do)
    return [cell.strip("<>").strip().lower() for cell in first], 1


def pick_columns(cells: pd.DataFrame, path: str) -> pd.DataFrame:
    """The columns `time open high low close volume` of a table whose columns have a file's lower-case names.

    Time is a column `datetime` or `timestamp`, or `date` and `time` together, or one of these. Volume is the traded
    volume; where there is none, or zero throughout as MetaTrader has it for currencies, the number of ticks; where
    neither, NaN. Other columns, an adjusted close too, are not used.

    Raises:
        KbError: A column is missing or there twice, or the file holds several symbols.
    """
    _refuse_several_symbols(cells, path)
    picked = pd.DataFrame({"time": _moment(cells, path)})
    for name in PRICES:
        picked[name] = _column(cells, name, path)
    picked["volume"] = _volume(cells, path)
    return picked


def _moment(cells: pd.DataFrame, path: str) -> pd.Series:
    for name in _MOMENTS:
        if name in cells.columns:
            return _column(cells, name, path)
    if "date" in cells.columns and "time" in cells.columns:
        return _column(cells, "date", path).astype("str") + " " + _column(cells, "time", path).astype("str")
    return _column(cells, "date" if "date" in cells.columns else "time", path)


def _volume(cells: pd.DataFrame, path: str) -> pd.Series:
    names = [name for name in _VOLUMES if name in cells.columns]
    for name in names:
        volume = _column(cells, name, path)
        if name == names[-1] or not volume.astype("str").isin(["0", "0.0", ""]).all():
            return volume
    return pd.Series(float("nan"), index=cells.index)


def _column(cells: pd.DataFrame, name: str, path: str) -> pd.Series:
    found = [column for column in cells.columns if column == name]
    if len(found) == 1:
        return cells[name]
    what = f"This file of bars has two columns `{name}`" if found else f"This file of bars has no column `{name}`"
    do = "Its first line must name the columns: time, open, high, low, close and perhaps volume, each once."
    raise KbError(what, path=path, found=", ".join(map(str, cells.columns)), do=do)


def _refuse_several_symbols(cells: pd.DataFrame, path: str) -> None:
    for name in _SYMBOLS:
        symbols = _column(cells, name, path).unique() if name in cells.columns else ()
        if len(symbols) > 1:
            found = ", ".join(map(str, symbols[:5]))
            raise KbError("This file of bars holds several symbols", path=path, found=found, do="Make a file for each.")
