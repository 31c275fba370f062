"""What the index needs to know of a note, in one pass over its tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from kb.model.note import FencedBlock, Heading, Link, Outline
from kb.vault.markdown.document import Document, parse_markdown

if TYPE_CHECKING:
    from markdown_it.token import Token


def read_outline(text: str, *, path: str, first_line: int) -> Outline:
    """Headings, links, tags, block ids and fenced blocks of a note's body. Never raises.

    Args:
        text: The body, LF line ends.
        path: The note, relative to the vault.
        first_line: The 1-based line of the file on which the body begins.
    """
    return outline_of(parse_markdown(text, first_line=first_line), path=path, lines=text.split("\n"))


def outline_of(document: Document, *, path: str, lines: list[str]) -> Outline:
    """The outline of a parsed note; `lines` are those of the text that was parsed."""
    tokens = [*document.tokens, *(token for definition in document.footnotes.values() for token in definition)]
    spans = list(_spans(tokens))
    links = (_as_written(token.meta["link"], lines, document.first_line) for token in spans if "link" in token.meta)
    return Outline(
        headings=tuple(_headings(document)),
        links=tuple(sorted(links, key=attrgetter("line"))),
        tags=tuple((name, line) for name, line, _ in _tags(spans)),
        block_ids=tuple(sorted(_block_ids(tokens, document.first_line), key=itemgetter(1))),
        blocks=tuple(_blocks(tokens, path, document.first_line)),
    )


def _headings(document: Document) -> Iterator[Heading]:
    for token in document.tokens:
        if token.type == "heading_open":
            line = document.first_line + (token.map or [0])[0]
            yield Heading(int(token.tag[1]), token.meta["text"], line, token.meta["anchor"])


def tag_places(document: Document) -> list[tuple[str, int, int]]:
    """The inline tags of a parsed note without `#`, with the 1-based line and 0-based column of the `#`; in order."""
    definitions = (token for definition in document.footnotes.values() for token in definition)
    return _tags(_spans([*document.tokens, *definitions]))


def _tags(spans: Iterable[Token]) -> list[tuple[str, int, int]]:
    found = [(token.content, *token.meta["place"]) for token in spans if token.type == "tag"]
    return sorted(found, key=itemgetter(1))


def _block_ids(tokens: Iterable[Token], first_line: int) -> Iterator[tuple[str, int]]:
    for token in tokens:
        for name, line in token.meta.get("block_ids", ()):
            yield name, first_line + line


def _spans(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        if token.children:
            yield from _spans(token.children)


def _as_written(link: Link, lines: list[str], first_line: int) -> Link:
    """Inside a table the parser has taken the backslash before the pipe away."""
    escaped = link.raw.replace("|", "\\|")
    line = lines[link.line - first_line] if link.line - first_line < len(lines) else ""
    column = max(link.column, 0)
    return replace(link, raw=escaped) if not line.startswith(link.raw, column) and escaped in line else link


def _blocks(tokens: Iterable[Token], path: str, first_line: int) -> Iterator[FencedBlock]:
    for token in tokens:
        if token.type == "fence":
            language = (token.info.split() or [""])[0]
            yield FencedBlock(language, token.content, path, first_line + (token.map or [0])[0])
