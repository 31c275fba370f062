"""Inline fields: what a line says as `name:: value`, as a whole or in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

Fields = Mapping[str, tuple[str, ...]]
"""The name of a field, in its plain form -> its values as written, in order."""

_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LINE_FIELD = re.compile(r"[\s>]*(?P<name>[*_~]*[^\W_][^:\[\](){}`#|]{0,99}?)::(?P<value>.*)$")
_BRACKET_NAME = re.compile(r"([^\[\](){}:]{1,100}?)::[ \t]*")
_MARKS = re.compile(r"[*~`]+|^\W*_+|_+\W*$")
_FIRST_SIGN = "\u2000"
"""From there on signs are kept in names: emoji are."""
_CLOSING = {"[": "]", "(": ")"}
_BRACKET = re.compile(r"\\.|[\[\]()]", re.DOTALL)


class Bracketed(NamedTuple):
    """A field in brackets: its name, and the places of the first bracket, of its value and of the last bracket."""

    name: str
    start: int
    value: int
    end: int


@lru_cache(maxsize=1 << 16)
def plain_name(name: str) -> str:
    """How a field is named in queries: `My Field!` is `my-field`."""
    words = re.sub(r"\s+", "-", _MARKS.sub("", name).strip().lower())
    return "".join(char for char in words if char.isalnum() or char in "-_" or char >= _FIRST_SIGN)


def fields_in(line: str) -> Fields:
    """The inline fields of a line: those in brackets, or else the one that it is as a whole."""
    if "::" not in line:
        return {}
    found = dict[str, list[str]]()
    plain = _CODE.sub(lambda code: " " * len(code[0]), line)
    for one in bracketed(plain):
        if key := plain_name(one.name):
            found.setdefault(key, []).append(plain[one.value : one.end].strip())
    whole = None if found else _LINE_FIELD.match(plain)
    if whole and (key := plain_name(whole["name"])):
        found[key] = [line[whole.start("value") :].strip()]
    return frozen_fields(found)


def bracketed(line: str) -> Iterator[Bracketed]:
    """`[name:: value]` and `(name:: value)` in a line."""
    closing, end = _closing(line), 0
    for start, close in sorted(closing.items()):
        name = _BRACKET_NAME.match(line, start + 1, close) if start >= end else None
        if name:
            yield Bracketed(name[1].strip(), start, name.end(), close)
            end = close + 1


def _closing(line: str) -> dict[int, int]:
    """Where each bracket opens -> where it closes; one within the other kind counts apart, an escaped one not."""
    found, waiting = dict[int, int](), {")": list[int](), "]": list[int]()}
    for sign in _BRACKET.finditer(line):
        place, char = sign.start(), sign[0]
        if char in _CLOSING:
            waiting[_CLOSING[char]].append(place)
        elif waiting.get(char):
            found[waiting[char].pop()] = place
    return found


def add_fields(page: dict[str, list[str]], fields: Fields) -> None:
    """Put fields behind those that are there."""
    for name, values in fields.items():
        page.setdefault(name, []).extend(values)


def frozen_fields(fields: Mapping[str, list[str]]) -> Fields:
    """Fields that change no more."""
    return MappingProxyType({name: tuple(values) for name, values in fields.items()})
