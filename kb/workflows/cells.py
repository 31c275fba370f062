"""Two executed notebooks, cell by cell: lines of source and of output that differ, pictures that differ."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from kb.emit import SCRAP_TYPE

_PLAIN = "text/plain"
_NOT_COMPARED = {_PLAIN, SCRAP_TYPE}
"""Text is compared by line; what `kb.emit` recorded is told by the metrics."""


@dataclass(frozen=True, slots=True)
class CellDifference:
    """One cell of two notebooks.

    Attributes:
        first: Its 1-based number in the first, or None where it has none.
        second: Its number in the second.
        source: The lines of its source as a unified diff; none where they are equal.
        output: The lines of its output as text, likewise.
        differs: The kinds of other output that differ, like `image/png`.
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
    return CellDifference(
        first=None if place is None else place + 1,
        second=None if other_place is None else other_place + 1,
        source=_diff(_source(one), _source(other)),
        output=_diff(_text(one), _text(other)),
        differs=tuple(sorted(kind for kind in {*kinds, *other_kinds} if kinds.get(kind) != other_kinds.get(kind))),
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
    lines: list[str] = []
    for output in _outputs(cell):
        data = output.get("data", {})
        text = output.get("text", "" if SCRAP_TYPE in data else data.get(_PLAIN, ""))
        if output.output_type == "error":
            text = f"{output.ename}: {output.evalue}"
        lines += str(text).splitlines()
    return lines


def _other_output(cell: Any) -> dict[str, list[Any]]:
    """What a cell put out besides text, by its kind."""
    found: dict[str, list[Any]] = defaultdict(list)
    for output in _outputs(cell):
        for kind, data in output.get("data", {}).items():
            if kind not in _NOT_COMPARED:
                found[kind].append(data)
    return found
