"""What each rule of the grammar makes of its parts."""

from __future__ import annotations

import re
from typing import Any

from kb.query.nodes import Call, Chain, Expression, Field, Item, ListOf, Literal, Name, ObjectOf, Regexp, Unary

_CONSTANTS = {"true": True, "false": False, "null": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\n": ""}
_MOST_DIGITS = 15
"""Of a whole number; one with more floats."""


class Builder:
    """A method for each name in the grammar; it is given the parts of what was read."""

    def either(self, parts: list[Any]) -> Expression:
        """`a || b`."""
        return _chain(parts[0], [("||", other) for other in parts[1:]])

    def both(self, parts: list[Any]) -> Expression:
        """`a && b`."""
        return _chain(parts[0], [("&&", other) for other in parts[1:]])

    def chain(self, parts: list[Any]) -> Expression:
        """`a + b - c`."""
        return _chain(parts[0], [(str(sign), other) for sign, other in zip(parts[1::2], parts[2::2], strict=True)])

    def opposite(self, parts: list[Any]) -> Expression:
        """`!a`."""
        return Unary("!", parts[0])

    def negative(self, parts: list[Any]) -> Expression:
        """`-a`."""
        return Unary("-", parts[0])

    def field(self, parts: list[Any]) -> Expression:
        """`a.name`."""
        return Field(parts[0], str(parts[1]))

    def item(self, parts: list[Any]) -> Expression:
        """`a[key]`."""
        of, key = parts
        return Field(of, key.value) if isinstance(key, Literal) and isinstance(key.value, str) else Item(of, key)

    def method(self, parts: list[Any]) -> Expression:
        """`a.name(…)`."""
        return Call(parts[0], str(parts[1]), parts[2] or ())

    def call(self, parts: list[Any]) -> Expression:
        """`name(…)`."""
        return Call(None, str(parts[0]), parts[1] or ())

    def name(self, parts: list[Any]) -> Expression:
        """`name`."""
        name = str(parts[0])
        return Literal(_CONSTANTS[name]) if name in _CONSTANTS else Name(name)

    def number(self, parts: list[Any]) -> Expression:
        """`1.5`."""
        text = parts[0]
        return Literal(int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else float(text))

    def text(self, parts: list[Any]) -> Expression:
        """`"text"`."""
        return Literal(_unquoted(parts[0]))

    def regexp(self, parts: list[Any]) -> Expression:
        """`/source/flags`."""
        source, _, flags = parts[0][1:].rpartition("/")
        return Regexp(source, flags)

    def sequence(self, parts: list[Any]) -> Expression:
        """`[a, b]`."""
        return ListOf(parts[0] or ())

    def table(self, parts: list[Any]) -> Expression:
        """`{"name": a}`."""
        return ObjectOf(tuple(pair for pair in parts if pair is not None))

    def pair(self, parts: list[Any]) -> tuple[str, Expression]:
        """`"name": a`."""
        key, value = parts
        return (_unquoted(key) if key[0] in "\"'" else str(key)), value

    def arguments(self, parts: list[Any]) -> tuple[Expression, ...]:
        """`a, b`."""
        return tuple(parts)


def _chain(first: Expression, rest: list[tuple[str, Expression]]) -> Expression:
    return Chain(first, tuple(rest)) if rest else first


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text[1:-1], flags=re.DOTALL)
