"""The parts of a note that operators name, as lines of its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token


class Part(NamedTuple):
    """A part: its first line, the one behind its last, and of a task the mark, `x` in `- [x]`."""

    first: int
    end: int
    task: str = ""


def sections_of(headings: Sequence[int], end: int) -> list[Part]:
    """What stands between two headings, the upper one with it; `end` is the line behind the last."""
    starts = [1, *(line for line in headings if line > 1), end]
    return [Part(first, last) for first, last in pairwise(starts)]


def blocks_of(body: str, body_line: int) -> list[Part]:
    """The blocks of a note: its properties, paragraphs, items of lists, tables, code, quotes."""
    from kb.vault.markdown import parse_markdown  # noqa: PLC0415  (few queries ask for blocks)

    document = parse_markdown(body, first_line=body_line)
    flows = [document.tokens, *document.footnotes.values()]
    found = [Part(1, body_line)] if body_line > 1 else []
    return [*found, *(part for tokens in flows for part in _parts(tokens, body_line))]


def _parts(tokens: Sequence[Token], body_line: int) -> Iterator[Part]:
    items = [token for token in tokens if token.type == "list_item_open"]
    nexts = dict(zip(map(id, items), items[1:], strict=False))
    top = min((token.level for token in tokens), default=0)
    for token in tokens:
        is_whole = token.level == top and not token.type.endswith("list_open")
        if token.map and (token.type == "list_item_open" or is_whole):
            first, end = token.map
            if (following := nexts.get(id(token))) and following.map:
                end = min(end, following.map[0])  # an item ends where one below it begins
            yield Part(body_line + first, body_line + max(end, first + 1), token.meta.get("task", ""))
