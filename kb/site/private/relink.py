"""Links of a text written anew, in place: all else, and every line, stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate

from kb.model.note import Link
from kb.vault.markdown import read_outline

NewLink = Callable[[Link], str | None]
"""A link -> what stands in its place; None where it stays."""
_MOST_PASSES = 8
"""A link that is taken out may leave another behind: `[see [[A]]](B.md)`."""
_BEGINNING = r"^[-+]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|://"
_SPECIAL = re.compile(rf"[\\`*_\[\]{{}}<>#$=%~^|&!]|{_BEGINNING}")
_IN_LABEL = re.compile(rf"[\\`\[\]{{}}<>#$%^|&!]|{_BEGINNING}")


def plain(words: str, link: Link) -> str:
    """Words instead of a link, as Markdown that shows just them; between brackets they could be bold or struck."""
    special = _SPECIAL if link.is_wiki else _IN_LABEL
    return special.sub(lambda mark: f"\\{mark[0]}", words)


def relinked(text: str, new: NewLink) -> tuple[str, tuple[Link, ...]]:
    """The text with its links written anew, and those that could not be: their lines are those of the text."""
    lost: tuple[Link, ...] = ()
    for _ in range(_MOST_PASSES):
        outline = read_outline(text, path="", first_line=1)
        wanted = [(link, words) for link in outline.links if (words := new(link)) is not None]
        if not wanted:
            return text, ()
        before, lost = text, tuple(link for link, _ in wanted)
        text = _pass(text, wanted)
        if text == before:
            break
    return text, lost


def _pass(text: str, wanted: list[tuple[Link, str]]) -> str:
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    spans: dict[tuple[int, int], str] = {}
    for link, words in wanted:
        if (found := _place(text, link, starts, spans)) is not None:
            spans[found] = words
    pieces, done = [], 0
    for (start, end), words in sorted(spans.items(), key=lambda span: (span[0][0], -span[0][1])):
        if start >= done:  # what stands inside another link goes with it, or in the next pass
            breaks = "".join(re.findall(r"\n[ \t>]*", text[start:end]))
            pieces += [text[done:start], words, breaks]
            done = end
    return "".join([*pieces, text[done:]])


def _place(text: str, link: Link, starts: list[int], taken: dict[tuple[int, int], str]) -> tuple[int, int] | None:
    """Where a link stands: where the parser says, or the first of its form from its line on."""
    first, *rest = link.raw.split("\n")
    form = re.compile("".join([re.escape(first), *(rf"\n[ \t>]*{re.escape(line.lstrip())}" for line in rest)]))
    start = starts[min(link.line, len(starts)) - 1]
    if link.column >= 0 and (found := form.match(text, start + link.column)) and found.span() not in taken:
        return found.span()
    return next((found.span() for found in form.finditer(text, start) if found.span() not in taken), None)
