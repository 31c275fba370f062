"""Where in the file an inline rule stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

UNKNOWN = -1
"""A column that is not known."""


@dataclass(slots=True)
class Content:
    """What an inline token holds, and where the nested text that is being parsed begins in it.

    Attributes:
        text: Lines of the file without what stands before them: quote marks, bullets, indents.
        lines: The same lines as they stand in the file.
        line: The 1-based line of the first.
        column: Where a table's cell, from which the backslash before each pipe was taken, begins; None for other text.
        offset: Where in the text the nested text begins, as that of a footnote in place.
        places: Offsets in the text, from each of which on the columns run, with their lines and columns.
    """

    text: str
    lines: Sequence[str]
    line: int
    column: int | None = None
    offset: int = 0
    places: tuple[tuple[int, int, int], ...] = ()


def place_of(state: StateInline) -> tuple[int, int]:
    """The 1-based line of the file and the 0-based column of the state's position, or `UNKNOWN`."""
    content: Content = state.env["content"]
    content.places = content.places or tuple(_places(content))
    position = content.offset + state.pos
    start, line, column = content.places[bisect_right(content.places, (position, 1 << 62)) - 1]
    return line, UNKNOWN if column == UNKNOWN else column + position - start


def _places(content: Content) -> Iterator[tuple[int, int, int]]:
    if content.column is None:
        yield from _places_of_lines(content)
        return
    yield 0, content.line, content.column
    for number, pipe in enumerate(re.finditer(r"\|", content.text), start=1):
        yield (
            pipe.start(),
            content.line,
            UNKNOWN if content.column == UNKNOWN else content.column + pipe.start() + number,
        )


def _places_of_lines(content: Content) -> Iterator[tuple[int, int, int]]:
    """A line of text is the end of the file's line; in a heading the marks that close it may stand behind."""
    start = 0
    for number, text in enumerate(content.text.split("\n")):
        words = text.lstrip()
        found = content.lines[number].rfind(words) if number < len(content.lines) else UNKNOWN
        yield start + len(text) - len(words), content.line + number, found
        start += len(text) + 1


def inline_with_lines(state: StateCore) -> None:
    """Parse the inline tokens, telling the rules where in the file each stands."""
    lines = state.src.split("\n")
    for token, column in _with_columns(state.tokens, lines):
        first, end = token.map or [0, 1]
        state.env["content"] = Content(token.content, lines[first:end], state.env["first_line"] + first, column)
        token.children = []
        state.md.inline.parse(token.content, state.md, state.env, token.children)


def _with_columns(tokens: Iterable[Token], lines: Sequence[str]) -> Iterator[tuple[Token, int | None]]:
    """The inline tokens; the cells of a table with the columns on which they begin."""
    cursor, is_cell = 0, False
    for token in tokens:
        if token.type == "inline" and not is_cell:
            yield token, None
        elif token.type == "inline":
            text = token.content.replace("|", "\\|")
            found = lines[(token.map or [0])[0]].find(text, cursor)
            cursor = cursor if found == UNKNOWN else found + len(text)
            yield token, found
        cursor = 0 if token.type == "tr_open" else cursor
        is_cell = token.type in {"th_open", "td_open"}
