"""The commands of queries: what each makes of the rows so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.errors import KbError
from kb.query.arithmetic import is_nan
from kb.query.dataview.evaluate import ROW, prepared_part
from kb.query.dataview.nodes import Flatten, GroupBy, Limit, Sort, Where
from kb.query.dataview.same import key_of
from kb.query.dataview.subjects import Row
from kb.query.dataview.values import place_of
from kb.query.hidden import HiddenError
from kb.query.scope import Scope, Step
from kb.query.values import Value, is_true

MOST_ROWS = 100_000
Cell = Value | KbError


@dataclass(slots=True)
class Asking:
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
        """The same; why it says nothing is kept.

        Raises:
            HiddenError: It depends on what is not told here, and so does which rows are left, or in which order.
        """
        found = self.cell(row, step)
        if isinstance(found, HiddenError):
            raise found
        if isinstance(found, KbError):
            self.faults.setdefault(what, found)
            return None
        return found

    def values(self, rows: list[Any], step: Step, what: str) -> Iterator[tuple[Any, Value]]:
        """The rows and what an expression says of each; where that needs what is not there, the row is left out.

        Raises:
            HiddenError: As in `value`.
        """
        for row in rows:
            self.scope.has_gap = False
            value = self.value(row, step, what)
            if not self.scope.has_gap:
                yield row, value


Do = Callable[[Asking, list[Any]], list[Any]]


def _where(command: Where) -> Do:
    step, what = prepared_part(command.test), f"WHERE {command.test.name}"
    return lambda asking, rows: [row for row, value in asking.values(rows, step, what) if is_true(value)]


def _sort(command: Sort) -> Do:
    keys = [(prepared_part(key), f"SORT {key.name}", is_down) for key, is_down in command.keys]

    def done(asking: Asking, rows: list[Any]) -> list[Any]:
        for step, what, is_down in reversed(keys):
            placed = [(place_of(value), row) for row, value in asking.values(rows, step, what)]
            placed.sort(key=lambda pair: pair[0], reverse=is_down)
            rows = [row for _, row in placed]
        return rows

    return done


def _group(command: GroupBy) -> Do:
    step, what = prepared_part(command.value), f"GROUP BY {command.value.name}"

    def done(asking: Asking, rows: list[Any]) -> list[Any]:
        groups = dict[Any, tuple[Value, list[Any]]]()
        for row, value in asking.values(rows, step, what):
            groups.setdefault(_group_key(value), (value, []))[1].append(row)
        ordered = sorted(groups.values(), key=lambda group: place_of(group[0]))
        return [{"key": value, command.value.name: value, "rows": tuple(members)} for value, members in ordered]

    return done


def _group_key(value: Value) -> Any:
    return key_of(None if is_nan(value) else value)


def _flatten(command: Flatten) -> Do:
    step, name = prepared_part(command.value), command.value.name

    def done(asking: Asking, rows: list[Any]) -> list[Any]:
        made = list[Any]()
        for row, value in asking.values(rows, step, f"FLATTEN {name}"):
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

    def done(asking: Asking, rows: list[Any]) -> list[Any]:
        count = asking.cell({}, step)
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise KbError("`LIMIT` takes a number of rows", found=command.count.name, line=command.count.line)
        return rows[:count]

    return done


COMMANDS: Mapping[type, Callable[[Any], Do]] = {
    Where: _where,
    Sort: _sort,
    GroupBy: _group,
    Flatten: _flatten,
    Limit: _limit,
}
"""What each command makes of the rows so far."""
