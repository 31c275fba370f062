"""The answers to queries as HTML: a table, a list, tasks, or a list by day."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

from kb.errors import KbError
from kb.query.dataview.entries import children_of
from kb.query.dataview.moments import without_time
from kb.query.dataview.run import Answer, Found
from kb.query.dataview.subjects import Entry, Row, metadata_of
from kb.query.dataview.values import items_of
from kb.query.moments import Moment
from kb.query.values import Value, is_empty
from kb.site.body.cells import render_file
from kb.site.body.embeds import RenderDocument
from kb.site.body.place import Place
from kb.site.body.tables import TABLES, render_count, render_td
from kb.site.body.tasks import task_box
from kb.site.body.words import NOTHING, render_said, render_words


def render_answer(answer: Answer, place: Place, render: RenderDocument) -> str:
    """What a query found, and how many rows it has."""
    return "".join(_Drawing(answer, place, render).lines())


class _Drawing:
    """An answer on its way to HTML."""

    def __init__(self, answer: Answer, place: Place, render: RenderDocument) -> None:
        self._answer, self._place, self._render = answer, place, render

    def lines(self) -> Iterator[str]:
        """The HTML of its kind, and how many rows or tasks it shows."""
        kinds = {"table": self._table, "list": self._list, "task": self._tasks, "calendar": self._calendar}
        yield from kinds[self._answer.query.kind]()
        yield render_count(self._count())

    def _count(self) -> int:
        rows, kind = self._answer.rows, self._answer.query.kind
        if kind == "calendar":
            return sum(isinstance(found.cells[0], Moment) for found in rows)
        return _count_tasks([found.about for found in rows]) if kind == "task" else len(rows)

    def _said(self, value: Value | KbError) -> str:
        return render_said(value, self._place, self._render)

    def _id(self, found: Found) -> str:
        """A link to the note, or what the group has in common."""
        if isinstance(found.about, Row):
            return render_file(found.about.of.file, self._place)
        return NOTHING if is_empty(found.id) else self._said(found.id)

    def _table(self) -> Iterator[str]:
        query = self._answer.query
        has_id = query.has_id or not query.columns
        first_title = ["Group" if self._answer.is_grouped else "File"] if has_id else []
        titles = [*first_title, *(column.name for column in query.columns)]
        heads = "".join(f'<th scope="col">{self._said(title)}</th>' for title in titles)
        yield f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        for found in self._answer.rows:
            first = render_td(found.id, self._id(found)) if has_id else ""
            cells = "".join(render_td(cell, self._inner(cell)) for cell in found.cells)
            yield f"<tr>{first}{cells}</tr>\n"
        yield "</tbody>\n</table>\n"
        yield f'<script type="module" src="{escape(self._place.way_to(TABLES))}"></script>\n'

    def _list(self) -> Iterator[str]:
        has_id = self._answer.query.has_id
        yield "<ul>\n"
        for found in self._answer.rows:
            value = found.cells[0] if found.cells else ""
            if not found.cells or (has_id and value in ("", ())):
                yield f"<li>{self._id(found)}</li>\n"
            else:
                yield f"<li>{f'{self._id(found)}: ' if has_id else ''}{self._inner(value)}</li>\n"
        yield "</ul>\n"

    def _inner(self, value: Value | KbError) -> str:
        """A value in a list or table: several are a list in it, and an object one of its parts."""
        match value:
            case tuple():
                items = [f"<li>{self._inner(item)}</li>\n" for item in value]
            case dict():
                items = [f"<li>{escape(name)}: {self._inner(item)}</li>\n" for name, item in value.items()]
            case _:
                return self._said(value)
        return f"<ul>\n{''.join(items)}</ul>\n" if items else ""

    def _calendar(self) -> Iterator[str]:
        """The rows by their day; those without one are not shown."""
        days = dict[Moment, list[Found]]()
        for found in self._answer.rows:
            if isinstance(found.cells[0], Moment):
                days.setdefault(without_time(found.cells[0]), []).append(found)
        yield "<ul>\n"
        for day in sorted(days):
            yield f"<li>{self._said(day)}: {', '.join(map(self._id, days[day]))}</li>\n"
        yield "</ul>\n"

    def _tasks(self) -> Iterator[str]:
        yield from self._groups([found.about for found in self._answer.rows])

    def _groups(self, rows: Sequence[Any]) -> Iterator[str]:
        """Tasks, or groups of them under what they have in common."""
        entries = [row.of for row in rows if isinstance(row, Row) and isinstance(row.of, Entry)]
        if entries:
            yield self._items(entries, is_top=True)
        for group in rows:
            if not isinstance(group, Row):
                title = NOTHING if is_empty(group["key"]) else self._said(group["key"])
                yield f'<p class="kb-base__name">{title}</p>\n'
                yield from self._groups(_members(group))

    def _items(self, entries: Sequence[Entry], *, is_top: bool) -> str:
        shown = _without_inner(entries) if is_top else entries
        return f"<ul>\n{''.join(self._item(entry, is_top=is_top) for entry in shown)}</ul>\n" if shown else ""

    def _item(self, entry: Entry, *, is_top: bool) -> str:
        note = self._place.site.index.notes[entry.file.path]
        text = render_words(entry.item.text, replace(self._place, note=note), self._render)
        link = f' <small class="kb-task__note">{render_file(entry.file, self._place)}</small>' if is_top else ""
        inner = self._items(children_of(entry), is_top=False)
        if entry.item.mark is None:
            return f"<li>{text}{link}{inner}</li>\n"
        mark = escape(entry.item.mark)
        return f'<li class="task-list-item" data-task="{mark}">{task_box(entry.item.mark)} {text}{link}{inner}</li>\n'


def _count_tasks(rows: Sequence[Any]) -> int:
    """How many tasks there are, also in groups."""
    return sum(1 if isinstance(row, Row) else _count_tasks(_members(row)) for row in rows)


def _members(group: Mapping[str, Any]) -> list[Any]:
    """The tasks of a group, and the groups in it; `FLATTEN` may have put anything in their place."""
    return [one for one in items_of(group["rows"]) if isinstance(one, Row) or _is_group(one)]


def _is_group(value: Value) -> bool:
    return isinstance(value, dict) and value.keys() >= {"key", "rows"}


def _without_inner(entries: Sequence[Entry]) -> list[Entry]:
    """The items that are not shown inside of another one of them, each once."""
    known = {(entry.file.path, entry.line): entry for entry in entries}
    files = {entry.file for entry in entries}
    parents = {file.path: {item.line: item.parent for item in metadata_of(file).items} for file in files}
    return [entry for (path, _), entry in known.items() if not _is_inside(entry, known, parents[path])]


def _is_inside(entry: Entry, known: Container[tuple[str, int]], parents: Mapping[int, int | None]) -> bool:
    line = entry.item.parent
    while line is not None and (entry.file.path, line) not in known:
        line = parents[line]
    return line is not None
