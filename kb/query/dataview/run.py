"""Queries, answered: their commands are done one after another, and what is left is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kb.errors import KbError
from kb.query.dataview.commands import COMMANDS, MOST_ROWS, Asking, Cell
from kb.query.dataview.evaluate import ROW, prepared, prepared_column, prepared_part, told_plainly
from kb.query.dataview.facts import tasks_of
from kb.query.dataview.inline import inline_query
from kb.query.dataview.nodes import GroupBy, Query
from kb.query.dataview.sources import pages_from
from kb.query.dataview.subjects import Page, Row
from kb.query.dataview.syntax import parse_inline, parse_query
from kb.query.files import Desk, File, link_to
from kb.query.hidden import HiddenError
from kb.query.scope import Scope, Step
from kb.query.values import Value

RULE = "dataview"
MOST_WORK = 10_000_000
"""What all expressions of a query may do together."""
_CODE = re.compile(r"\s*`([^`]+)`\s*")


@dataclass(frozen=True, slots=True)
class Found:
    """A row of an answer.

    Attributes:
        about: A note, an item, or after `GROUP BY` the object with `key` and `rows`.
        id: The link to the note, or what the group has in common.
        cells: Its columns.
    """

    about: Row | dict[str, Value]
    id: Value
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A query, answered.

    Attributes:
        query: The query.
        rows: What is left of its rows.
        faults: What could not be asked of a row -> why.
    """

    query: Query
    rows: tuple[Found, ...]
    faults: Mapping[str, KbError]

    @property
    def is_grouped(self) -> bool:
        """Whether its rows are groups."""
        return any(isinstance(command, GroupBy) for command in self.query.commands)


def ask_query(text: str, desk: Desk, this: File) -> Answer:
    """Ask a query.

    Args:
        text: The query.
        desk: What it is asked about.
        this: The note that asks.

    Raises:
        KbError: It is none, calls what there is not, makes too many rows, or depends on what is not told here; with its
            line in the text where one is.
    """
    query = parse_query(text)
    commands = [COMMANDS[type(command)](command) for command in query.commands]
    of_column = prepared_part if query.kind == "calendar" else prepared_column
    columns = [of_column(column) for column in query.columns]
    asking = Asking(Scope(this, this, work=MOST_WORK))
    rows: list[Any] = list(_rows(query, desk, this))
    for do in commands:
        rows = do(asking, rows)
        if len(rows) > MOST_ROWS:
            raise KbError("This query makes too many rows", found=f"more than {MOST_ROWS:,}", do="Let it `LIMIT` them.")
    found = tuple(Found(row, _id(row), tuple(_cell(asking, row, step) for step in columns)) for row in rows)
    if query.kind == "calendar" and (
        hidden := [one.cells[0] for one in found if isinstance(one.cells[0], HiddenError)]
    ):
        raise hidden[0]
    return Answer(query, found, asking.faults)


def ask_inline(text: str, this: File) -> Value:
    """Ask the expression of an inline query.

    Raises:
        KbError: It is none, or has no value.
    """
    scope = Scope(this, this)
    return _worked_out(_asked(text, this, scope), this, scope)


def _asked(text: str, this: File, scope: Scope) -> Value:
    scope.file = scope.this = this
    scope.names = {ROW: Row(Page(this))}
    expression = parse_inline(text)
    return told_plainly(expression, prepared(expression))(scope)


def _worked_out(value: Value, file: File, scope: Scope) -> Value:
    """What is shown of a field that holds an inline query: what this says of the field's note."""
    code = _CODE.fullmatch(value) if isinstance(value, str) else None
    query = inline_query(code[1]) if code else ""
    try:
        return _asked(query, file, scope) if query else value
    except KbError:
        return value


def _cell(asking: Asking, row: Row | dict[str, Value], step: Step) -> Cell:
    cell = asking.cell(row, step)
    if isinstance(row, dict) or not isinstance(cell, str):
        return cell
    scope = replace(asking.scope)
    shown = _worked_out(cell, row.of.file, scope)
    asking.scope.work = scope.work
    return shown


def _rows(query: Query, desk: Desk, this: File) -> Iterator[Row]:
    for path in pages_from(query.source, desk, this):
        if query.kind == "task":
            yield from map(Row, tasks_of(desk.file(path)))
        else:
            yield Row(Page(desk.file(path)))


def _id(row: Row | dict[str, Value]) -> Value:
    return row["key"] if isinstance(row, dict) else link_to(row.of.file)
