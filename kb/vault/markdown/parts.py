"""Which lines of a note each of its sections and blocks takes up."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from math import inf
from typing import TYPE_CHECKING

from kb.vault.markdown.document import Document

if TYPE_CHECKING:
    from markdown_it.token import Token

Lines = tuple[float, float]
"""The first line, and the one behind the last, both of the file."""


def part_lines(document: Document) -> Mapping[str, Lines]:
    """The lines of each section, by its anchor, and of each block, by `^` and its id; of two the first counts."""
    parts: dict[str, Lines] = {}
    for token in chain(document.tokens, *document.footnotes.values()):
        for name, _ in token.meta.get("block_ids", ()):
            first, end = token.map or (0, 0)
            parts.setdefault(f"^{name}", (document.first_line + first, document.first_line + end))
    return parts | _sections(document)


def _sections(document: Document) -> dict[str, Lines]:
    """From each heading to the next of its level or higher, or to the end of the quote or item that it stands in."""
    sections: dict[str, Lines] = {}
    around: list[Token] = []
    unended: list[Token] = []

    def end(line: float) -> None:
        heading = unended.pop()
        sections[heading.meta["anchor"]] = document.first_line + (heading.map or [0])[0], document.first_line + line

    for token in document.tokens:
        if token.nesting < 0:
            container = around.pop()
            while unended and unended[-1].level > token.level:
                end(container.map[1] if container.map else inf)
        if token.type == "heading_open":
            while unended and unended[-1].level == token.level and unended[-1].tag >= token.tag:
                end((token.map or [0])[0])
            unended.append(token)
        if token.nesting > 0:
            around.append(token)
    while unended:
        end(inf)
    return sections
