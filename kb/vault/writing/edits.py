"""Small changes in a file's text: all other bytes stay, line ends and byte order mark too."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kb.vault.reading.frontmatter import BYTE_ORDER_MARK


@dataclass(frozen=True, slots=True)
class Edit:
    """One change.

    Attributes:
        start: Where the old text begins in the file's text, LF line ends, no byte order mark.
        end: Where it ends.
        new: What stands there instead.
        line: The 1-based line.
        before: The link or tag as a reader sees it.
        after: The same, changed.
    """

    start: int
    end: int
    new: str
    line: int
    before: str
    after: str


def plain_text_of(raw: str) -> str:
    """A file's text as notes hold it: LF line ends, no byte order mark."""
    return raw.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")


def edited(raw: str, edits: Sequence[Edit]) -> str:
    """A file's text with edits made, which do not overlap."""
    mark = raw.startswith(BYTE_ORDER_MARK)
    breaks = [match.start() - number - mark for number, match in enumerate(re.finditer("\r\n", raw))]
    pieces, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        start, end = (offset + mark + bisect_left(breaks, offset) for offset in (edit.start, edit.end))
        pieces += [raw[done:start], edit.new]
        done = end
    return "".join([*pieces, raw[done:]])
