"""What is wrong in the queries of a vault: what cannot be read or run, and what fails when it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.errors import KbError
from kb.model.note import FencedBlock, Note
from kb.model.problem import Problem
from kb.query.dataview.inline import QUERY, SCRIPT, inline_codes, inline_query, is_inline_script
from kb.query.dataview.run import RULE, ask_inline, ask_query
from kb.query.files import Desk
from kb.query.values import text_of

NO_SCRIPT = "kb does not run the JavaScript of Dataview"
INSTEAD = "Write it as a `dataview` query, or as a base."


def check_queries(desk: Desk) -> Iterator[Problem]:
    """Ask every query of the vault, and tell what fails, and which scripts there are."""
    yield from failing_queries(desk, desk.index.notes.values())
    for note in desk.index.notes.values():
        if not note.is_template:
            yield from _scripts(note)


def failing_queries(desk: Desk, notes: Iterable[Note]) -> Iterator[Problem]:
    """Of the queries of notes only what fails when it is asked."""
    for note in notes:
        if not note.is_template:
            for block in note.outline.blocks:
                if block.language == QUERY:
                    yield from _check_block(desk, block)
            yield from _check_inline(desk, note)


def _scripts(note: Note) -> Iterator[Problem]:
    for block in note.outline.blocks:
        if block.language == SCRIPT:
            yield Problem(RULE, NO_SCRIPT, INSTEAD, block.path, block.line, severity="warning")
    for line, code in inline_codes(note):
        if is_inline_script(code):
            yield Problem(RULE, NO_SCRIPT, INSTEAD, note.path, line, f"`{code}`", "warning")


def _check_block(desk: Desk, block: FencedBlock) -> Iterator[Problem]:
    try:
        answer = ask_query(block.text, desk, desk.file(block.path))
    except KbError as error:
        yield query_problem(error, block.path, block.line)
        return
    cells = [(row, cell) for row in answer.rows for cell in row.cells if isinstance(cell, KbError)]
    faults = [*answer.faults.items(), *((text_of(row.id), cell) for row, cell in cells[:1])]
    for what, fault in faults:
        found = f"{fault.found}, in {what}" if fault.found else what
        yield Problem(RULE, fault.what, fault.do, block.path, block.line, found, "warning")


def _check_inline(desk: Desk, note: Note) -> Iterator[Problem]:
    for line, code in inline_codes(note):
        query = inline_query(code)
        if not query:
            continue
        try:
            ask_inline(query, desk.file(note.path))
        except KbError as error:
            yield Problem(RULE, error.what, error.do, note.path, line, error.found, "warning")


def query_problem(error: KbError, path: str, line: int) -> Problem:
    """Why a query in a block cannot be asked.

    Args:
        error: With its line in the query, where it has one.
        path: The note.
        line: The line of the block.
    """
    return Problem(RULE, error.what, error.do, path, line + (error.line or 0), error.found, "warning")
