"""Tables in the HTML of a note in which a redacted name stands: they are left out, as charts are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.site.private.outside_code import without_code
from kb.site.private.redaction import BLANK, is_redacted, labels_in, may_name
from kb.site.private.seen import shown
from kb.site.private.tables import likely_values

_TABLE = re.compile(r"<(/?)table\b[^<>]*>", re.IGNORECASE)
_ROW = re.compile(r"<tr\b[^<>]*>", re.IGNORECASE)
_CELL = re.compile(r"<(t[hd])\b[^<>]*>", re.IGNORECASE)


def without_tables(body: str, redact: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """A note's body on as many lines without such tables, and what is redacted in them; code stays."""
    if "<t" not in body.lower() or not may_name(shown(body), redact):
        return body, ()
    values, done, pieces = list[str](), 0, list[str]()
    for start, end in _spans(without_code(body)):
        rows = list(_rows(body[start:end]))
        if any(_names(row, redact) for row in rows):
            pieces += [body[done:start], BLANK, "\n" * body.count("\n", start, end)]
            values += likely_values(([text for _, text in row] for row in rows if row), redact)
            done = end
    return "".join([*pieces, body[done:]]), tuple(values)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where tables begin and end, those in others with them; one without an end goes to that of the text."""
    deep, start = 0, 0
    for tag in _TABLE.finditer(text):
        start = start if deep else tag.start()
        deep += -1 if tag[1] and deep else not tag[1]
        if tag[1] and not deep:
            yield start, tag.end()
    if deep:
        yield start, len(text)


def _rows(table: str) -> Iterator[list[tuple[str, str]]]:
    """The cells of each row: `th` or `td`, and the text."""
    for row in _ROW.split(table):
        _, *parts = _CELL.split(row)
        kinds, texts = parts[::2], parts[1::2]
        yield [
            (kind.lower(), " ".join(shown(text).replace("\ufffc", " ").split()))
            for kind, text in zip(kinds, texts, strict=True)
        ]


def _names(row: Sequence[tuple[str, str]], redact: Sequence[str]) -> bool:
    """Whether a row has what is redacted as a heading or label."""
    return bool(labels_in([text for _, text in row], redact)) or any(
        kind == "th" and is_redacted(text, redact) for kind, text in row
    )
