"""Queries, answered: their commands are done one after another, and what is left is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.errors import KbError
from kb.query.arithmetic import is_nan
from kb.query.dataview.evaluate import ROW, prepared, prepared_part
from kb.query.dataview.fields import Page, Row, tasks_of
from kb.query.dataview.nodes import Flatten, GroupBy, Limit, Query, Sort, Where
from kb.query.dataview.sources import pages_from
from kb.query.dataview.syntax import parse_inline, parse_query
from kb.query.dataview.values import SORT_KEY
from kb.query.files import Desk, File, link_to
from kb.query.scope import Scope, Step
from kb.query.values import Value, is_true, key_of

RULE = "dataview"
MOST_ROWS = 100_000
MOST_WORK = 10_000_000
"""What all expressions of a query may do together."""
Cell = Value | KbError


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
        KbError: It is none, calls what there is not, or makes too many rows; with its line in the text where one is.
    """
    query = parse_query(text)
    commands = [_DO[type(command)](command) for command in query.commands]
    columns = [prepared_part(column) for column in query.columns]
    asking = _Asking(Scope(this, this, work=MOST_WORK))
    rows: list[Any] = list(_rows(query, desk, this))
    for do in commands:
        rows = do(asking, rows)
        if len(rows) > MOST_ROWS:
            raise KbError("This query makes too many rows", found=f"more than {MOST_ROWS:,}", do="Let it `LIMIT` them.")
    found = tuple(Found(row, _id(row), tuple(asking.cell(row, step) for step in columns)) for row in rows)
    return Answer(query, found, asking.faults)


def ask_inline(text: str, this: File) -> Value:
    """Ask the expression of an inline query.

    Raises:
        KbError: It is none, or has no value.
    """
    return prepared(parse_inline(text))(Scope(this, this, names={ROW: Row(Page(this))}))


def _rows(query: Query, desk: Desk, this: File) -> Iterator[Row]:
    for path in pages_from(query.source, desk, this):
        if query.kind == "task":
            yield from map(Row, tasks_of(desk.file(path)))
        else:
            yield Row(Page(desk.file(path)))


def _id(row: Row | dict[str, Value]) -> Value:
    return row["key"] if isinstance(row, dict) else link_to(row.of.file)


@dataclass(slots=True)
class _Asking:
    """What a query may still do, and what it could not."""

    scope: Scope
    faults: dict[str, KbError] = field(default_factory=dict)

    def cell(self, row: Any, step: Step) -> Cell:
        """What an expression says of a row, or why it says nothing."""
        self.scope.names = {ROW: row}
        try:
            return step(self.scope)
        except KbError as error:
            return error.with_traceback(None)

    def value(self, row: Any, step: Step, what: str) -> Value:
        """The same; why it says nothing is kept."""
        found = self.cell(row, step)
        if isinstance(found, KbError):
            self.faults.setdefault(what, found)
            return None
        return found


Do = Callable[[_Asking, list[Any]], list[Any]]


def _where(command: Where) -> Do:
    step, what = prepared_part(command.test), f"WHERE {command.test.name}"
    return lambda asking, rows: [row for row in rows if is_true(asking.value(row, step, what))]


def _sort(command: Sort) -> Do:
    keys = [(prepared_part(key), f"SORT {key.name}", is_down) for key, is_down in command.keys]

    def done(asking: _Asking, rows: list[Any]) -> list[Any]:
        for step, what, is_down in reversed(keys):
            placed = [(SORT_KEY(asking.value(row, step, what)), row) for row in rows]
            placed.sort(key=lambda pair: pair[0], reverse=is_down)
            rows = [row for _, row in placed]
        return rows

    return done


def _group(command: GroupBy) -> Do:
    step, what = prepared_part(command.value), f"GROUP BY {command.value.name}"

    def done(asking: _Asking, rows: list[Any]) -> list[Any]:
        groups = dict[Any, tuple[Value, list[Any]]]()
        for row in rows:
            value = asking.value(row, step, what)
            groups.setdefault(_group_key(value), (value, []))[1].append(row)
        ordered = sorted(groups.values(), key=lambda group: SORT_KEY(group[0]))
        return [{"key": value, command.value.name: value, "rows": tuple(members)} for value, members in ordered]

    return done


def _group_key(value: Value) -> Any:
    return key_of(None if is_nan(value) else value)


def _flatten(command: Flatten) -> Do:
    step, name = prepared_part(command.value), command.value.name

    def done(asking: _Asking, rows: list[Any]) -> list[Any]:
        made = list[Any]()
        for row in rows:
            value = asking.value(row, step, f"FLATTEN {name}")
            made += [_with(row, name, item) for item in (value if isinstance(value, tuple) else (value,))]
            if len(made) > MOST_ROWS:
                break
        return made

    return done


def _with(row: Any, name: str, value: Value) -> Any:
    if isinstance(row, Row):
        return Row(row.of, (*row.added, (name, value)))
    return {**row, name: value}


def _limit(command: Limit) -> Do:
    step = prepared_part(command.count)

    def done(asking: _Asking, rows: list[Any]) -> list[Any]:
        count = asking.cell({}, step)
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise KbError("`LIMIT` takes a number of rows", found=command.count.name, line=command.count.line)
        return rows[:count]

    return done


_DO: Mapping[type, Callable[[Any], Do]] = {
    Where: _where,
    Sort: _sort,
    GroupBy: _group,
    Flatten: _flatten,
    Limit: _limit,
}
"""What each command makes of the rows so far."""
