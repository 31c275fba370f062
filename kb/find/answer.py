"""The answer to a query: the files that were found, the best first, with the lines that say so."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from itertools import groupby

from kb.find.file import File
from kb.find.index import count_files, file_at, files_in
from kb.find.match import anywhere, holds
from kb.find.narrow import narrowed
from kb.find.nodes import NAMES, Node, Within, asked
from kb.find.rank import found_in, ranked, words_of
from kb.find.spots import spots
from kb.find.store import transaction


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was found.

    Attributes:
        number: Its number in the file.
        text: The line.
        spans: From where to where on it what was asked for stands.
    """

    number: int
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A file that was found, its title, how well it answers, and its lines; none where its name alone was asked."""

    path: str
    title: str
    score: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """How many files were found, and the best of them."""

    count: int
    hits: tuple[Hit, ...]


def answer(sql: sqlite3.Connection, query: Node, limit: int) -> Answer:
    """Ask the index."""
    words = words_of(query)
    any_file = any(isinstance(part, Within) and part.operator in NAMES for part in asked(query))
    with transaction(sql, "deferred"):
        files = files_in(sql, narrowed(query), any_file=any_file)
        found = [found_in(file, words) for file in files if holds(query, anywhere(file))]
        best = ranked(found, count_files(sql))[:limit]
        hits = tuple(_hit(file_at(sql, one.path), query, score) for score, one in best)
    return Answer(len(found), hits)


def _hit(file: File, query: Node, score: float) -> Hit:
    title = file.path.rpartition("/")[2].removesuffix(".md")
    return Hit(file.path, title, round(score, 3), tuple(_lines(file, query)))


def _lines(file: File, query: Node) -> list[Line]:
    places = sorted(set(spots(query, anywhere(file))))
    return [
        Line(number, file.lines[number - 1], _apart([(start, end) for _, start, end in on_it if end > start]))
        for number, on_it in groupby(places, key=lambda spot: spot[0])
    ]


def _apart(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in order, those that touch as one."""
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return tuple(apart)
