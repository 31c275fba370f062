"""Tables out of what notebooks show: kb's table scraps and the HTML of pandas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import zip_longest
from typing import Any

from kb.report.table import MOST_ROWS, Table

PANDAS_TABLE = re.compile(r"<table\b[^>]*(?:class=\"[^\"]*\bdataframe\b|id=\"T_)")
ROW_COUNT = re.compile(r"([\d,]+) rows × [\d,]+ columns")  # noqa: RUF001  (pandas writes this sign)
CHUNK_CHARACTERS = 65_536


def table_of_scrap(data: Any) -> Table | None:
    """The table that `kb.emit.table` recorded, or None where it is not one."""
    if not isinstance(data, Mapping) or not isinstance(data.get("columns"), list):
        return None
    columns = tuple(str(name) for name in data["columns"])
    rows = tuple(tuple(row) for row in data.get("rows", []) if isinstance(row, list) and len(row) == len(columns))
    total = data.get("total")
    return Table(columns, rows, total if isinstance(total, int) else len(rows))


def table_of_html(html: str) -> Table | None:
    """The table in the HTML of a DataFrame or Styler, its cells as pandas wrote them; None for any other HTML."""
    start = PANDAS_TABLE.search(html)
    if start is None:
        return None
    reader = _Reader()
    for chunk in range(start.start(), len(html), CHUNK_CHARACTERS):
        reader.feed(html[chunk : chunk + CHUNK_CHARACTERS])
        if len(reader.body) > MOST_ROWS:
            break
    columns, rows = _columns(reader.head), _levelled(reader.body)
    width = max([len(columns), *(len(row) for row in rows)])
    if not width:
        return None
    return Table(
        _padded(columns, width), tuple(_padded(row, width) for row in rows), _total(html, start.start(), reader)
    )


def _total(html: str, start: int, reader: _Reader) -> int:
    """How many rows the frame had: as pandas counts them, else as the HTML does."""
    said = ROW_COUNT.search(html, max(start, len(html) - 400))
    if said:
        return int(said[1].replace(",", ""))
    return len(reader.body) if reader.is_over else html.count("<tr", start) - len(reader.head)


def _columns(head: list[list[str]]) -> list[str]:
    """One name a column from the rows of the head: levels are joined, and so is the name of the index."""
    return [" / ".join(dict.fromkeys(name for name in names if name)) for names in zip_longest(*head, fillvalue="")]


def _levelled(rows: list[list[str]]) -> list[list[str]]:
    return [["…" if cell == "..." else cell for cell in row] for row in rows]


def _padded(cells: list[str], width: int) -> tuple[str, ...]:
    return (*cells, *[""] * (width - len(cells)))


class _Reader(HTMLParser):
    """Collects the cells of the first table, head and body; a cell over several rows or columns is repeated."""

    def __init__(self) -> None:
        super().__init__()
        self.head: list[list[str]] = []
        self.body: list[list[str]] = []
        self._section = self.head
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._below: dict[int, tuple[int, str]] = {}
        self.is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.is_over:
            return
        if tag == "tbody":
            self._section = self.body
            self._below = {}
        elif tag == "tr":
            self._section.append([])
        elif tag in {"td", "th"} and self._section:
            self._cell = []
            spans = dict(attrs)
            self._span = (_span(spans.get("rowspan")), _span(spans.get("colspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.is_over = True
        elif tag == "thead":
            self._section = self.body
        elif tag in {"td", "th"} and self._cell is not None:
            self._put("".join(self._cell).strip())
            self._cell = None
        elif tag == "tr" and self._section:
            self._fill_from_above()

    def _put(self, text: str) -> None:
        self._fill_from_above()
        rows, columns = self._span
        for _ in range(columns):
            if rows > 1:
                self._below[len(self._section[-1])] = (rows - 1, text)
            self._section[-1].append(text)

    def _fill_from_above(self) -> None:
        row = self._section[-1]
        while len(row) in self._below and self._below[len(row)][0] > 0:
            rows, text = self._below[len(row)]
            self._below[len(row)] = (rows - 1, text)
            row.append(text)


def _span(text: str | None) -> int:
    return min(int(text), 1_000) if text and text.isdecimal() else 1
