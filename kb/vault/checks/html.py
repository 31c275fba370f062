"""HTML that names a file of the vault, which neither Obsidian nor the site follows there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kb.model.note import Note
from kb.model.problem import Problem
from kb.vault.checks.use import SHOWN_IN_NOTES
from kb.vault.index import Index
from kb.vault.markdown import parse_markdown
from kb.vault.reading.frontmatter import split_frontmatter

if TYPE_CHECKING:
    from markdown_it.token import Token

_NAMED = re.compile(
    r"""(?<![\w-])(?P<how>src|href|poster)\s*=\s*(?:"(?P<a>[^"\n]+)"|'(?P<b>[^'\n]+)'|(?P<c>[^\s"'<>]+))""",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def check_html(note: Note, index: Index) -> Iterator[Problem]:
    """Pictures and other files of the vault that are named by `src`, `href` or `poster`.

    Only a note that may name one is parsed again.
    """
    body = split_frontmatter(note.text).body
    if not any(_file_of(found, note, index) for found in _NAMED.finditer(body) if "<" in body):
        return
    document, lines = parse_markdown(body), body.split("\n")
    blocks = (*document.tokens, *(token for tokens in document.footnotes.values() for token in tokens))
    for first, end, html in _html(blocks):
        for found, line in _placed(html, "\n".join(lines[first:end])):
            if path := _file_of(found, note, index):
                yield _problem(note, found, path, first + line)


def _placed(html: str, text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Each name with its line in the text of its block; those after one that is written over lines have its line."""
    at = line = 0
    for found in _NAMED.finditer(html):
        place = text.find(found[0], at) if at < len(text) else -1
        line += text.count("\n", at, place) if place >= 0 else 0
        at = place + len(found[0]) if place >= 0 else len(text)
        yield found, line


def _html(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """The lines of each block with HTML, from 0, and that HTML."""
    for token in tokens:
        if token.map and token.type in {"html_block", "inline"}:
            html = token.content if token.type == "html_block" else " ".join(_inline(token.children or []))
            yield token.map[0], token.map[1], _COMMENT.sub("", html)


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "html_inline":
            yield token.content
        yield from _inline(token.children or [])


def _file_of(found: re.Match[str], note: Note, index: Index) -> str | None:
    """The file of the vault that an attribute names."""
    value = unquote(unescape(found["a"] or found["b"] or found["c"]))
    target = re.split(r"[?#]", value, maxsplit=1)[0]
    if _ELSEWHERE.match(value) or not SHOWN_IN_NOTES.fullmatch(target):
        return None
    return next(iter(index.resolver.find(target, note.path)), None)


def _problem(note: Note, found: re.Match[str], path: str, line: int) -> Problem:
    name = path.rpartition("/")[2]
    what = "This HTML names a file of the vault, which neither Obsidian nor the site follows"
    do = f"Write `[[{name}]]`." if found["how"].lower() == "href" else f"Write `![[{name}]]`, or `![[{name}|300]]`."
    return Problem("html-file", what, do, note.path, note.body_line + line, found[0])
