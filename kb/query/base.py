"""Bases: what a `.base` file or a `base` block asks of a vault, as Obsidian writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from kb.errors import KbError
from kb.model.problem import Problem, problem_of
from kb.query.syntax import parse_expression
from kb.yaml import key_line, read_mapping

RULE = "base"
Kind = Literal["is", "and", "or", "not"]
LAYOUTS = ("table", "cards", "list", "map")
MOST_DEEP = 50
"""Filters inside of filters."""


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
        layout: `table`, `cards`, `list`, `map`, or another program's word.
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


@dataclass(frozen=True, slots=True)
class Base:
    """A base.

    Attributes:
        filter: Which files all of its views are about.
        formulas: Name -> expression.
        titles: A column -> how it is called.
        summaries: Name -> expression over `values`.
        views: At least one.
    """

    filter: Filter = ALL
    formulas: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    summaries: Mapping[str, str] = field(default_factory=dict)
    views: tuple[View, ...] = (View(),)

    def view(self, name: str = "") -> View | None:
        """The view of a name, in any case; the first one for none; None where there is no such view."""
        wanted = name.casefold()
        return next((view for view in self.views if not wanted or view.name.casefold() == wanted), None)


def parse_base(text: str, *, path: str, first_line: int = 1) -> tuple[Base, tuple[Problem, ...]]:
    """Parse a base.

    Args:
        text: The YAML.
        path: Where it stands, for messages.
        first_line: The line of that file on which it begins.

    Returns:
        The base, and what is wrong in it: what cannot be read is left out, and the rest counts.

    Raises:
        KbError: It is no YAML, or no mapping.
    """
    table = read_mapping(text, path=path, first_line=first_line)
    reader = _Reader(path, first_line)
    formulas = reader.texts(table, "formulas")
    summaries = reader.texts(table, "summaries")
    views = tuple(reader.views(table))
    base = Base(
        filter=reader.filter(table, "filters"),
        formulas=formulas,
        titles=reader.titles(table),
        summaries=summaries,
        views=views or (View(),),
    )
    return base, tuple(reader.problems)


def column_of(name: str) -> str:
    """The full name of a property: `age` is `note.age`."""
    return name if name.startswith(("file.", "note.", "formula.")) or name == "file" else f"note.{name}"


class _Reader:
    """Reads the parts of a base, and keeps what is wrong."""

    def __init__(self, path: str, first_line: int) -> None:
        self.problems: list[Problem] = []
        self._path, self._first_line = path, first_line

    def views(self, table: Mapping[str, Any]) -> Iterator[View]:
        """Its views; what is none is a problem."""
        given = table.get("views")
        if given is not None and not isinstance(given, list):
            self._tell("`views` is a list of views", table, "views", given)
            return
        for view in given or ():
            if isinstance(view, Mapping):
                yield self._view(view)
            else:
                self._tell("A view is a mapping with `type` and `name`", table, "views", view)

    def _view(self, table: Mapping[str, Any]) -> View:
        layout, limit = table.get("type", "table"), table.get("limit")
        if layout not in LAYOUTS:
            self._tell("This layout is not known, and is shown as a table", table, "type", layout, "warning")
        if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
            self._tell("`limit` is a number of rows", table, "limit", limit)
            limit = None
        known = {"type", "name", "filters", "order", "sort", "limit", "groupBy", "summaries"}
        return View(
            layout=layout if layout in LAYOUTS else "table",
            name=str(table.get("name") or ""),
            filter=self.filter(table, "filters"),
            columns=tuple(map(column_of, self._strings(table, "order"))) or ("file.name",),
            sorting=tuple(self._sortings(table, "sort")),
            limit=limit,
            group=next(self._sortings(table, "groupBy"), None),
            summaries={column_of(name): one for name, one in self.texts(table, "summaries").items()},
            options={str(key): value for key, value in table.items() if key not in known},
        )

    def filter(self, table: Mapping[str, Any], key: str) -> Filter:
        """A filter; one that cannot be read lets nothing pass."""
        given = table.get(key)
        return ALL if given is None else self._filter(given, key_line(table, key, self._first_line), 0)

    def _filter(self, given: Any, line: int, deep: int) -> Filter:
        if isinstance(given, str):
            try:
                parse_expression(given)
            except KbError as error:
                self._tell_error(error, line)
            return Filter("is", given)
        if isinstance(given, list):
            given = {"and": given}
        kinds = [key for key in given if key in {"and", "or", "not"}] if isinstance(given, Mapping) else []
        if not kinds or len(given) > 1 or deep > MOST_DEEP:
            do = "Write an expression, or one of `and`, `or`, `not` over a list of filters."
            self.problems.append(Problem(RULE, "This is no filter", do, self._path, line, str(given)[:80]))
            return Filter("or")
        parts = given[kinds[0]]
        parts = parts if isinstance(parts, list) else [] if parts is None else [parts]
        lines = [_item_line(parts, place, line, self._first_line) for place in range(len(parts))]
        inner = (self._filter(part, place, deep + 1) for part, place in zip(parts, lines, strict=True))
        return Filter(kinds[0], parts=tuple(inner))

    def texts(self, table: Mapping[str, Any], key: str) -> dict[str, str]:
        """Texts by name; numbers count as text."""
        given = table.get(key)
        if given is not None and not isinstance(given, Mapping):
            self._tell(f"`{key}` is a mapping of names", table, key, given)
        found = given if isinstance(given, Mapping) else {}
        return {str(name): _text(value) for name, value in found.items()}

    def titles(self, table: Mapping[str, Any]) -> dict[str, str]:
        """How columns are called."""
        given = table.get("properties")
        found = given if isinstance(given, Mapping) else {}
        pairs = ((name, one.get("displayName")) for name, one in found.items() if isinstance(one, Mapping))
        return {column_of(str(name)): str(title) for name, title in pairs if title}

    def _strings(self, table: Mapping[str, Any], key: str) -> Iterable[str]:
        given = table.get(key)
        if given is not None and not isinstance(given, list):
            self._tell(f"`{key}` is a list of properties", table, key, given)
        return (str(item) for item in given if item is not None) if isinstance(given, list) else ()

    def _sortings(self, table: Mapping[str, Any], key: str) -> Iterator[Sorting]:
        given = table.get(key)
        for one in given if isinstance(given, list) else [] if given is None else [given]:
            name = (one.get("property") or one.get("column")) if isinstance(one, Mapping) else one
            if isinstance(name, str):
                direction = str(one.get("direction", "")) if isinstance(one, Mapping) else ""
                yield Sorting(column_of(name), direction.upper() == "DESC")
            else:
                self._tell(f"`{key}` names a `property` and a `direction`", table, key, one)

    def _tell(self, what: str, table: Mapping[str, Any], key: str, found: Any, severity: Any = "error") -> None:
        line = key_line(table, key, self._first_line)
        self.problems.append(Problem(RULE, what, "", self._path, line, str(found)[:80], severity))

    def _tell_error(self, error: KbError, line: int) -> None:
        self.problems.append(Problem(RULE, error.what, error.do, self._path, line, error.found))


def _item_line(items: Any, place: int, line: int, first_line: int) -> int:
    position = getattr(getattr(items, "lc", None), "data", None) or {}
    return first_line + position[place][0] if place in position else line


def _text(value: Any) -> str:
    return {True: "true", False: "false", None: ""}.get(value, str(value)) if not isinstance(value, int) or isinstance(value, bool) else str(value)
