"""Bases on a page: each view in its layout, of the notes that the site's readers may know of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape

from kb.errors import KbError
from kb.model.problem import Problem
from kb.query.base import Base, View
from kb.query.checks import untold
from kb.query.formulas import problems_of
from kb.query.hidden import HiddenError
from kb.query.reading import NO_KEY, parse_base
from kb.query.rows import Answer, Column, Row, answer
from kb.site.body.cells import render_cell
from kb.site.body.faults import render_faults, render_unasked
from kb.site.body.layouts import (
    more_columns,
    render_board,
    render_cards,
    render_group,
    render_list,
    render_value_of,
    title_of_column,
)
from kb.site.body.place import Place
from kb.site.body.tables import TABLES, render_count, render_td


def render_base_block(text: str, line: int, place: Place) -> str:
    """A `base` block: its views, or the block as written and why it cannot be shown."""
    return _render(text, place.note.path, line + 1, "", place)


def render_base_file(path: str, view: str, place: Place) -> str:
    """A base of the vault: the view of a name, or all of them for none."""
    return _render(place.site.drawn[path], path, 1, view, place)


def _render(text: str, path: str, first_line: int, name: str, place: Place) -> str:
    try:
        base, problems = parse_base(text, path=path, first_line=first_line)
    except KbError as error:
        return render_unasked(error, text, "yaml", place)
    view = base.view(name) if name else None
    if name and view is None:
        slips = (str(problem) for problem in problems if _is_said(problem, place))
        return render_faults([f"{path} has no view {name}", *slips], place)
    views = [view] if view else base.views
    desk, this = place.site.desk, place.note.path
    asked = (
        desk.once((text, this, one.name, number), partial(_asked, base, one, place)) for number, one in enumerate(views)
    )
    told = problems_of(base, _with_more(view)) if view else problems
    shown = [
        render_unasked(found, text, "yaml", place)
        if isinstance(found, HiddenError)
        else _faults(untold(found.faults, problems), place) + _view(found, place)
        for found in asked
    ]
    body = shown[0] if len(shown) == 1 else _tabs([one.name for one in views], shown, next(place.numbers))
    script = f'<script type="module" src="{escape(place.way_to(TABLES))}"></script>\n'
    wrong = render_faults((str(problem) for problem in told if _is_said(problem, place)), place)
    return f'<div class="kb-base" data-search-exclude>\n{wrong}{body}{script}</div>\n'


def _asked(base: Base, view: View, place: Place) -> Answer | HiddenError:
    """A view's answer, with the column that its layout shows beside those that are named; or why there is none."""
    desk = place.site.desk
    try:
        return answer(base, _with_more(view), desk, desk.file(place.note.path))
    except HiddenError as error:
        return error


def _with_more(view: View) -> View:
    return replace(view, columns=(*view.columns, *more_columns(view)))


def _is_said(problem: Problem, place: Place) -> bool:
    """Whether a page says what is wrong; of a misspelt key, which may be what was forgotten, to the owner alone."""
    return problem.severity == "error" or (problem.what == NO_KEY and place.site.drawing.is_for_owner)


def _tabs(names: Sequence[str], shown: Sequence[str], number: int) -> str:
    """Material's tabs, which need no script."""
    group = f"kb_base_{number}"
    fields = "".join(
        f'<input{"" if place else " checked"} id="{group}_{place}" name="{group}" type="radio">'
        for place in range(len(names))
    )
    said = [name or f"View {place}" for place, name in enumerate(names, 1)]
    labels = "".join(f'<label for="{group}_{place}">{escape(name)}</label>' for place, name in enumerate(said))
    blocks = "".join(f'<div class="tabbed-block">\n{view}</div>\n' for view in shown)
    content = f'<div class="tabbed-content">\n{blocks}</div>\n'
    sets = f'class="tabbed-set tabbed-alternate" data-tabs="{number}:{len(names)}"'
    return f'<div {sets}>{fields}<div class="tabbed-labels">{labels}</div>\n{content}</div>\n'


def _faults(faults: Mapping[str, KbError], place: Place) -> str:
    return render_faults((f"{text}: {error}" for text, error in faults.items()), place)


def _view(found: Answer, place: Place) -> str:
    if not found.count:
        return '<p class="kb-base__none">No results.</p>\n'
    draw = _LAYOUTS.get(found.view.layout, _table)
    shown = sum(len(group.rows) for group in found.groups)
    return "".join(draw(found, place)) + render_count(found.count, shown)


def _table(found: Answer, place: Place) -> Iterator[str]:
    heads = "".join(f'<th scope="col">{escape(title_of_column(column))}</th>' for column in found.columns)
    yield f"<table>\n<thead><tr>{heads}</tr></thead>\n"
    for group in found.groups:
        yield "<tbody>\n"
        if found.view.group:
            value = render_group(found, group, place)
            yield f'<tr class="kb-base__group"><th scope="rowgroup" colspan="{len(found.columns)}">{value}</th></tr>\n'
        for row in group.rows:
            yield f"<tr>{''.join(_cells(found.columns, row, place))}</tr>\n"
        yield "</tbody>\n"
    if any(column.summary for column in found.columns):
        yield f"<tfoot><tr>{''.join(_totals(found.columns, place))}</tr></tfoot>\n"
    yield "</table>\n"


def _cells(columns: Sequence[Column], row: Row, place: Place) -> Iterator[str]:
    for column, value in zip(columns, row.cells, strict=True):
        yield render_td(value, render_value_of(column, row, value, place))


def _totals(columns: Sequence[Column], place: Place) -> Iterator[str]:
    for column in columns:
        total = render_cell(column.shown, column.name, place)
        yield f"<td><small>{escape(column.summary)}</small> {total}</td>" if column.summary else "<td></td>"


_LAYOUTS: Mapping[str, Callable[[Answer, Place], Iterator[str]]] = {
    "cards": render_cards,
    "kanban": render_board,
    "list": render_list,
}
"""How views are drawn; others are tables."""
