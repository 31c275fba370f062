"""Bases as they are written: YAML, read part by part, so that one that is wrong spoils no other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any

from kb.errors import KbError
from kb.model.problem import Problem
from kb.query.base import ALL, LAYOUTS, Base, Filter, Sorting, View, column_of, part
from kb.query.evaluate import prepared
from kb.query.formulas import circles
from kb.query.keys import OF_BASES, OF_LAYOUTS, OF_OBSIDIAN, OF_VIEWS, misspelt
from kb.query.summaries import SUMMARIES
from kb.yaml import key_line, read_mapping, read_values

BASE = "base"
"""The language of a block that holds one."""
RULE = "bad-base"
VALUE_RULE = "base-value"
MOST_DEEP = 50
"""Filters inside of filters."""
NO_KEY = "This key means nothing"
"""What is told of one that is misspelt."""
_JOINS = ("and", "or", "not")
_WRITE_FILTER = "Write an expression, or one of `and`, `or`, `not` over a list of filters."
_QUERY = re.compile(r"\s*(table|list|task|calendar)(?!\s*:)\b", re.IGNORECASE)
MOST_KEPT = 1_000
"""Bases: a page asks each of its own twice, for its key and for itself, and `kb serve` all of them at every edit."""


@lru_cache(MOST_KEPT)
def parse_base(text: str, *, path: str, first_line: int = 1) -> tuple[Base, tuple[Problem, ...]]:
    """Parse a base.

    Args:
        text: The YAML.
        path: Where it stands, for messages.
        first_line: The line of that file on which it begins.

    Returns:
        The base, and what is wrong in it: what cannot be read is left out, and the rest counts.

    Raises:
        KbError: It is a query, no YAML, or no mapping.
    """
    if _QUERY.match(text):
        what, do = "This is a query of Dataview, and no base", "Write it in a block of the language `dataview`."
        raise KbError(what, path=path, line=first_line, found=_first_line(text), do=do)
    base = _base(read_values(text, path=path, first_line=first_line), path, first_line)
    if base.problems:  # only these need to know lines, for which YAML takes three times as long to read
        base = _base(read_mapping(text, path=path, first_line=first_line), path, first_line)
    return base, tuple(problem for _, problem in base.problems)


def _base(table: Mapping[str, Any], path: str, first_line: int) -> Base:
    reader = _Reader(path, first_line)
    reader.keys(table, OF_BASES)
    base = Base(
        filter=reader.filter(table, "filters"),
        formulas=reader.formulas(table),
        titles=reader.titles(table),
        summaries=reader.expressions(table, "summaries", ("values",)),
        views=tuple(reader.views(table)) or (View(),),
    )
    return replace(base, problems=tuple(reader.problems))


class _Reader:
    """Reads the parts of a base, and keeps what is wrong."""

    def __init__(self, path: str, first_line: int) -> None:
        self.problems: list[tuple[str, Problem]] = []
        self._path, self._first_line = path, first_line
        self._part = ""

    def keys(self, table: Mapping[str, Any], known: Collection[str]) -> None:
        """Tell of keys that are misspelt."""
        for key, meant in misspelt(map(str, table), known, OF_OBSIDIAN):
            self._warn(NO_KEY, table, key, key, f"Did you mean `{meant}`?")

    def views(self, table: Mapping[str, Any]) -> Iterator[View]:
        """Its views; what is none is a problem."""
        given, custom = table.get("views"), table.get("summaries")
        if given is not None and not isinstance(given, list):
            self._tell("`views` is a list of views", table, "views", given)
            return
        names, place = set[str](), 0
        for view in given or ():
            if isinstance(view, Mapping):
                with self._in(part("views", place)):
                    found = self._view(view, custom if isinstance(custom, Mapping) else ())
                yield found
                place += 1
                if found.name and found.name.casefold() in names:
                    do = "Give it another name: a link leads to the first one."
                    self._warn("Two views have this name", view, "name", found.name, do)
                names.add(found.name.casefold())
            else:
                self._tell("A view is a mapping with `type` and `name`", table, "views", view)

    def _view(self, table: Mapping[str, Any], custom: Collection[Any]) -> View:
        layout, limit = table.get("type", "table"), table.get("limit")
        if layout not in LAYOUTS:
            self._warn("This layout is not known, and is shown as a table", table, "type", layout)
        if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
            self._tell("`limit` is a number of rows", table, "limit", limit)
            limit = None
        self.keys(table, (*OF_VIEWS, *OF_LAYOUTS))
        summaries = self.texts(table, "summaries")
        for column, name in summaries.items():
            if name.casefold() not in SUMMARIES and name not in custom:
                self._warn("There is no such summary", table["summaries"], column, name)
        return View(
            layout=layout if layout in LAYOUTS else "table",
            name=str(table.get("name") or ""),
            filter=self.filter(table, "filters"),
            columns=tuple(map(column_of, self._strings(table, "order"))) or ("file.name",),
            sorting=tuple(self._sortings(table, "sort")),
            limit=limit,
            group=next(self._sortings(table, "groupBy"), None),
            summaries={column_of(column): name for column, name in summaries.items()},
            options={str(key): value for key, value in table.items() if key not in OF_VIEWS},
        )

    def filter(self, table: Mapping[str, Any], key: str) -> Filter:
        """A filter; one that cannot be read lets nothing pass."""
        given = table.get(key)
        return ALL if given is None else self._filter(given, key_line(table, key, self._first_line), 0)

    def _filter(self, given: Any, line: int, deep: int) -> Filter:
        if isinstance(given, str):
            self._check(given, line)
            return Filter("is", given)
        if isinstance(given, list):
            given = {"and": given}
        if error := _no_filter(given, deep):
            self._tell_error(error, line)
            return Filter("or")
        kind, parts = next(iter(given.items()))
        parts = parts if isinstance(parts, list) else [] if parts is None else [parts]
        lines = [_item_line(parts, place, line, self._first_line) for place in range(len(parts))]
        inner = (self._filter(part, place, deep + 1) for part, place in zip(parts, lines, strict=True))
        return Filter(kind, parts=tuple(inner))

    def texts(self, table: Mapping[str, Any], key: str) -> dict[str, str]:
        """Texts by name; numbers count as text, what is empty does not count."""
        given = table.get(key)
        if given is not None and not isinstance(given, Mapping):
            self._tell(f"`{key}` is a mapping of names", table, key, given)
        found = given if isinstance(given, Mapping) else {}
        return {str(name): _text(value) for name, value in found.items() if value is not None}

    def expressions(self, table: Mapping[str, Any], key: str, names: tuple[str, ...] = ()) -> dict[str, str]:
        """Expressions by name, in which some words stand for values; what is none stays, and its cells say why.

        One of which only the name was given yet, as Obsidian writes it, has no value.
        """
        found = {name: text if text.strip() else "null" for name, text in self.texts(table, key).items()}
        for name, text in found.items():
            with self._in(part(key, name)):
                self._check(text, key_line(table[key], name, self._first_line), names)
        return found

    def formulas(self, table: Mapping[str, Any]) -> dict[str, str]:
        """Its formulas; those that need themselves are a problem."""
        found = self.expressions(table, "formulas")
        for name, way in circles(found).items():
            line = key_line(table["formulas"], name, self._first_line)
            with self._in(part("formulas", name)):
                self._tell_error(KbError("This formula needs itself", found=" → ".join(way)), line)
        return found

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
                yield Sorting(column_of(name), isinstance(one, Mapping) and self._is_descending(one))
            else:
                self._tell(f"`{key}` names a `property` and a `direction`", table, key, one)

    def _is_descending(self, table: Mapping[str, Any]) -> bool:
        direction = table.get("direction") or "ASC"
        if str(direction).upper() not in {"ASC", "DESC"}:
            self._warn("`direction` is `ASC` or `DESC`, and counts as `ASC`", table, "direction", direction)
        return str(direction).upper() == "DESC"

    def _check(self, text: str, line: int, names: tuple[str, ...] = ()) -> None:
        try:
            prepared(text, names)
        except KbError as error:
            self._tell_error(error, line)

    def _tell(self, what: str, table: Mapping[str, Any], key: str, found: Any) -> None:
        line = key_line(table, key, self._first_line)
        self._add(Problem(RULE, what, "", self._path, line, str(found)[:80]))

    def _warn(self, what: str, table: Mapping[str, Any], key: str, found: Any, do: str = "") -> None:
        line = key_line(table, key, self._first_line)
        self._add(Problem(VALUE_RULE, what, do, self._path, line, str(found)[:80], "warning"))

    def _tell_error(self, error: KbError, line: int) -> None:
        self._add(Problem(RULE, error.what, error.do, self._path, line, error.found))

    def _add(self, problem: Problem) -> None:
        self.problems.append((self._part, problem))

    @contextmanager
    def _in(self, place: str) -> Iterator[None]:
        """What is told meanwhile stands in a part of the base."""
        self._part = place
        yield
        self._part = ""


def _no_filter(given: Any, deep: int) -> KbError | None:
    """Why something that is no text is no filter either."""
    if not isinstance(given, Mapping):
        return KbError("This is no filter", found=_text(given), do=_WRITE_FILTER)
    names = [str(key) for key in given]
    if deep > MOST_DEEP:
        return KbError("Filters stand too deep in one another", found=f"more than {MOST_DEEP}")
    if len(names) > 1 and set(names) <= {*_JOINS}:
        do = f"Write one, and the other in its list: `{names[0]}:` over a list with `- {names[1]}:` in it."
        return KbError(
            "A filter has one of `and`, `or`, `not`", found=" and ".join(f"`{name}`" for name in names), do=do
        )
    is_one = len(names) == 1 and names[0] in _JOINS
    return (
        None
        if is_one
        else KbError(
            "This is no filter", found=", ".join(f"`{name}:`" for name in names)[:80] or "{}", do=_WRITE_FILTER
        )
    )


def _item_line(items: Any, place: int, line: int, first_line: int) -> int:
    position = getattr(getattr(items, "lc", None), "data", None) or {}
    return first_line + position[place][0] if place in position else line


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0][:80]


def _text(value: Any) -> str:
    """An expression that YAML took for a number, true or false, as it was written."""
    return str(value).lower() if isinstance(value, bool) else str(value)
