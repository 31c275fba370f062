"""Fields in a note's text, as the plugin Dataview reads them: `name:: value`, `[name:: value]`, `(name:: value)`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.site.private.outside_code import matches, replaced
from kb.site.private.redaction import BLANK, is_redacted, may_name

_NAME = r"[^\[\]()|:`\n]{1,80}"
_FIELD = re.compile(
    rf"(?<=[\[(])(?P<name>{_NAME})::(?P<value>(?:\[\[[^\[\]\n]*\]\]|\[[^\[\]\n]*\]|\([^()\n]*\)|[^\[\]()\n])*)(?=[\])])"
    rf"|(?P<first>{_NAME}(?:\]\])?)::(?P<rest>[^|\n]*)"
)
"""In brackets; or to the end of its line or cell."""
_TAG = re.compile(r"<[^<>]*>")
_MARKS = " \t*_~=`"
"""What makes a value bold, or code, and is no part of it."""


def without_fields(body: str, redact: Sequence[str]) -> str:
    """A note's body in which no field of a redacted name has its value; code and lines stay."""

    def shown(found: re.Match[str]) -> str:
        name, value = _parts(found)
        return f"{name}:: {BLANK}" if value.strip() and is_redacted(name, redact) else found[0]

    return replaced(body, _FIELD, shown) if "::" in body and may_name(body, redact) else body


def field_values(body: str, redact: Sequence[str]) -> Iterator[str]:
    """The values of such fields."""
    if "::" in body and may_name(body, redact):
        for name, value in map(_parts, matches(body, _FIELD)):
            if value.strip() and is_redacted(name, redact):
                yield _TAG.sub("", value).strip(_MARKS)


def field_names(body: str) -> Iterator[str]:
    """The names of all fields."""
    if "::" in body:
        yield from (_parts(found)[0].strip(_MARKS) for found in matches(body, _FIELD))


def _parts(found: re.Match[str]) -> tuple[str, str]:
    return (found["name"], found["value"]) if found["name"] else (found["first"], found["rest"])
