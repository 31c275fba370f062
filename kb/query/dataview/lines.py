"""Inline fields: those of a line of text, and how they are named in queries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

Fields = Mapping[str, tuple[str, ...]]
"""The name of a field, in its plain form -> its values as written, in order."""

_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_EMOJI = "\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d"
_LINE_FIELD = re.compile(rf"[^\w:]*(?P<name>\w[\w\s/{_EMOJI}-]{{0,99}}?)[*~`_]*::(?P<value>.*)$")
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
    if found := fields_in_brackets(line):
        return found
    whole = _LINE_FIELD.match(_without_code(line)) if "::" in line else None
    key = plain_name(whole["name"]) if whole else ""
    return {key: (line[whole.start("value") :].strip(),)} if whole and key else {}


def fields_in_brackets(line: str) -> Fields:
    """Of these only those in brackets."""
    found = dict[str, list[str]]()
    for one in bracketed(_without_code(line)) if "::" in line else ():
        if key := plain_name(one.name):
            found.setdefault(key, []).append(line[one.value : one.end].strip())
    return frozen(found)


def _without_code(line: str) -> str:
    """A line with signs that say nothing in place of its code."""
    return _CODE.sub(lambda code: "\0" * len(code[0]), line)


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


def frozen(fields: Mapping[str, list[str]]) -> Fields:
    """Fields that nobody changes any more."""
    return MappingProxyType({name: tuple(values) for name, values in fields.items()})
