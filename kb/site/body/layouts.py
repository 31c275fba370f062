"""Views of bases that are no tables: cards, boards of cards in columns, and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from kb.errors import KbError
from kb.query.base import View, column_of
from kb.query.rows import Answer, Cell, Column, Group, Row
from kb.query.values import Image, is_empty
from kb.site.body.cells import render_cell, render_file
from kb.site.body.place import Place

_NAMES = {"file.name", "file.basename", "file.file", "file"}
"""Columns that name the file of a row."""
_BESIDE = {"cards": "image", "kanban": "image", "map": "coordinates"}
"""A layout -> the option that names what it shows beside its columns."""
_COLOR = re.compile(r"#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})", re.IGNORECASE)
_SIZES = {"cardSize": ("--kb-card", "px", 50, 1_000), "columnWidth": ("--kb-card", "px", 50, 1_000)}
_RATIO = ("--kb-ratio", "", 0.05, 20)
"""Options -> the property of the style sheet, its unit, and from where to where it means something."""


def more_columns(view: View) -> tuple[str, ...]:
    """The column that a layout shows beside those of its view, the last: a picture, or where something is."""
    named = view.options.get(_BESIDE.get(view.layout, ""))
    column = column_of(named) if isinstance(named, str) and named else ""
    return (column,) if column and (_has_cover(view) or column not in view.columns) else ()


def _has_cover(view: View) -> bool:
    return _BESIDE.get(view.layout) == "image" and bool(view.options.get("image"))


def title_of_column(column: Column) -> str:
    """What stands above a column, or before its value."""
    return column.title.removeprefix("file.") if column.title == column.name else column.title


def render_value_of(column: Column, row: Row, value: Cell, place: Place) -> str:
    """What a row holds in a column; its own file as a link."""
    if column.name in _NAMES:
        return render_file(row.file, place)
    return render_cell(value, column.name, place)


def render_group(found: Answer, group: Group, place: Place) -> str:
    """What the rows of a group have in common."""
    return render_cell(group.value, found.view.group.column if found.view.group else "", place) or "None"


def _group_title(found: Answer, group: Group, place: Place) -> str:
    return f'<p class="kb-base__name">{render_group(found, group, place)}</p>\n' if found.view.group else ""


def render_cards(found: Answer, place: Place) -> Iterator[str]:
    """A card for each row, each group under its title."""
    for group in found.groups:
        yield _group_title(found, group, place)
        yield _grid(found, group, place)


def render_board(found: Answer, place: Place) -> Iterator[str]:
    """The same with each group as a column."""
    yield f'<div class="kb-board"{_style(found.view.options)}>\n'
    for group in found.groups:
        count = f" <small>{len(group.rows)}</small>" if found.view.group else ""
        title = _group_title(found, group, place).replace("</p>", f"{count}</p>")
        yield f"<section>\n{title}{_grid(found, group, place)}</section>\n"
    yield "</div>\n"


def _grid(found: Answer, group: Group, place: Place) -> str:
    cards = "".join(_card(found, row, place) for row in group.rows)
    return f'<ul class="kb-cards"{_style(found.view.options)}>\n{cards}</ul>\n'


def _style(options: Mapping[str, Any]) -> str:
    """The size of cards and the shape of their pictures; nothing for what is no such size."""
    sizes = [(options.get(name), *size) for name, size in {**_SIZES, "imageAspectRatio": _RATIO}.items()]
    styles = [
        f"{name}: {given:g}{unit}"
        for given, name, unit, least, most in sizes
        if isinstance(given, int | float) and not isinstance(given, bool) and least <= given <= most
    ]
    fit = ["--kb-fit: contain"] if options.get("imageFit") == "contain" else []
    return f' style="{"; ".join([*styles, *fit])}"' if styles or fit else ""


def _card(found: Answer, row: Row, place: Place) -> str:
    pairs = list(zip(found.columns, row.cells, strict=True))
    cover = _cover(pairs.pop()[1], place) if _has_cover(found.view) else ""
    shown = [(column, render_value_of(column, row, value, place)) for column, value in pairs if not is_empty(value)]
    title = f"<strong>{shown[0][1]}</strong>" if shown else ""
    lines = "".join(f"<dt>{escape(title_of_column(column))}</dt><dd>{said}</dd>" for column, said in shown[1:])
    return f"<li>{cover}{title}{f'<dl>{lines}</dl>' if lines else ''}</li>\n"


def _cover(value: Cell, place: Place) -> str:
    """A picture, the first of several, or a colour."""
    value = next(iter(value), None) if isinstance(value, tuple) else value
    if isinstance(value, str) and _COLOR.fullmatch(value.strip()):
        return f'<div class="kb-cards__color" style="background: {value.strip()}"></div>'
    return render_cell(value if isinstance(value, KbError) else Image(value), "", place)


def render_list(found: Answer, place: Place) -> Iterator[str]:
    """A line for each row: its columns with a separator between them, or all but the first below it."""
    markers = str(found.view.options.get("markers") or "")
    tag = "ol" if markers.startswith("number") else "ul"
    kind = ' class="kb-list"' if markers == "none" else ""
    for group in found.groups:
        yield _group_title(found, group, place)
        items = "".join(f"<li>{_line(found, row, place)}</li>\n" for row in group.rows)
        yield f"<{tag}{kind}>\n{items}</{tag}>\n"


def _line(found: Answer, row: Row, place: Place) -> str:
    said = list(filter(None, _values(found.columns, row, place)))
    if found.view.options.get("indentProperties") is True:
        inner = "".join(f"<li>{one}</li>\n" for one in said[1:])
        return "".join(said[:1]) + (f"<ul>\n{inner}</ul>\n" if inner else "")
    separator = str(found.view.options.get("separator") or ",")
    return f"{escape(separator)} ".join(said)


def _values(columns: Sequence[Column], row: Row, place: Place) -> Iterator[str]:
    for column, value in zip(columns, row.cells, strict=True):
        yield render_value_of(column, row, value, place)
