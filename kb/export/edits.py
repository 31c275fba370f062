"""Changes to a text, collected by offset and applied at once: what no edit names stays byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

AROUND = " \t>"
"""What may stand before a line's own text without beginning anything: spaces and the marks of quotes."""
LIST_MARKS = re.compile(r"(?:[ \t>]*(?:[-+*]|\d{1,9}[.)]))+[ \t]*")
BLANK_LINES = re.compile(r"(?:\n[ \t>]*(?=\n|\Z))*")


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands between two offsets is replaced."""

    start: int
    end: int
    text: str


def apply_edits(text: str, start: int, end: int, edits: Iterable[Edit]) -> str:
    """The text between two offsets with its edits made; of what two share, the one that begins first disposes."""
    pieces = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if start <= edit.start <= end or start < edit.end <= end:
            pieces += [text[start : max(edit.start, start)], edit.text]
            start = min(edit.end, end)
    return "".join([*pieces, text[start:end]])


def line_start(text: str, position: int) -> int:
    """The offset at which the line of a position begins."""
    return text.rfind("\n", 0, position) + 1


def line_end(text: str, position: int) -> int:
    """The offset of the line end at or behind a position."""
    found = text.find("\n", position)
    return len(text) if found < 0 else found


def prefix_of(text: str, position: int) -> str:
    """What later lines of a list item or quote begin with: markers as spaces, the marks of quotes as they are."""
    return re.sub(r"[^>\s]", " ", text[line_start(text, position) : position])


def leading_marks(line: str) -> str:
    """The spaces and marks of quotes that a line begins with."""
    return line[: len(line) - len(line.lstrip(AROUND))]


def indented(body: str, prefix: str) -> str:
    """A text whose first line stands behind a prefix, and whose others get it."""
    first, *others = body.split("\n")
    return "\n".join([first, *((prefix + line) if line.strip() else prefix.rstrip() for line in others)])


def dedented(body: str, prefix: str) -> str:
    """A text without the prefix of its lines; its first line has none."""
    first, *others = body.split("\n")
    return "\n".join([first, *(_without(line, prefix) for line in others)])


def _without(line: str, prefix: str) -> str:
    position = 0
    for mark in prefix:
        if mark == ">":
            quote = len(line) - len(line[position:].lstrip(" \t"))
            position = quote + 1 if line[quote : quote + 1] == ">" else position
        elif line[position : position + 1] in {" ", "\t"}:
            position += 1
    return line[position:]


def removal(text: str, start: int, end: int) -> Edit:
    """Take away a stretch, and the line that it leaves blank, but never the mark of a list item.

    An item that would be only a mark and a blank line begins with what stands below, or it would end there.
    """
    begin, finish = line_start(text, start), line_end(text, end)
    before, after = text[begin:start], text[end:finish]
    if after.strip():
        kept = len(before.rstrip(" \t")) if after[0] in " \t" and before.strip(AROUND) else len(before)
        return Edit(begin + kept, end, "")
    if before.strip(AROUND):
        blank = BLANK_LINES.match(text, finish) if LIST_MARKS.fullmatch(before) else None
        return Edit(begin + len(before.rstrip(" \t")), blank.end() if blank else finish, "")
    return Edit(begin, min(finish + 1, len(text)), "")


def block_removal(text: str, start: int, end: int) -> Edit:
    """Take away a block: those around it stay apart, by one blank line where there were two."""
    edit = removal(text, start, end)
    begin, finish = line_start(text, edit.start - 1) if edit.start else 0, line_end(text, edit.end)
    above, below = text[begin : edit.start].strip(AROUND + "\n"), text[edit.end : finish].strip(AROUND)
    if above and below:
        return Edit(edit.start, edit.end, f"{prefix_of(text, start).rstrip()}\n")
    is_whole_line = edit.end == len(text) or text[edit.end - 1] == "\n"
    return Edit(edit.start, min(finish + 1, len(text)), "") if is_whole_line and not above and not below else edit
