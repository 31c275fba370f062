"""A table as plain text: columns in line, numbers to the right."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import Any

from kb.query.arithmetic import number_text

KILO = 1024


def table_text(header: Sequence[str], rows: Sequence[Sequence[Any]], *, most_characters: int | None) -> str:
    """Rows under their header, each line cut where a width is given; the last column may be as long as it is.

    Args:
        header: The columns' names.
        rows: Values: numbers are shown to the right, None as a dash.
        most_characters: The width of the terminal; None for none.
    """
    columns = [[name, *map(cell_text, values)] for name, values in zip(header, _turned(header, rows), strict=True)]
    numeric = [any(_is_number(value) for value in values) for values in _turned(header, rows)]
    padded = [_padded(column, is_right=is_right) for column, is_right in zip(columns[:-1], numeric, strict=False)]
    lines = ("  ".join(cells).rstrip() for cells in zip(*padded, columns[-1], strict=True))
    return "\n".join(_cut(line, most_characters) for line in lines)


def cell_text(value: Any) -> str:
    """A value as a table shows it: in one line, a number with all its digits as on the site, a dash for None."""
    if value is None:
        return "-"
    if isinstance(value, float):
        return number_text(value)
    return str(value) if not isinstance(value, str) or value.isprintable() else " ".join(value.split())


def size_text(size_bytes: float) -> str:
    """An amount of memory or of disk as people say it."""
    for unit in ("bytes", "KB", "MB"):
        if size_bytes < KILO:
            return f"{size_bytes:.0f} {unit}"
        size_bytes /= KILO
    return f"{size_bytes:.1f} GB"


def terminal_width() -> int | None:
    """How many characters a line of the terminal holds; None where the output is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _turned(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) if rows else [() for _ in header]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _padded(column: Sequence[str], *, is_right: bool) -> list[str]:
    width = max(map(len, column))
    return [text.rjust(width) if is_right else text.ljust(width) for text in column]


def _cut(line: str, most: int | None) -> str:
    return line if most is None or len(line) <= most else f"{line[: most - 1]}…"
