"""Markdown tables from columns and rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kb.report.numbers import value_text
from kb.report.text import Markup, escape, shortened

MOST_ROWS = 25
MOST_CELL_CHARACTERS = 300
NUMBER_TEXT = re.compile(r"[-+−]?[$€£]?[\d,]*\.?\d+(?:e[-+]?\d+)?%?|[-+]?inf|nan|nat|null|[–…]|\.\.\.", re.IGNORECASE)  # noqa: RUF001
MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]00:00:00(?:\.0+)?(?:\+00:00|Z)?")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of values; `total` is how many rows there were before someone cut them.

    A cell is a number, text, truth value or None; a `Markup` is Markdown already, with its pipes escaped.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


def render_table(table: Table, *, most_rows: int = MOST_ROWS, caption: str = "") -> str:
    """The table as Markdown, numbers right-aligned; below it the caption and, where rows are left out, the count."""
    shown = table.rows[:most_rows]
    columns = [_column([row[index] for row in shown]) for index in range(len(table.columns))]
    marks = ["---:" if is_number else "---" for _, is_number in columns]
    lines = [
        _line([escape(name) for name in table.columns]),
        _line(marks),
        *(_line(cells) for cells in zip(*(cells for cells, _ in columns), strict=True)),
    ]
    note = _note(caption, len(shown), table.total)
    return "\n".join(lines) + (f"\n\n{note}" if note else "")


def _column(values: Sequence[Any]) -> tuple[list[str], bool]:
    """The cells of one column and whether it is one of numbers."""
    texts = _without_midnights([_text(value) for value in values])
    filled = [text for text in texts if text.strip()]
    is_number = bool(filled) and all(NUMBER_TEXT.fullmatch(text.strip()) for text in filled)
    return [text if isinstance(text, Markup) else escape(text) for text in texts], is_number


def _text(value: Any) -> str:
    return value if isinstance(value, Markup) else shortened(value_text(value), MOST_CELL_CHARACTERS)


def _without_midnights(texts: list[str]) -> list[str]:
    """Dates of a column whose every time is midnight, without those times."""
    matches = [MIDNIGHT.fullmatch(text) for text in texts]
    if any(match is None and text not in {"", "–"} for match, text in zip(matches, texts, strict=True)):  # noqa: RUF001
        return texts
    return [match[1] if match else text for match, text in zip(matches, texts, strict=True)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _note(caption: str, shown: int, total: int) -> str:
    count = f"{shown:,} of {total:,} rows" if total > shown else ""
    if not caption.strip():
        return f"*{count}*" if count else ""
    return f"*{escape(caption)} ({count})*" if count else f"*{escape(caption)}*"
