"""What an assistant finds in the vault as an audience reads it: files by their words, rows by a query.

Answers have no slots: the SDK would take these for defaults.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kb.query.plain import plain_answer
from kb.workflows.query import Shown, ask_desk
from kb.workflows.reading import Reading
from kb.workflows.search import search_reading

MOST_FOUND = 100
MOST_LINES = 5
"""Of a file that was found."""
MOST_OF_LINE = 240
BEFORE = 60
"""Characters before what was found, on a longer line."""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line that was found: its number in the file, and what stands on it."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that was found: its path, its title, how well it answers, its first lines that say so."""

    path: str
    title: str
    score: float
    lines: list[FoundLine]


@dataclass(frozen=True)
class Found:
    """How many files a search found, and the best of them."""

    count: int
    files: list[FoundFile]


@dataclass(frozen=True)
class Rows:
    """The answer to a query: its view, how many files are meant, their rows in groups, summaries of columns."""

    view: str
    count: int
    groups: list[dict[str, Any]]
    summaries: dict[str, Any]


def search_notes(reading: Reading, query: str, limit: int) -> Found:
    """The files that a query finds.

    Raises:
        UsageError: The query cannot be understood.
        HiddenError: It asks for a property that is redacted.
    """
    found = search_reading(reading, query, _at_most(limit))
    files = []
    for hit in found.hits:
        lines = [FoundLine(one.number, _around(one.text, one.spans)) for one in hit.lines[:MOST_LINES]]
        files.append(FoundFile(hit.path, hit.title, hit.score, lines))
    return Found(found.count, files)


def _around(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A line, or the part of a long one around what was found first."""
    first = spans[0][0] if spans else 0
    start = max(first - BEFORE, 0) if len(text) > MOST_OF_LINE else 0
    end = start + MOST_OF_LINE
    return "…" * (start > 0) + text[start:end].strip() + "…" * (end < len(text))


def query_notes(reading: Reading, question: str, columns: Sequence[str], sort: str, limit: int) -> Rows:
    """The files of a base or for an expression.

    Raises:
        KbError: It is neither, the base cannot be read, or the answer depends on what is redacted.
    """
    shown = Shown(columns, sort, _at_most(limit))
    found, _ = ask_desk(reading.desk, question, shown, lambda path: reading.site.drawn[path])
    return Rows(**plain_answer(found))


def _at_most(limit: int) -> int:
    return max(1, min(limit, MOST_FOUND))
