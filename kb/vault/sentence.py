"""The sentence around a link, or the list item or table cell: cut out of the text, without parsing it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kb.model.note import Link, Note
from kb.vault.markdown import parse_markdown
from kb.vault.markdown.text import plain_text, shown_text

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_CHARACTERS = 400
"""To either side of the link."""
_MOST_LINES = 12
_OWN_COMMENT = re.compile(r"^%%[^%\n]*%%[ \t]*$", re.MULTILINE)
_MARKER = re.compile(r"[-*+][ \t]+|\d{1,9}[.)][ \t]+|#{1,6}[ \t]+|\[\^[^\]\s]+\]:[ \t]*")
_QUOTED = re.compile(r"(?:[ \t]*>)+[ \t]?")
_AT_START = re.compile(r"(?:\[.\][ \t]+)|\[![^\]]+\][+-]?[ \t]*")
_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_BLOCK_ID = re.compile(r"[ \t]\^[A-Za-z0-9-]+$")
_WHOLE = re.compile(r"\[\[[^\]\n]*\]\]|`[^`\n]*`|\]\([^)\n]*\)|\\.")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”\u2019)\]*_]*\s+(?=[^\sa-z])|[。\uff01\uff1f]+")
_NO_END = re.compile(r"(?:\b(?:[A-Z]|e\.g|i\.e|etc|cf|vs|Dr|Mrs?|Ms|Prof|St|No|Fig|al|pp))\.\s+$")


def sentence_around(note: Note, link: Link) -> str:
    """What a reader sees around a link, as Markdown; of a link in a property, its line.

    Where comments stand in the text, the parser tells what is seen: nothing of a comment is ever shown.
    """
    text = _without_own_comments(note.text)
    if "%%" in text and link.line >= note.body_line:
        words = _seen(note.text, note.body_line).get((link.line, link.raw), shown_text(link))
        return _cut(words, words.find(shown_text(link)), len(shown_text(link)))
    lines, at = _near(_lines(text), link, note.body_line)
    if link.line < note.body_line:
        return lines[at].strip()
    if _is_row(lines, at):
        return next((cell for cell in _cells(lines[at]) if link.raw in cell), lines[at].strip())
    block = _block(lines, at)
    return _cut(block, block.find(link.raw), len(link.raw))


def _near(lines: Sequence[str], link: Link, body_line: int) -> tuple[list[str], int]:
    """The lines around a link, in the body or above it, none of them endless; and which of them is its own."""
    at = min(link.line, len(lines)) - 1
    first = max(at - _MOST_LINES, body_line - 1 if link.line >= body_line else 0, 0)
    near = [line[:MOST_CHARACTERS] for line in lines[first : at + _MOST_LINES]]
    place = max(0, lines[at].find(link.raw))
    near[at - first] = lines[at][max(0, place - MOST_CHARACTERS) : place + len(link.raw) + MOST_CHARACTERS]
    return near, at - first


@lru_cache(maxsize=64)
def _without_own_comments(text: str) -> str:
    """The text without comments that have a line to themselves, like kb's markers; the lines stay."""
    return _OWN_COMMENT.sub("", text) if "%%" in text else text


@lru_cache(maxsize=64)
def _lines(text: str) -> Sequence[str]:
    return text.split("\n")


@lru_cache(maxsize=64)
def _seen(text: str, body_line: int) -> Mapping[tuple[int, str], str]:
    """For each link in a text with comments, by line and form, the words of the paragraph, item or cell around it."""
    document = parse_markdown(text.split("\n", body_line - 1)[-1], first_line=body_line)
    blocks = (*document.tokens, *(token for tokens in document.footnotes.values() for token in tokens))
    found: dict[tuple[int, str], str] = {}
    for block in blocks:
        for link in _links_in(block.children or []):
            found.setdefault((link.line, link.raw), " ".join(plain_text(block.children or []).split()))
    return found


def _links_in(tokens: Sequence[Token]) -> Iterator[Link]:
    for token in tokens:
        if "link" in token.meta:
            yield token.meta["link"]
        yield from _links_in(token.children or [])


def _is_row(lines: Sequence[str], at: int) -> bool:
    """Whether a line is a row of a table: it begins with a pipe, or stands below the line of dashes."""
    if "|" not in lines[at]:
        return False
    masked = _masked(lines[at]).strip()
    is_below = "|" in masked and any("|" in line and _DELIMITERS.fullmatch(line.strip()) for line in lines[: at + 2])
    return masked.startswith("|") or is_below


def _cells(line: str) -> list[str]:
    masked = _masked(line)
    ends = [-1, *(place for place, char in enumerate(masked) if char == "|"), len(line)]
    return [line[start + 1 : end].strip() for start, end in pairwise(ends)]


def _block(lines: Sequence[str], at: int) -> str:
    """The lines of the paragraph or list item around one, without what marks it as such."""
    first = last = at
    while first and not _begins(lines[first]) and _goes_on(lines[first - 1]):
        first -= 1
    is_heading = _unquoted(lines[at]).startswith("#")
    while not is_heading and last + 1 < len(lines) and _goes_on(lines[last + 1]) and not _begins(lines[last + 1]):
        last += 1
    words = " ".join(_unquoted(line).rstrip() for line in lines[first : last + 1])
    return _BLOCK_ID.sub("", _without(_AT_START, _without(_MARKER, words)))


def _begins(line: str) -> bool:
    return _MARKER.match(_unquoted(line)) is not None


def _goes_on(line: str) -> bool:
    words = _unquoted(line)
    return bool(words) and not words.startswith(("```", "~~~", "#", "$$", "[!"))


def _unquoted(line: str) -> str:
    return _without(_QUOTED, line).lstrip()


def _without(start: re.Pattern[str], text: str) -> str:
    match = start.match(text)
    return text[match.end() :] if match else text


def _cut(text: str, at: int, length: int) -> str:
    """The sentence around a part of a text."""
    first, end = max(0, at - MOST_CHARACTERS), max(0, at) + length
    masked = _masked(text[first : end + MOST_CHARACTERS])
    start, stop = 0, len(masked)
    for mark in _SENTENCE_END.finditer(masked):
        if _NO_END.search(masked, max(0, mark.start() - 8), mark.end()):
            continue
        if mark.end() <= at - first:
            start = mark.end()
        elif mark.start() >= end - first:
            stop = mark.end()
            break
    return text[first + start : first + stop].strip()


def _masked(text: str) -> str:
    """The text with links, code and escapes blotted out: their dots and pipes do not count."""
    return _WHOLE.sub(lambda match: "X" * len(match[0]), text)
