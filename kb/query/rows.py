"""A view of a base, answered: which files it shows, in which order and groups, and what its cells hold."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from kb.errors import KbError
from kb.query.base import Base, Sorting, View
from kb.query.candidates import candidates
from kb.query.fields import field_of
from kb.query.files import Desk, File, object_named
from kb.query.hidden import UNTOLD, HiddenError, whole
from kb.query.meant import meant
from kb.query.scope import Scope
from kb.query.summaries import as_read, summary_of
from kb.query.values import Value, is_empty, key_of, sort_key

Cell = Value | KbError


@dataclass(frozen=True, slots=True)
class Row:
    """A file that a view shows, and the cells of its columns."""

    file: File
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that have one value in common; None where they are not grouped."""

    value: Cell
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: `file.name`, `note.age`, `formula.ppu`.
        title: What stands above it.
        summary: The name of what stands below it; empty for nothing.
        total: That itself.
        shown: The same as people read it, rounded where it is an average.
    """

    name: str
    title: str
    summary: str = ""
    total: Cell = None
    shown: Cell = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A view, answered.

    Attributes:
        view: The view.
        columns: Its columns.
        groups: Its rows; one group where they are not grouped.
        count: How many files are meant, also those that its limit leaves out.
        faults: Filters that cannot be asked -> why.
    """

    view: View
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    count: int
    faults: Mapping[str, KbError]


def answer(base: Base, view: View, desk: Desk, this: File | None = None) -> Answer:
    """Ask a view of a base.

    Args:
        base: The base.
        view: One of its views.
        desk: What it is asked about.
        this: The file that shows it.

    Raises:
        HiddenError: Which files it means, or in which order, depends on a property that is not told here.
    """
    faults: dict[str, KbError] = {}
    scopes = list(meant(base, view, candidates((base.filter, view.filter), desk, this), this, faults))
    for sorting in reversed((*([view.group] if view.group else ()), *view.sorting)):
        scopes = _sorted(scopes, sorting)
    shown = scopes[: view.limit]
    rows = [Row(scope.file, tuple(_shown(scope, name) for name in view.columns)) for scope in shown]
    columns = tuple(_column(base, view, place, rows, desk) for place in range(len(view.columns)))
    return Answer(view, columns, tuple(_groups(view, shown, rows)), len(scopes), faults)


def cell(scope: Scope, column: str) -> Cell:
    """What a column says of a file."""
    kind, _, name = column.partition(".")
    if kind == "formula":
        return scope.formulas.get(name, KbError("This base has no such formula", found=name))
    if kind == "note":
        return whole(scope.file.value_of(name))
    return whole(field_of(scope.file, name)) if name else scope.file


def _shown(scope: Scope, column: str) -> Cell:
    """The same as it is shown: what is not told here as a sign for that."""
    return UNTOLD if _is_untold(column, scope.file.desk) else cell(scope, column)


def _is_untold(column: str, desk: Desk) -> bool:
    """Whether a property is not told here, or may lack a part, whichever file is asked."""
    kind, _, name = column.partition(".")
    if kind == "note":
        return desk.hides(name) or object_named(name) in desk.lacks
    try:
        cell(Scope(desk.file("")), column)
    except HiddenError:
        return True
    return False


def _sorted(scopes: Sequence[Scope], sorting: Sorting) -> list[Scope]:
    """In order; what has no value stands last, whichever way."""
    found = [(scope, _deciding(scope, sorting.column)) for scope in scopes]
    there = [(sort_key(value), scope) for scope, value in found if not is_empty(value)]
    there.sort(key=itemgetter(0), reverse=sorting.is_descending)
    return [*(scope for _, scope in there), *(scope for scope, value in found if is_empty(value))]


def _plain(found: Cell) -> Value:
    return None if isinstance(found, KbError) else found


def _deciding(scope: Scope, column: str) -> Value:
    """What a column says of a file, for the order or group of that."""
    found = cell(scope, column)
    if isinstance(found, HiddenError):
        raise found
    return _plain(found)


def _column(base: Base, view: View, place: int, rows: Sequence[Row], desk: Desk) -> Column:
    name = view.columns[place]
    title = base.titles.get(name) or name.removeprefix("note.").removeprefix("formula.")
    if (summary := view.summaries.get(name)) is None:
        return Column(name, title)
    cells = [row.cells[place] for row in rows]
    hidden = (
        [HiddenError(name.removeprefix("note."))]
        if _is_untold(name, desk)
        else [one for one in cells if isinstance(one, HiddenError)]
    )
    if hidden:
        return Column(name, title, summary, hidden[0], hidden[0])
    total = summary_of(summary, list(map(_plain, cells)), base.summaries, Scope(desk.file("")))
    return Column(name, title, summary, total, total if summary in base.summaries else as_read(summary, total))


def _groups(view: View, scopes: Sequence[Scope], rows: Sequence[Row]) -> Iterator[Group]:
    if view.group is None:
        yield Group(None, tuple(rows))
        return
    found: dict[Hashable, tuple[Value, list[Row]]] = {}
    for scope, row in zip(scopes, rows, strict=True):
        value = _deciding(scope, view.group.column)
        found.setdefault(key_of(value), (value, []))[1].append(row)
    for value, members in found.values():
        yield Group(value, tuple(members))
