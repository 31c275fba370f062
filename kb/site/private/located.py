"""Where in the notes that stands which the gate finds in their pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kb.model.note import Note
from kb.model.problem import Problem
from kb.site.private.gate import Gate

Finding = tuple[str, str]
"""What it is, and what of it may be shown: by these two problems are known to be one."""


def located(found: Iterable[Problem], note: Note, gate: Gate) -> Iterator[Problem]:
    """What is found in the page of a note, told of the note's first line that holds it, where one does."""
    problems = tuple(found)
    lines = _lines(note, gate) if problems else {}
    for problem in problems:
        line = lines.get(_finding(problem))
        yield replace(problem, path=note.path, line=line) if line else problem


def told_once(
    in_pages: Iterable[Problem], in_search: Iterable[Problem], in_files: Iterable[Problem]
) -> Iterator[Problem]:
    """All that is found: first what notes tell, which the files of the search, made from them, do not tell again."""
    problems = sorted(in_pages, key=lambda problem: problem.line is None)
    of_notes = {_finding(problem) for problem in problems if problem.line}
    yield from (*problems, *(problem for problem in in_search if _finding(problem) not in of_notes), *in_files)


def _finding(problem: Problem) -> Finding:
    return problem.what, problem.found


def _lines(note: Note, gate: Gate) -> dict[Finding, int]:
    lines = dict[Finding, int]()
    for number, line in enumerate(note.text.split("\n"), 1):
        for problem in gate.findings("", line.encode()):
            lines.setdefault(_finding(problem), number)
    return lines
