"""Fields in a note's text, as the plugin Dataview reads them: `name:: value`, `[name:: value]`, `(name:: value)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.site.private.outside_code import without_code
from kb.site.private.redaction import BLANK, is_redacted, may_name

_HEAD = re.compile(r"(?P<name>[^\[\]()|:`\n]{1,80}(?:\]\])?)::")
_IN_BRACKETS = re.compile(r"(?:\[\[[^\[\]\n]*\]\]|\[[^\[\]\n]*\]|\([^()\n]*\)|[^\[\]()\n])*(?=[\])])")
_END = re.compile(r"[|\n]|\Z")
"""Of a line or cell."""
_COMMENT_MARK = re.compile(r"(?P<before>\s?)(?P<mark>%%|<!--|-->)")
_COMMENT = re.compile(r"%%.*?(?:%%|$)|<!--.*?(?:-->|$)|-->.*")
_TAG = re.compile(r"<[^<>]*>")
_MARKS = " \t*_~=`"
"""What makes a value bold, or code, and is no part of it."""


def without_fields(body: str, redact: Sequence[str]) -> str:
    """A note's body in which no field of a redacted name has its value; code, lines and comments stay."""
    pieces, done = list[str](), 0
    for start, end, marks in _values(body, redact):
        pieces += [body[done:start], f" {BLANK}{marks}"]
        done = end
    return "".join([*pieces, body[done:]])


def field_values(body: str, redact: Sequence[str]) -> Iterator[str]:
    """The values of such fields, without what is a comment in them."""
    for start, end, _ in _values(body, redact):
        yield _TAG.sub("", _COMMENT.sub("", body[start:end])).strip(_MARKS)


def field_names(body: str) -> Iterator[str]:
    """The names of all fields."""
    if "::" in body:
        yield from (head["name"].strip(_MARKS) for head in _HEAD.finditer(without_code(body)))


def _values(body: str, redact: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where the value of each field of a redacted name begins and ends, and the marks of comments in it.

    A comment goes on behind a value in which it begins, and ends at one in which it ends.
    """
    if "::" not in body or not may_name(body, redact):
        return
    text, done = without_code(body), 0
    for head in _HEAD.finditer(text):
        if head.start() < done or not is_redacted(head["name"], redact):
            continue
        end = _end(text, head)
        if body[head.end() : end].strip():
            yield head.end(), end, "".join(map(_mark, _COMMENT_MARK.finditer(text, head.end(), end)))
            done = end


def _end(text: str, head: re.Match[str]) -> int:
    """Where the value behind a name ends: with its brackets, or with its line or cell."""
    is_in_brackets = text[head.start() - 1 : head.start()] in {"[", "("} and not head["name"].endswith("]]")
    inside = _IN_BRACKETS.match(text, head.end()) if is_in_brackets else None
    return inside.end() if inside else next(_END.finditer(text, head.end())).start()


def _mark(found: re.Match[str]) -> str:
    return f"{' ' if found['before'] else ''}{found['mark']}"
