"""The part of a note's text that an embed shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from kb.export.edits import dedented, line_start, prefix_of

if TYPE_CHECKING:
    from markdown_it.token import Token

    from kb.export.source import Source
    from kb.vault.links import Target


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a body: its tokens, and where it begins and ends."""

    tokens: Sequence[Token]
    start: int
    end: int


def whole(source: Source) -> Part:
    """All of a body."""
    return Part(source.tokens, 0, len(source.text))


def part_of(source: Source, target: Target) -> Part:
    """What a link's target names: a section, a block, or else the whole note."""
    if target.heading:
        return _from(source, _section(source.tokens, target.heading.anchor))
    if target.block_id:
        return _from(source, _block(source.tokens, target.block_id))
    return whole(source)


def _section(tokens: Sequence[Token], anchor: str) -> Sequence[Token]:
    start = next(i for i, token in enumerate(tokens) if token.meta.get("anchor") == anchor)
    for end in range(start + 1, len(tokens)):
        token, opening = tokens[end], tokens[start]
        if token.level < opening.level and token.nesting < 0:
            return tokens[start:end]
        if token.type == "heading_open" and token.level == opening.level and token.tag <= opening.tag:
            return tokens[start:end]
    return tokens[start:]


def _block(tokens: Sequence[Token], block_id: str) -> Sequence[Token]:
    named = (i for i, token in enumerate(tokens) if any(id_ == block_id for id_, _ in token.meta.get("block_ids", ())))
    start = next(named)
    return tokens[start : closing(tokens, start) + 1]


def closing(tokens: Sequence[Token], start: int) -> int:
    """Which token ends the block that one begins."""
    depths = enumerate(accumulate(token.nesting for token in islice(tokens, start, None)), start)
    return next(index for index, depth in depths if depth == 0)


def _from(source: Source, tokens: Sequence[Token]) -> Part:
    last = max((token for token in tokens if token.map), key=lambda token: (token.map or [0, 0])[1])
    return Part(tokens, _start(source, tokens[0]), source.end_of(last))


def _start(source: Source, opening: Token) -> int:
    """Where a block begins; the items of a list are each on a line of their own."""
    at, begin = int(opening.meta["at"]), source.starts[(opening.map or [0])[0]]
    if begin <= at:
        return at
    line = source.text[begin : source.starts[(opening.map or [0])[0] + 1] - 1]
    plain = dedented(f"\n{line}", prefix_of(source.text, at))[1:].lstrip()
    return begin + len(line) - len(plain)


def without_prefix(source: Source, part: Part, text: str) -> str:
    """A part's text without what its lines begin with only because of the list or quote around it."""
    return dedented(text, source.text[line_start(source.text, part.start) : part.start])
