"""What each rule of the grammar makes of its parts."""

from __future__ import annotations

import re
from typing import Any

from kb.errors import KbError
from kb.query.building import Builder
from kb.query.dataview.moments import parse_length, parse_when, word_of_day
from kb.query.dataview.nodes import (
    Applied,
    Constant,
    Day,
    Flatten,
    GroupBy,
    Lambda,
    Limit,
    Mention,
    Query,
    Sort,
    Source,
    Titled,
    Where,
)
from kb.query.nodes import Expression, Item, Literal, Name

_WITH_TITLE = {"column", "where", "group", "flatten", "limit", "sorting", "bullets", "calendar"}
_CONSTANTS = {"true": True, "false": False, "null": None}


def built(tree: Any, text: str) -> Any:
    """The nodes that a tree of lark says, made from its leaves up.

    Args:
        tree: The tree.
        text: What was parsed.

    Raises:
        KbError: A date or duration is none.
    """
    builder, made = QueryBuilder(), dict[int, Any]()
    for part in tree.iter_subtrees():
        parts = [made[id(child)] if hasattr(child, "iter_subtrees") else child for child in part.children]
        make = getattr(builder, str(part.data))
        made[id(part)] = make(parts, _said(part, text)) if part.data in _WITH_TITLE else make(parts)
    return made[id(tree)]


def _said(tree: Any, text: str) -> tuple[str, int]:
    """The text of the expression in a part of a query, and its line."""
    child = next((child for child in tree.children if hasattr(child, "iter_subtrees")), None)
    if child is None:
        return "", 1
    return " ".join(text[child.meta.start_pos : child.meta.end_pos].split()), child.meta.line


