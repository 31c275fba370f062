"""Queries as they are written, and what they say."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from kb.errors import KbError
from kb.query.dataview.building import built
from kb.query.dataview.nodes import Query
from kb.query.nodes import Expression

if TYPE_CHECKING:
    from lark import Lark

MOST_CHARACTERS = 10_000
MOST_COMMANDS = 50
MOST_DEEP = 120
"""Parts of a query inside of one another."""
_SHOWN = 40
GRAMMAR = Path(__file__).with_name("grammar.lark")
_KINDS = re.compile(r"(?:\s|//[^\n]*)*(table|list|task|calendar)\b", re.IGNORECASE)
_DO = "A query begins with `TABLE`, `LIST`, `TASK` or `CALENDAR`."
_OTHERS = (
    (
        re.compile(r"\s*(select|insert|update|delete|with)\b", re.IGNORECASE),
        "This is SQL, and no query of Dataview",
        _DO,
    ),
    (
        re.compile(r"\s*(const|let|var|for|if|function|await|dv\b|return)\b"),
        "This is JavaScript, which kb does not run",
        _DO,
    ),
    (
        re.compile(r"(\s*#[^\n]*\n)*\s*(filters|formulas|properties|summaries|views)\s*:"),
        "This is a base, and no query of Dataview",
        "Write it in a block of the language `base`.",
    ),
    (re.compile(""), "This is no query of Dataview", _DO),
)
_BEHIND_FROM = re.compile(r"(?i)\bfrom[\s!(-]*$")
_ADVICE = (
    (re.compile("=="), "Write `=` to compare."),
    (re.compile("&&"), "Write `and` for `&&`."),
    (re.compile(r"\|\|"), "Write `or` for `||`."),
    (re.compile('"'), 'This text has no end: a `"` is missing.'),
    (re.compile("'"), 'Text stands in double quotes: `"text"`.'),
    (re.compile(r"=>|->"), "A function is written `(x) => x + 1`, as the argument of another such as `map`."),
    (re.compile(r"(?i)from\b"), "`FROM` stands once, right behind what is shown."),
    (
        re.compile(r"(?i)(by|order|having|join|offset|union)\b"),
        "Dataview has `SORT`, `WHERE`, `GROUP BY`, `FLATTEN`, `LIMIT`.",
    ),
)


@lru_cache(maxsize=1024)
def parse_query(text: str) -> Query:
    """Parse a query.

    Raises:
        KbError: It is none; its line is counted from 1 in the text.
    """
    if not _KINDS.match(text):
        what, do = next((what, do) for sign, what, do in _OTHERS if sign.match(text))
        raise KbError(what, found=_start(text), do=do, line=1)
    query = cast("Query", _parsed(text, "query"))
    if len(query.commands) > MOST_COMMANDS:
        raise KbError(
            "This query has too many commands", found=f"{len(query.commands)}, at most {MOST_COMMANDS}", line=1
        )
    return query


@lru_cache(maxsize=4096)
def parse_inline(text: str) -> Expression:
    """Parse the expression of an inline query.

    Raises:
        KbError: It is none.
    """
    return cast("Expression", _parsed(text, "inline"))


def _parsed(text: str, start: Literal["query", "inline"]) -> Any:
    if len(text) > MOST_CHARACTERS:
        raise KbError("This query is too long", found=f"{len(text):,} characters, at most {MOST_CHARACTERS:,}", line=1)
    from lark.exceptions import UnexpectedInput, UnexpectedToken  # noqa: PLC0415  (see `_parser`)

    try:
        tree = _parser().parse(text, start=start)
    except UnexpectedInput as error:
        if isinstance(error, UnexpectedToken) and error.token.type == "$END":
            do = "Close its brackets, or write what is missing behind its last sign."
            line = text.rstrip().count("\n") + 1
            raise KbError("This query has no end", found=_start(text), do=do, line=line) from error
        place = error.pos_in_stream or 0
        line = text[:place].count("\n") + 1
        raise KbError(
            "This query is wrong from here on", found=_start(text[place:]), do=_advice(text, place), line=line
        ) from error
    if _is_deep(tree):
        raise KbError("This query is nested too deeply", found=_start(text), line=1)
    return built(tree, text)


def _start(text: str) -> str:
    text = text.strip()
    line = text.partition("\n")[0]
    return text if text == line and len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _advice(text: str, place: int) -> str:
    if _BEHIND_FROM.search(text[:place]) and text.startswith("csv(", place):
        return "kb asks about notes, and not about the rows of a file."
    if _BEHIND_FROM.search(text[:place]):
        return 'A source is `#tag`, `"folder"`, `[[note]]` or `outgoing([[note]])`.'
    do = next((do for sign, do in _ADVICE if sign.match(text, place)), "")
    return do or 'Columns have commas between them; a field with other signs is `row["its name"]`.'


def _is_deep(tree: Any) -> bool:
    level = [tree]
    for _ in range(MOST_DEEP):
        level = [child for one in level for child in one.children if hasattr(child, "children")]
        if not level:
            return False
    return True


@lru_cache(maxsize=1)
def _parser() -> Lark:
    from lark import Lark  # noqa: PLC0415  (loaded where there is a query)

    return Lark(
        GRAMMAR.read_text("utf-8"),
        parser="lalr",
        start=["query", "inline"],
        maybe_placeholders=True,
        propagate_positions=True,
    )
