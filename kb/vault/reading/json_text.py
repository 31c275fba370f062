"""The strings of a JSON text with their places, so that one can be changed and every other byte stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]')
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class JsonString:
    """A string value: the keys and positions that lead to it, what it says, and where each of its characters stands.

    Attributes:
        path: Like `("nodes", 3, "file")`.
        value: What it says.
        offsets: Of each character in the JSON text, and of the quote that ends it.
    """

    path: tuple[str | int, ...]
    value: str
    offsets: tuple[int, ...]


def json_strings(text: str) -> Iterator[JsonString]:
    """The string values of a well-formed JSON text, in order."""
    path: list[str | int] = []
    is_key = False
    for token in _TOKEN.finditer(text):
        mark = token[0][0]
        if mark in "{[":
            path.append("" if mark == "{" else 0)
            is_key = mark == "{"
        elif mark in "}]":
            path.pop()
            is_key = False
        elif mark == "," and path:
            last = path[-1]
            path[-1] = last + 1 if isinstance(last, int) else ""
            is_key = isinstance(last, str)
        elif mark == ":":
            is_key = False
        elif is_key:
            path[-1] = json.loads(token[0], strict=False)
        elif mark == '"':
            yield _string(tuple(path), token)


def _string(path: tuple[str | int, ...], token: re.Match[str]) -> JsonString:
    starts = [unit.start() for unit in _CHARACTER.finditer(token.string, token.start() + 1, token.end() - 1)]
    return JsonString(path, json.loads(token[0], strict=False), (*starts, token.end() - 1))
