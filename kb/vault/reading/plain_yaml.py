"""The few lines of YAML that nearly every note has, read without the strict reader, a hundred times as fast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

_MOST_CHARACTERS = 10_000
_UNUSUAL = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ENTRY = re.compile(r"([^\W\d](?:[\w -]{0,98}[\w-])?):(?: +(.*)|)")
_ITEM = re.compile(r"( *)-(?: +(.*)|)")
_PLAIN = re.compile(r"[^\W\d_](?:[^:#]|:(?=[^ ])|(?<! )#)*", re.DOTALL)
_PLAIN_IN_BRACKETS = re.compile(r"[^\W\d_][\w ./-]*")
_QUOTED = re.compile(r"\"([^\"\\]*)\"|'([^']*)'")
_WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", "")),
}
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")


class _OtherError(Exception):
    """What the strict reader must read."""


def read_plain(text: str) -> dict[str, Any] | None:
    """What `kb.yaml.read_values` gives for `name: value` lines and lists of plain values; None for all else."""
    if len(text) > _MOST_CHARACTERS or _UNUSUAL.search(text):
        return None
    try:
        return _entries(text)
    except (_OtherError, ValueError):  # a date that is none: the strict reader says so
        return None


def _entries(text: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    lines = _Lines(text)
    for line in lines:
        entry = _ENTRY.fullmatch(line)
        if not entry or entry[1] in _WORDS or entry[1] in values:
            raise _OtherError
        written = (entry[2] or "").strip(" ")
        values[entry[1]] = _value(written) if written else _items(lines)
    return values


class _Lines(Iterator[str]):
    """The lines with something in them; one that was taken too early can be put back."""

    def __init__(self, text: str) -> None:
        self._lines = [line for line in reversed(text.split("\n")) if line.strip(" ") and not line.startswith("#")]

    def __next__(self) -> str:
        if not self._lines:
            raise StopIteration
        return self._lines.pop()

    def put_back(self, line: str) -> None:
        self._lines.append(line)


def _items(lines: _Lines) -> list[Any] | None:
    """The list below a name, or None where another name follows."""
    items: list[Any] = []
    indent = None
    for line in lines:
        item = _ITEM.fullmatch(line)
        if not item:
            lines.put_back(line)
            break
        if indent not in {None, item[1]}:
            raise _OtherError
        indent = item[1]
        items.append(_scalar((item[2] or "").strip(" ")))
    return items or None


def _value(written: str) -> Any:
    if not written.startswith("["):
        return _scalar(written)
    if not written.endswith("]"):
        raise _OtherError
    inner = written[1:-1].strip(" ")
    return [_in_brackets(item.strip(" ")) for item in inner.split(",")] if inner else []


def _in_brackets(written: str) -> Any:
    if not written or (written[0].isalpha() and not _PLAIN_IN_BRACKETS.fullmatch(written)):
        raise _OtherError
    return _scalar(written)


def _scalar(written: str) -> Any:
    if written in _WORDS:
        return _WORDS[written]
    if _PLAIN.fullmatch(written):
        return written
    if quoted := _QUOTED.fullmatch(written):
        return quoted[quoted.lastindex or 1]
    for form, kind in _OTHERS:
        if form.fullmatch(written):
            return kind(written)
    raise _OtherError


_OTHERS = (
    (_INTEGER, int),
    (_DECIMAL, float),
    (_DATE, date.fromisoformat),
    (_TIME, datetime.fromisoformat),
)
