"""The tables of a vault: the redacted values that they hold, and which of them cannot be read with certainty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kb.errors import KbError
from kb.site.private.redaction import is_redacted
from kb.site.private.redaction_file import is_table, rows_of, values_in_file
from kb.site.private.seen import read_text

_HEAD = "Header"
"""What stands behind the name of a section in the row that names its columns."""


class Table(NamedTuple):
    """What is redacted of a table.

    Attributes:
        values: Its redacted values; of one that cannot be read with certainty those that can be told.
        is_certain: Whether these are all.
    """

    values: frozenset[str]
    is_certain: bool = True


def read_tables(vault: Path, files: Iterable[str], redact: tuple[str, ...]) -> Iterator[tuple[str, Table]]:
    """The tables among the files of a vault, each with its path."""
    for path in files if redact else ():
        if is_table(path):
            with suppress(OSError):
                yield path, _read(vault / path, (vault / path).stat().st_mtime_ns, redact)


@lru_cache(maxsize=1 << 10)
def _read(file: Path, _changed: int, redact: tuple[str, ...]) -> Table:
    """A table, read once as long as it stays: `kb serve` asks after every edit."""
    data = file.read_bytes()
    try:
        return Table(frozenset(values_in_file(file.name, data, redact)))
    except KbError:
        rows = rows_of(file.name, (read_text(data) or "").removeprefix("\ufeff").replace("\0", ""))
        return Table(frozenset(likely_values(rows, redact)), is_certain=False)


def likely_values(rows: Iterable[Sequence[str]], redact: Sequence[str]) -> Iterator[str]:
    """What most likely is redacted in rows of any kind.

    It is what stands behind a cell of a redacted name, and in the columns of such a name: those of the last row without
    a digit that has one, and in `Section,Data,…` those of `Section,Header,…` above it.
    """
    columns = dict[str, set[int]]()
    for row in rows:
        named = {at for at, cell in enumerate(row) if is_redacted(cell, redact)}
        if row[1:2] == [_HEAD]:
            columns[row[0]] = named
        elif named and not any(map(str.isdigit, "".join(row))):
            columns[""] = named
        hidden = columns.get(row[0], columns.get("", set())) | {at + 1 for at in named}
        yield from (row[at] for at in sorted(hidden) if at < len(row) and row[at])
