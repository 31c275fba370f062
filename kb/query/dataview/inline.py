"""Where queries stand in notes: blocks of two languages, and code in the text that begins with `=` or `$=`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model.note import Note
from kb.query.dataview.metadata import text_lines

QUERY, SCRIPT = "dataview", "dataviewjs"
"""The languages of blocks."""
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_QUERY = re.compile(r"\s*=(?![=>~<])\s*(?=\S)")
_SCRIPT = re.compile(r"\s*\$=\s*(?=\S)")
_SIGN = re.compile(r"`\s*\$?=")


def inline_query(code: str) -> str:
    """The expression of an inline query; empty for other code."""
    found = _QUERY.match(code)
    return code[found.end() :].strip() if found else ""


def is_inline_script(code: str) -> bool:
    """Whether a piece of code is JavaScript that Dataview would run."""
    return _SCRIPT.match(code) is not None


def inline_codes(note: Note) -> Iterator[tuple[int, str]]:
    """The pieces of code in the text of a note that are queries or scripts, with their lines."""
    if not _SIGN.search(note.text):
        return
    for line, text in text_lines(note.text, note.body_line):
        for found in _CODE.finditer(text):
            if inline_query(found[2]) or is_inline_script(found[2]):
                yield line, found[2]