class QueryBuilder(Builder):
    """A method for each name in the grammar; it is given the parts of what was read, and some of them their text."""

    def inline(self, parts: list[Any]) -> Expression:
        """An expression alone."""
        return parts[0]  # type: ignore[no-any-return]

    def query(self, parts: list[Any]) -> Query:
        """A query: its kind, its source, its commands."""
        kind, *rest = parts
        source = rest.pop(0) if rest and isinstance(rest[0], Source) else None
        return Query(kind.kind, kind.columns, kind.has_id, source, tuple(rest))

    def columns(self, parts: list[Any]) -> Query:
        """`TABLE WITHOUT ID a, b`."""
        _, without, *columns = parts
        return Query("table", tuple(one for one in columns if one is not None), without is None)

    def bullets(self, parts: list[Any], said: tuple[str, int]) -> Query:
        """`LIST WITHOUT ID a`."""
        _, without, expression = parts
        columns = () if expression is None else (Titled(expression, *said),)
        return Query("list", columns, without is None)

    def tasks(self, _parts: list[Any]) -> Query:
        """`TASK`."""
        return Query("task")

    def calendar(self, parts: list[Any], said: tuple[str, int]) -> Query:
        """`CALENDAR a`."""
        return Query("calendar", (Titled(parts[1], *said),))

    def column(self, parts: list[Any], said: tuple[str, int]) -> Titled:
        """`a AS "title"`."""
        return _titled(parts, said)

    def quoted(self, parts: list[Any]) -> str:
        """A title in quotes."""
        return _unquoted(parts[0])

    def plain(self, parts: list[Any]) -> str:
        """A title without."""
        return str(parts[0])

    def source(self, parts: list[Any]) -> Source:
        """`FROM a`."""
        return parts[1]  # type: ignore[no-any-return]

    def joined(self, parts: list[Any]) -> Source:
        """`a and b or c`, from left to right."""
        return Source("joined", parts=tuple(parts[::2]), signs=tuple(map(_joint, parts[1::2])))

    def tagged(self, parts: list[Any]) -> Source:
        """`#tag`."""
        return Source("tag", str(parts[0]))

    def inside(self, parts: list[Any]) -> Source:
        """`"folder"`."""
        return Source("path", _unquoted(parts[0]))

    def linking(self, parts: list[Any]) -> Source:
        """`[[note]]`."""
        return Source("to", _mention(parts[0]).target)

    def linked(self, parts: list[Any]) -> Source:
        """`outgoing([[note]])`."""
        return Source("from", _mention(parts[1]).target)

    def other(self, parts: list[Any]) -> Source:
        """`-a`."""
        return Source("not", parts=(parts[-1],))

    def where(self, parts: list[Any], said: tuple[str, int]) -> Where:
        """`WHERE a`."""
        return Where(Titled(parts[1], *said))

    def sort(self, parts: list[Any]) -> Sort:
        """`SORT a, b`."""
        return Sort(tuple(parts[1:]))

    def sorting(self, parts: list[Any], said: tuple[str, int]) -> tuple[Titled, bool]:
        """`a DESC`."""
        expression, direction = parts
        return Titled(expression, *said), getattr(direction, "type", "") == "DESCENDING"

    def group(self, parts: list[Any], said: tuple[str, int]) -> GroupBy:
        """`GROUP BY a AS b`."""
        return GroupBy(_titled(parts[1:], said))

    def flatten(self, parts: list[Any], said: tuple[str, int]) -> Flatten:
        """`FLATTEN a AS b`."""
        return Flatten(_titled(parts[1:], said))

    def limit(self, parts: list[Any], said: tuple[str, int]) -> Limit:
        """`LIMIT a`."""
        return Limit(Titled(parts[1], *said))

    def chain(self, parts: list[Any]) -> Expression:
        """`a + b - c`; `and` and `or` bind alike."""
        return super().chain([_joint(part) if _is_joint(part) else part for part in parts])

    def item(self, parts: list[Any]) -> Expression:
        """`a[key]`."""
        return Item(*parts)

    def call(self, parts: list[Any]) -> Expression:
        """`name(…)`, in any case."""
        return super().call([parts[0].lower(), parts[1]])

    def name(self, parts: list[Any]) -> Expression:
        """`name`."""
        key = parts[0].lower()
        return Literal(_CONSTANTS[key]) if key in _CONSTANTS else Name(str(parts[0]))

    def text(self, parts: list[Any]) -> Expression:
        """`"text"`."""
        return Literal(_unquoted(parts[0]))

    def tag(self, parts: list[Any]) -> Expression:
        """`#tag`."""
        return Literal(str(parts[0]))

    def link(self, parts: list[Any]) -> Mention:
        """`[[note|shown]]`."""
        return _mention(parts[0])

    def date(self, parts: list[Any]) -> Constant | Day:
        """`date(today)` or `date(2024-01-31)`."""
        word = parts[0].partition("(")[2].rstrip(")").strip()
        if word[0].isdecimal():
            found = parse_when(word)
            if found is None:
                raise KbError("This is a date that no calendar has", found=word)
            return Constant(found)
        return Day(word_of_day(word) or word)

    def duration(self, parts: list[Any]) -> Constant:
        """`dur(2 days)`."""
        text = parts[0].partition("(")[2].rstrip(")").strip()
        found = parse_length(text)
        if found is None:
            raise KbError("A duration is like `2 days` or `1 hr 30 min`", found=text)
        return Constant(found)

    def applied(self, parts: list[Any]) -> Applied:
        """`((a, b) => c)(d, e)`."""
        *head_and_body, arguments = parts
        return Applied(self.lambda_of(head_and_body), arguments or ())

    def lambda_of(self, parts: list[Any]) -> Lambda:
        """`(a, b) => c`."""
        head, body = parts
        return Lambda(tuple(re.findall(r"[^\W\d][\w-]*", head.partition(")")[0])), body)

    def object(self, parts: list[Any]) -> Expression:
        """`{name: a}`."""
        return super().table(parts)

    def pair(self, parts: list[Any]) -> tuple[str, Expression]:
        """`"name": a`."""
        key, value = parts
        return _unquoted(key) if key[0] == '"' else str(key), value


def _titled(parts: list[Any], said: tuple[str, int]) -> Titled:
    text, line = said
    return Titled(parts[0], text if parts[-1] is None else parts[-1], line)


def _is_joint(part: Any) -> bool:
    return getattr(part, "type", "") == "BOOLEAN"


def _joint(sign: str) -> str:
    return "and" if sign.lower() in {"and", "&"} else "or"


def _mention(text: str) -> Mention:
    target, _, shown = text.removeprefix("!")[2:-2].partition("|")
    return Mention(target.strip(), shown.strip() or None, text.startswith("!"))


def _unquoted(text: str) -> str:
    """A backslash is one, unless before a quote or another backslash: patterns are written so."""
    return re.sub(r'\\(["\\])', r"\1", text[1:-1])
