"""Expressions as they are written, in filters and formulas, and the tree that they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import KbError
from kb.query.nodes import (
    Call,
    Chain,
    Expression,
    Field,
    Item,
    ListOf,
    Literal,
    Name,
    ObjectOf,
    Regexp,
    Unary,
    is_deeper_than,
)

if TYPE_CHECKING:
    from lark import Lark

MOST_CHARACTERS = 10_000
MOST_DEEP = 60
_SHOWN = 40
GRAMMAR = Path(__file__).with_name("grammar.lark")
_CONSTANTS = {"true": True, "false": False, "null": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\n": ""}


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
            raise KbError("This expression has no end", found=text, do=do) from error
        place = error.pos_in_stream or 0
        found, do = text[place : place + _SHOWN], _advice(text, place)
        raise KbError("This expression is wrong from here on", found=found, do=do) from error
    if is_deeper_than(tree, MOST_DEEP):
        raise KbError("This expression is nested too deeply", found=f"{text[:40]}…", do="Split it into formulas.")
    return tree  # type: ignore[no-any-return]  # the transformer below makes it


def _advice(text: str, place: int) -> str:
    if text[place : place + 1] == "=" and text[place : place + 2] != "==":
        return "Write `==` to compare."
    if word := re.match(r"(?i)\s*(and|or)\b", text[place:]):
        return f"Write `{'&&' if word[1].lower() == 'and' else '||'}` for `{word[1]}`."
    return 'Text stands in quotes; a property with spaces or dashes is `note["its name"]`.'


@lru_cache(maxsize=1)
def _parser() -> Lark:
    from lark import Lark, Transformer, v_args  # noqa: PLC0415  (loaded where there is an expression)

    @v_args(inline=True)
    class Builder(Transformer[Any, Expression]):
        """What each rule of the grammar makes."""

        def either(self, first: Expression, *rest: Expression) -> Expression:
            return _chain(first, [("||", other) for other in rest])

        def both(self, first: Expression, *rest: Expression) -> Expression:
            return _chain(first, [("&&", other) for other in rest])

        def chain(self, first: Expression, *rest: Any) -> Expression:
            return _chain(first, [(str(sign), other) for sign, other in zip(rest[::2], rest[1::2], strict=True)])

        def opposite(self, of: Expression) -> Expression:
            return Unary("!", of)

        def negative(self, of: Expression) -> Expression:
            return Unary("-", of)

        def field(self, of: Expression, name: str) -> Expression:
            return Field(of, str(name))

        def item(self, of: Expression, key: Expression) -> Expression:
            return Field(of, key.value) if isinstance(key, Literal) and isinstance(key.value, str) else Item(of, key)

        def method(self, of: Expression, name: str, arguments: tuple[Expression, ...] | None) -> Expression:
            return Call(of, str(name), arguments or ())

        def call(self, name: str, arguments: tuple[Expression, ...] | None) -> Expression:
            return Call(None, str(name), arguments or ())

        def name(self, name: str) -> Expression:
            return Literal(_CONSTANTS[name]) if name in _CONSTANTS else Name(str(name))

        def number(self, text: str) -> Expression:
            return Literal(int(text) if text.isdecimal() else float(text))

        def text(self, text: str) -> Expression:
            return Literal(_unquoted(text))

        def regexp(self, text: str) -> Expression:
            source, _, flags = text[1:].rpartition("/")
            return Regexp(source, flags)

        def sequence(self, items: tuple[Expression, ...] | None) -> Expression:
            return ListOf(items or ())

        def table(self, *pairs: Any) -> Expression:
            return ObjectOf(tuple(pair for pair in pairs if pair is not None))

        def pair(self, key: str, value: Expression) -> Any:
            return (_unquoted(key) if key[0] in "\"'" else str(key)), value

        def arguments(self, *values: Expression) -> Any:
            return tuple(value for value in values if value is not None)

    grammar = GRAMMAR.read_text("utf-8")
    return Lark(grammar, parser="lalr", transformer=Builder(), maybe_placeholders=True)


def _chain(first: Expression, rest: Iterable[tuple[str, Expression]]) -> Expression:
    others = tuple(rest)
    return Chain(first, others) if others else first


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text[1:-1], flags=re.DOTALL)
