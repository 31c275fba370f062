"""Two executed notebooks, cell by cell: lines of source and of output that differ, pictures that differ."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from kb.emit import SCRAP_TYPE
from kb.report.frames import table_of_scrap
from kb.report.outputs import kind_of, scrap_of, text_of
from kb.report.table import Table

_MARKDOWN = "text/markdown"
_NOT_COMPARED = {"text/plain", SCRAP_TYPE}
"""Text is compared by line; what `kb.emit` recorded is told by the metrics."""
_TOLD_AS_TEXT = {_MARKDOWN, "text/html", "text/latex", "application/json"}
"""What need not be named where lines of text differ already."""


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One cell of two notebooks.

    Attributes:
        first: Its 1-based number in the first, or None where it has none.
        second: Its number in the second.
        source: The lines of its source as a unified diff; none where they are equal.
        output: The lines of its output as text, likewise.
        differs: The kinds of other output that differ, like `image/png`; not those that say what its lines say.
    """

    first: int | None
    second: int | None
    source: tuple[str, ...]
    output: tuple[str, ...]
    differs: tuple[str, ...]


def compare_cells(first: Sequence[Any], second: Sequence[Any]) -> Iterator[CellDifference]:
    """The cells in which two notebooks differ, each with the one of equal source, or the one in its place."""
    for place, other in _pairs([cell.source for cell in first], [cell.source for cell in second]):
        difference = _compare(place, _at(first, place), other, _at(second, other))
        if difference.source or difference.output or difference.differs:
            yield difference


def _pairs(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    for _, start, end, other_start, other_end in difflib.SequenceMatcher(None, first, second, False).get_opcodes():
        yield from zip_longest(range(start, end), range(other_start, other_end))


def _at(cells: Sequence[Any], place: int | None) -> Any:
    return None if place is None else cells[place]


def _compare(place: int | None, one: Any, other_place: int | None, other: Any) -> CellDifference:
    kinds, other_kinds = _other_output(one), _other_output(other)
    output = _diff(_text(one), _text(other))
    differs = {kind for kind in {*kinds, *other_kinds} if kinds.get(kind) != other_kinds.get(kind)}
    return CellDifference(
        first=None if place is None else place + 1,
        second=None if other_place is None else other_place + 1,
        source=_diff(_source(one), _source(other)),
        output=output,
        differs=tuple(sorted(differs - _TOLD_AS_TEXT if output else differs)),
    )


def _source(cell: Any) -> list[str]:
    lines: list[str] = cell.source.splitlines() if cell else []
    return lines


def _diff(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """A unified diff without the two lines that name files."""
    return tuple(difflib.unified_diff(one, other, n=2, lineterm=""))[2:]


def _outputs(cell: Any) -> Sequence[Any]:
    return cell.get("outputs", ()) if cell else ()


def _text(cell: Any) -> list[str]:
    """What a cell put out that can be read as text."""
    return [line for output in _outputs(cell) for line in _lines(output)]


def _lines(output: Any) -> Sequence[str]:
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}".splitlines()
    if output.output_type == "stream":
        return str(output.text).splitlines()
    if kind_of(output) == "table" and (table := table_of_scrap(scrap_of(output).get("data"))):
        return _table_lines(str(scrap_of(output).get("name", "")), table)
    data: Mapping[str, Any] = output.data
    if SCRAP_TYPE in data:
        return ()
    return str(data[_MARKDOWN] if _MARKDOWN in data else text_of(data)).splitlines()


def _table_lines(name: str, table: Table) -> list[str]:
    """A recorded table with all digits; no column is padded, so that a row changes only when its values do."""
    rows = [" | ".join("-" if value is None else str(value) for value in row) for row in table.rows]
    more = [f"{table.total:,} rows in all"] if table.total > len(rows) else []
    return [f"table {name}", " | ".join(table.columns), *rows, *more]


def _other_output(cell: Any) -> dict[str, list[Any]]:
    """What a cell put out besides text, by its kind."""
    found: dict[str, list[Any]] = defaultdict(list)
    for output in _outputs(cell):
        for kind, data in output.get("data", {}).items():
            if kind not in _NOT_COMPARED:
                found[kind].append(data)
    return found
