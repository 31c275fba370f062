"""Expressions as they are written, in filters and formulas, and the tree that they say."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import KbError
from kb.query.building import Builder
from kb.query.nodes import Expression, is_deeper_than

if TYPE_CHECKING:
    from lark import Lark

MOST_CHARACTERS = 10_000
MOST_DEEP = 60
_SHOWN = 40
GRAMMAR = Path(__file__).with_name("grammar.lark")


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> Expression:
    """Parse a filter or formula.

    Raises:
        KbError: It is no expression, too long, or nested too deeply; `found` shows where it ends to be one.
    """
    if len(text) > MOST_CHARACTERS:
        raise KbError("This expression is too long", found=f"{len(text):,} characters, at most {MOST_CHARACTERS:,}")
    from lark.exceptions import UnexpectedInput, UnexpectedToken  # noqa: PLC0415  (see `_parser`)

    try:
        tree: Any = _parser().parse(text)
    except UnexpectedInput as error:
        if isinstance(error, UnexpectedToken) and error.token.type == "$END":
            do = "Close its brackets, or write what is missing behind its last sign."
            raise KbError("This expression has no end", found=_start(text), do=do) from error
        place = error.pos_in_stream or 0
        found, do = text[place : place + _SHOWN], _advice(text, place)
        raise KbError("This expression is wrong from here on", found=found, do=do) from error
    if is_deeper_than(tree, MOST_DEEP):
        raise KbError("This expression is nested too deeply", found=_start(text), do="Split it into formulas.")
    return tree  # type: ignore[no-any-return]  # the transformer below makes it


def _start(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _advice(text: str, place: int) -> str:
    if text[place : place + 1] == "=" and text[place : place + 2] != "==":
        return "Write `==` to compare."
    if word := re.match(r"(?i)\s*(and|or)\b", text[place:]):
        return f"Write `{'&&' if word[1].lower() == 'and' else '||'}` for `{word[1]}`."
    return 'Text stands in quotes; a property with spaces or dashes is `note["its name"]`.'


@lru_cache(maxsize=1)
def _parser() -> Lark:
    from lark import Lark  # noqa: PLC0415  (loaded where there is an expression)

    builder: Any = Builder()  # lark only looks its methods up
    return Lark(GRAMMAR.read_text("utf-8"), parser="lalr", transformer=builder, maybe_placeholders=True)
