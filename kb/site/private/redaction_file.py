"""What an audience must not read in files: columns and rows of tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kb.errors import KbError
from kb.site.private.redaction import BLANK, is_redacted, may_name

DELIMITERS = {"csv": ",", "tsv": "\t"}
"""How the names of files end whose columns have names, and what stands between their cells."""


class _Table(NamedTuple):
    """A table whose first row names its columns, as it is and as it may be published."""

    delimiter: str
    rows: list[list[str]]
    blanked: list[list[str]]


def is_table(path: str) -> bool:
    """Whether `redact_file` may change a file of that name."""
    return path.rpartition(".")[2].casefold() in DELIMITERS


def redact_file(path: str, data: bytes, redact: Sequence[str]) -> bytes:
    """A file as it may be published: a table without the values of columns and rows of a redacted name.

    Args:
        path: Its path in the vault; by its end it is a table of comma- or tab-separated values, or no table.
        data: What it holds.
        redact: The names.

    Raises:
        KbError: Such a name may stand in a table that cannot be read with certainty.
    """
    table = _read(path, data, redact)
    if table is None or table.blanked == table.rows:
        return data
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=table.delimiter, lineterminator="\n").writerows(table.blanked)
    return stream.getvalue().encode()


def values_in_file(path: str, data: bytes, redact: Sequence[str]) -> Iterator[str]:
    """The values that `redact_file` takes out.

    Raises:
        KbError: As `redact_file`.
    """
    if table := _read(path, data, redact):
        for row, blanked in zip(table.rows, table.blanked, strict=True):
            yield from (cell for cell, shown in zip(row, blanked, strict=True) if cell and cell != shown)


def _read(path: str, data: bytes, redact: Sequence[str]) -> _Table | None:
    """A file as a table; None where it is none, or nothing in it may have a redacted name."""
    text = data.decode("utf-8-sig", "replace") if is_table(path) and redact else ""
    if not may_name(text.replace("\0", ""), redact):  # UTF-16 has one in each letter
        return None
    if "\0" in text or "\ufffd" in text:
        raise _unsure(path, "not UTF-8 text")
    delimiter = _delimiter(path, text)
    rows = rows_of(path, text)
    if rows and is_redacted(rows[0][0], redact) and (value := next(filter(_has_digit, rows[0]), None)):
        raise _unsure(path, f"{value!r} among the names of columns")
    hidden = {column for column, name in enumerate(rows[0]) if is_redacted(name, redact)} if rows else set()
    blanked = [_blanked_row(row, hidden, redact) for row in rows[1:]]
    if any(len(row) != len(rows[0]) for row in rows):
        raise _unsure(path, "rows of different lengths")
    if named := next((cell for row in blanked for cell in row[1:] if is_redacted(cell, redact)), None):
        raise _unsure(path, f"{named!r} among the values")
    return _Table(delimiter, rows, [*rows[:1], *blanked])


def rows_of(path: str, text: str) -> list[list[str]]:
    """The rows of a table that are not empty."""
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(path, text)) if row]


def _delimiter(path: str, text: str) -> str:
    delimiter, head = DELIMITERS[path.rpartition(".")[2].casefold()], text.partition("\n")[0]
    return ";" if delimiter not in head and ";" in head else delimiter


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _blanked_row(row: Sequence[str], hidden: set[int], redact: Sequence[str]) -> list[str]:
    """A row without the values of hidden columns, or without all of them where its own name is redacted."""
    is_hidden = bool(row) and is_redacted(row[0], redact)
    return [BLANK if at in hidden or (is_hidden and at > 0) else cell for at, cell in enumerate(row)]


def _unsure(path: str, found: str) -> KbError:
    what = "This table may hold what is redacted, and cannot be read with certainty"
    do = (
        "Save it as UTF-8, the names of its columns in its first line and nothing but rows below, or do not publish it."
    )
    return KbError(what, path=path, found=found, do=do)
