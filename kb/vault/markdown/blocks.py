"""Obsidian's block rules: comments and mathematics over lines, callout titles, paragraphs with an open comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

DEEPEST = 60
"""Lists and quotes inside each other; each costs a few of Python's calls within calls."""
CALLOUT = re.compile(r"\[!([^\]\n|]+)(?:\|([^\]\n]*))?\]([+-]?)(?:[ \t]+|$)")
MARKS = re.compile(r"\\.|`+|%%", re.DOTALL)


def _line_text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _inside(state: StateBlock, line: int) -> bool:
    """Whether a line still belongs to the list item or quote that is being parsed."""
    return state.isEmpty(line) or state.sCount[line] >= state.blkIndent


def _closing_line(state: StateBlock, first: int, end: int, mark: str) -> int | None:
    for line in range(first, end):
        if not _inside(state, line):
            return None
        if mark in _line_text(state, line):
            return line
    return None


def too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """What is nested deeper than `DEEPEST` is a paragraph as written: nothing in it is lost."""
    if silent or state.level < DEEPEST:
        return False
    state.line = _container_end(state, start, end)
    _push_paragraph(state, start, state.line).meta["too_deep"] = True
    return True


def comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that begins with `%%`, to the line that the next `%%` ends; without one, to the end of its container."""
    text = _line_text(state, start)
    if state.is_code_block(start) or not text.startswith("%%"):
        return False
    last = start if "%%" in text[2:] else _closing_line(state, start + 1, end, "%%")
    if last is not None:
        tail = text[2:] if last == start else _line_text(state, last)
        if tail.partition("%%")[2].strip():
            return False
    if not silent:
        token = state.push("comment", "", 0)
        token.hidden, state.line = True, (_container_end(state, start, end) if last is None else last + 1)
        token.map = [start, state.line]
    return True


def _container_end(state: StateBlock, start: int, end: int) -> int:
    return next((line for line in range(start + 1, end) if not _inside(state, line)), end)


def math_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Lines from one that begins with `$$` to one that ends with it."""
    text = _line_text(state, start)
    if state.is_code_block(start) or not text.startswith("$$"):
        return False
    last = start if "$$" in text[2:] else _closing_line(state, start + 1, end, "$$")
    if last is None:
        return False
    tail = text[2:] if last == start else _line_text(state, last)
    if tail.partition("$$")[2].strip():
        return False
    if not silent:
        token = state.push("math_block", "", 0)
        token.content = state.getLines(start, last + 1, state.blkIndent, False).strip()[2:-2].strip()
        token.map, state.line = [start, last + 1], last + 1
    return True


def callout_title(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The first line of a quote, `[!type] Title`, which makes the quote a callout."""
    if silent or not state.tokens or state.tokens[-1].type != "blockquote_open":
        return False
    text = _line_text(state, start)
    match = CALLOUT.match(text)
    if not match:
        return False
    quote = state.tokens[-1]
    quote.type = "callout_open"
    quote.meta = {"kind": match[1].strip().lower(), "metadata": match[2] or "", "fold": match[3]}
    state.push("callout_title_open", "p", 1).map = [start, start + 1]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = text[match.end() :].strip(), [start, start + 1], []
    state.push("callout_title_close", "p", -1)
    state.line = start + 1
    if state.line < end and state.sCount[state.line] < 0:
        state.sCount[state.line] = 0  # a lazy line after the title alone begins the body
    return True


def paragraph(state: StateBlock, start: int, _end: int, _silent: bool) -> bool:
    """CommonMark's paragraph; one that leaves a comment open goes on to where the comment ends."""
    old, state.parentType = state.parentType, "paragraph"
    first, last = start, _paragraph_end(state, start)
    while _leaves_comment_open(state.getLines(first, last, state.blkIndent, False), first == start):
        closing = _closing_line(state, last, state.lineMax, "%%")
        if closing is None:
            break
        first, last = closing, _paragraph_end(state, closing)
    _push_paragraph(state, start, last)
    state.line, state.parentType = last, old
    return True


def _push_paragraph(state: StateBlock, start: int, end: int) -> Token:
    opening = state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, end, state.blkIndent, False).strip()
    opening.map, inline.map, inline.children = [start, end], [start, end], []
    state.push("paragraph_close", "p", -1)
    return opening


def _paragraph_end(state: StateBlock, start: int) -> int:
    rules = state.md.block.ruler.getRules("paragraph")
    for line in range(start + 1, state.lineMax):
        if state.isEmpty(line):
            return line
        deep_or_lazy = state.sCount[line] - state.blkIndent > 3 or state.sCount[line] < 0  # noqa: PLR2004  (CommonMark's 4)
        if not deep_or_lazy and any(rule(state, line, state.lineMax, True) for rule in rules):
            return line
    return state.lineMax


def _leaves_comment_open(text: str, outside: bool) -> bool:
    """Whether the text ends inside a comment that began after a space; `50%%` begins none, nor does one in code.

    Args:
        text: Lines of a paragraph.
        outside: Whether the text begins outside of a comment.
    """
    if "%%" not in text:
        return False
    marks = list(MARKS.finditer(text))
    resume = 0 if outside else text.index("%%") + 2
    for mark, code_end in zip(marks, _code_ends(marks), strict=True):
        if mark.start() < resume:
            continue
        if mark[0] == "%%":
            resume = text.find("%%", mark.end()) + 2
            if resume < mark.end():
                return mark.start() == 0 or text[mark.start() - 1].isspace()
        else:
            resume = code_end
    return False


def _code_ends(marks: list[re.Match[str]]) -> list[int]:
    """For each run of backticks where the code that it begins ends; for all else, and a run without a match, 0."""
    later: dict[int, int] = {}
    ends = []
    for mark in reversed(marks):
        ticks = len(mark[0]) if mark[0][0] == "`" else 0
        ends.append(later.get(ticks, 0))
        if ticks:
            later[ticks] = mark.end()
    return ends[::-1]
