"""Bases: what a `.base` file or a `base` block asks of a vault, as Obsidian writes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from kb.model.problem import Problem

Kind = Literal["is", "and", "or", "not"]
LAYOUTS = ("table", "cards", "list", "kanban", "map")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which files are meant.

    Attributes:
        kind: An expression, or what joins the parts: all, any, or none of them.
        text: The expression.
        parts: The parts.
    """

    kind: Kind
    text: str = ""
    parts: tuple[Filter, ...] = ()

    @property
    def expressions(self) -> Iterator[str]:
        """All that are in it."""
        if self.kind == "is":
            yield self.text
        for part in self.parts:
            yield from part.expressions


ALL = Filter("and")


@dataclass(frozen=True, slots=True)
class Sorting:
    """One property by which rows are sorted."""

    column: str
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """One way to show a base.

    Attributes:
        layout: One of these.
        name: Its name.
        filter: Beside that of the base.
        columns: The properties that are shown, in order: `file.name`, `note.age`, `formula.ppu`.
        sorting: By what rows are sorted, the most important first.
        limit: How many rows are shown at most; None for all.
        group: By what they are grouped.
        summaries: A column -> the name of its summary.
        options: All else, such as `image`.
    """

    layout: str = "table"
    name: str = ""
    filter: Filter = ALL
    columns: tuple[str, ...] = ("file.name",)
    sorting: tuple[Sorting, ...] = ()
    limit: int | None = None
    group: Sorting | None = None
    summaries: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def asked(self) -> tuple[str, ...]:
        """The columns that it shows, sorts and groups by."""
        groups = (self.group,) if self.group else ()
        return (*self.columns, *(one.column for one in (*self.sorting, *groups)))


@dataclass(frozen=True, slots=True)
class Base:
    """A base.

    Attributes:
        filter: Which files all of its views are about.
        formulas: Name -> expression.
        titles: A column -> how it is called.
        summaries: Name -> expression over `values`.
        views: At least one.
        problems: What is wrong in it, each with the part where it stands, as `part` names them; empty for all of it.
    """

    filter: Filter = ALL
    formulas: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    summaries: Mapping[str, str] = field(default_factory=dict)
    views: tuple[View, ...] = (View(),)
    problems: tuple[tuple[str, Problem], ...] = field(default=(), compare=False)

    def view(self, name: str = "") -> View | None:
        """The view of a name, in any case; the first one for none; None where there is no such view."""
        wanted = name.casefold()
        return next((view for view in self.views if not wanted or view.name.casefold() == wanted), None)


def part(key: str, name: str | int) -> str:
    """What a part of a base is called: a formula or summary by its name, a view by its place."""
    return f"{key}.{name}"


def column_of(name: str) -> str:
    """The full name of a property: `age` is `note.age`."""
    return name if name.startswith(("file.", "note.", "formula.")) or name == "file" else f"note.{name}"
