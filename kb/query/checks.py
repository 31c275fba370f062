"""What is wrong in the bases of a vault: what cannot be read, and what fails when it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial

from kb.errors import KbError
from kb.model.note import Note
from kb.model.problem import Problem, problem_of
from kb.query.base import Base, View
from kb.query.files import FIELDS, Desk
from kb.query.hidden import HiddenError
from kb.query.keys import misspelt
from kb.query.missing import MissingValueError
from kb.query.reading import BASE, RULE, VALUE_RULE, parse_base
from kb.query.rows import Answer, answer
from kb.vault.names import folded_key

_Written = tuple[str, str, int]
"""The text of a base, where it stands, and on which line it begins."""


def check_bases(desk: Desk, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Ask every base and every base block, and tell what fails.

    Args:
        desk: The vault.
        texts: The bases that are files: path -> text.
    """
    for text, path, first_line in (*_files(texts), *_blocks(desk.index.notes.values())):
        try:
            base, problems = parse_base(text, path=path, first_line=first_line)
        except KbError as error:
            yield problem_of(error, RULE)
            continue
        yield from problems
        if not any(problem.severity == "error" for problem in problems):
            yield from _columns(desk, base, text, path, first_line)
            yield from _failing(desk, base, path, first_line)


def failing_bases(desk: Desk, texts: Mapping[str, str], notes: Iterable[Note]) -> Iterator[Problem]:
    """Of bases, and of the base blocks of notes, only what fails when it is asked."""
    for text, path, first_line in (*_files(texts), *_blocks(notes)):
        with suppress(KbError):
            yield from _failing(desk, parse_base(text, path=path, first_line=first_line)[0], path, first_line)


def _files(texts: Mapping[str, str]) -> Iterator[_Written]:
    yield from ((text, path, 1) for path, text in texts.items())


def _blocks(notes: Iterable[Note]) -> Iterator[_Written]:
    for note in notes:
        if not note.is_template:
            yield from (
                (block.text, block.path, block.line + 1) for block in note.outline.blocks if block.language == BASE
            )


def _failing(desk: Desk, base: Base, path: str, first_line: int) -> Iterator[Problem]:
    found = dict.fromkeys(fault for view in base.views for fault in _faults_of(desk, base, view, path))
    for what, do, found_text in found:
        yield Problem(VALUE_RULE, what, do, path, first_line, found_text, "warning")


def _faults_of(desk: Desk, base: Base, view: View, path: str) -> Iterator[tuple[str, str, str]]:
    try:
        yield from _faults(answer(base, view, desk, desk.file(path)))
    except HiddenError as error:
        yield error.what, error.do, f"{error.found}, in the view {view.name}".removesuffix(", in the view ")


def untold(faults: Mapping[str, KbError], problems: Sequence[Problem]) -> dict[str, KbError]:
    """Filters that cannot be asked -> why, without those of which reading the base told already."""
    told = {(problem.what, problem.found) for problem in problems}
    return {text: error for text, error in faults.items() if (error.what, error.found) not in told}


def _columns(desk: Desk, base: Base, text: str, path: str, first_line: int) -> Iterator[Problem]:
    """Columns that no file has, but for a slip: others may be meant for notes to come."""
    properties = desk.once("properties", partial(_properties, desk))
    parts = dict.fromkeys(column.partition(".")[::2] for view in base.views for column in view.asked)
    wanted = [(kind, name) for kind, name in parts if folded_key(name) not in properties]
    for kind, known in (("note", properties.values()), ("file", FIELDS)):
        for name, meant in misspelt((name for of, name in wanted if of == kind and name), [*known]):
            line = next((at for at, line in enumerate(text.split("\n"), first_line) if name in line), first_line)
            yield Problem(
                VALUE_RULE, "No file has this property", f"Did you mean `{meant}`?", path, line, name, "warning"
            )


def _properties(desk: Desk) -> dict[str, str]:
    """The names of all properties, which are the same in any case -> as one note writes it."""
    names = (name for note in desk.index.notes.values() for name in note.properties)
    return {folded_key(name): name for name in names}


def _faults(found: Answer) -> Iterator[tuple[str, str, str]]:
    """What fails of some files, each expression or column once: what, what to do, and where."""
    for text, error in found.faults.items():
        yield error.what, error.do, f"{error.found}, in `{text}`"
    rows = [row for group in found.groups for row in group.rows]
    for place, column in enumerate(found.columns):
        if isinstance(column.total, HiddenError) and column.name.startswith("note."):
            yield column.total.what, column.total.do, f"{column.total.found}, in the summary of {column.name}"
        failing = [(row, row.cells[place]) for row in rows if _fails(row.cells[place])]
        if failing:
            row, error = failing[0]
            others = f" and {len(failing) - 1} more" if len(failing) > 1 else ""
            yield error.what, error.do, f"{error.found}, in {column.name} of {row.file.path}{others}"


def _fails(cell: object) -> bool:
    return isinstance(cell, KbError) and not isinstance(cell, MissingValueError)
