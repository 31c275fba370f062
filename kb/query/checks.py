"""What is wrong in the bases of a vault: what cannot be read, and what fails when it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb.errors import KbError
from kb.model.problem import Problem, problem_of
from kb.query.called import MissingValueError
from kb.query.files import Desk
from kb.query.reading import BASE, RULE, VALUE_RULE, parse_base
from kb.query.rows import Answer, answer


def check_bases(desk: Desk, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Ask every base and every base block, and tell what fails.

    Args:
        desk: The vault.
        texts: The bases that are files: path -> text.
    """
    for path, text in texts.items():
        yield from _check(desk, text, path, 1)
    for block in desk.index.blocks.get(BASE, ()):
        if not desk.index.notes[block.path].is_template:
            yield from _check(desk, block.text, block.path, block.line + 1)


def _check(desk: Desk, text: str, path: str, first_line: int) -> Iterator[Problem]:
    try:
        base, problems = parse_base(text, path=path, first_line=first_line)
    except KbError as error:
        yield problem_of(error, RULE)
        return
    yield from problems
    if any(problem.severity == "error" for problem in problems):
        return
    found = dict.fromkeys(fault for view in base.views for fault in _faults(answer(base, view, desk, desk.file(path))))
    for what, do, found_text in found:
        yield Problem(VALUE_RULE, what, do, path, first_line, found_text, "warning")


def _faults(found: Answer) -> Iterator[tuple[str, str, str]]:
    """What fails of some files, each expression or column once: what, what to do, and where."""
    for text, error in found.faults.items():
        yield error.what, error.do, f"{error.found}, in `{text}`"
    rows = [row for group in found.groups for row in group.rows]
    for place, column in enumerate(found.columns):
        failing = [(row, row.cells[place]) for row in rows if _fails(row.cells[place])]
        if failing:
            row, error = failing[0]
            others = f" and {len(failing) - 1} more" if len(failing) > 1 else ""
            yield error.what, error.do, f"{error.found}, in {column.name} of {row.file.path}{others}"


def _fails(cell: object) -> bool:
    return isinstance(cell, KbError) and not isinstance(cell, MissingValueError)
