"""A note's body, parsed, with the offsets of its lines and of what stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from kb.vault.markdown.blocks import CALLOUT
from kb.vault.markdown.located import parse_located
from kb.vault.markdown.structure import TASK

if TYPE_CHECKING:
    from markdown_it.token import Token

    from kb.model.note import Note

ATX = re.compile(r"#{1,6}[ \t]*")


@dataclass(frozen=True, slots=True)
class Source:
    """A note's body.

    Attributes:
        text: As written, LF line ends.
        tokens: Of all of it, as `parse_located` gives them.
        starts: The offset of each line, and the end of the text.
    """

    text: str
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]

    def end_of(self, token: Token) -> int:
        """The offset behind a block's last line, without its line end."""
        last = min((token.map or [0, 1])[1], len(self.starts) - 1)
        return max(self.starts[last] - 1, 0)


def read_source(note: Note) -> Source:
    """Parse a note's body."""
    return _read(note.text.split("\n", note.body_line - 1)[-1])


@lru_cache(maxsize=256)
def _read(body: str) -> Source:
    text = body.replace("\r", "\n").replace("\0", "\ufffd")
    lengths = (len(line) + 1 for line in text.split("\n"))
    return Source(text, parse_located(text), tuple(accumulate(lengths, initial=0)))


def words_start(source: Source, opening: Token, inline: Token, item: Token | None) -> int:
    """The offset of a block's first word: behind the marks of a heading, a callout or a task."""
    at = int(inline.meta["at"])
    lead = CALLOUT if opening.type == "callout_title_open" else ATX if opening.markup.startswith("#") else None
    if item is not None and "task" in item.meta:
        lead = TASK
    found = lead.match(source.text, at, source.starts[(inline.map or [0])[0] + 1] - 1) if lead else None
    return found.end() if found else at


def content_positions(source: Source, inline: Token, start: int) -> list[int]:
    """The offset of each character of an inline token's content, and of its end."""
    positions: list[int] = []
    first, last = inline.map or (0, 0)
    for number, line in enumerate(inline.content.split("\n"), first):
        words = line.lstrip()
        found = source.text.index(words, max(start, source.starts[number]), source.starts[last])
        positions += [found] * (len(line) - len(words))
        start = found + len(words)
        positions += range(found, start + 1)
    return positions


def cell_positions(source: Source, inline: Token, start: int) -> list[int]:
    """The same for a cell of a table, where the parser has taken backslashes before pipes away."""
    text, end = source.text, source.starts[(inline.map or [0])[0] + 1] - 1
    position = start
    while position < end and (text[position].isspace() or text[position] == "|"):
        position += 1
    positions = []
    for character in inline.content:
        positions.append(text.index(character, position))
        position = positions[-1] + 1
    return [*positions, position]
