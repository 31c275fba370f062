"""Replacing in a note's text what is not in its code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kb.vault.markdown import parse_markdown

_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)

_NOTHING = "&#8203;"
"""A sign that takes no place on a page."""


def replaced(body: str, form: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> str:
    """A note's body in which what has a form reads otherwise, on as many lines; where it stands in code, it stays."""
    if all(new(found) == found[0] for found in form.finditer(body)):
        return body
    lines = body.split("\n")
    for start, end in _ranges(body):
        text = "\n".join(lines[start:end])
        pieces, done = [], 0
        for found in _matches(text, form):
            pieces += [text[done : found.start()], _on_lines(new(found), found[0])]
            done = found.end()
        lines[start:end] = "".join([*pieces, text[done:]]).split("\n")
    return "\n".join(lines)


def _on_lines(new: str, old: str) -> str:
    """A text on as many lines as the one that it replaces; a line without any sign would end the paragraph."""
    breaks = re.findall(r"\n[ \t>]*", old)[new.count("\n") :]
    return new + "".join(f"{one}{_NOTHING}" for one in breaks)


def without_code(body: str) -> str:
    """A note's body in which code is blanks, each character and line where it was."""
    lines, start = body.split("\n"), 0
    for first, end in [*_ranges(body), (len(lines), len(lines))]:
        lines[start:first] = [" " * len(line) for line in lines[start:first]]
        text = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), "\n".join(lines[first:end]))
        lines[first:end], start = text.split("\n") if end > first else [], end
    return "\n".join(lines)


def _matches(text: str, form: re.Pattern[str]) -> Iterator[re.Match[str]]:
    code = [span.span() for span in _CODE.finditer(text)]
    return (found for found in form.finditer(text) if not any(first <= found.start() < last for first, last in code))


def _ranges(body: str) -> Iterator[tuple[int, int]]:
    """The lines of each paragraph: between them are blank lines, fences and indented code."""
    document = parse_markdown(body)
    tokens = (*document.tokens, *(token for tokens in document.footnotes.values() for token in tokens))
    blocks = (token.map for token in tokens if token.type in {"fence", "code_block"} and token.map)
    code = {line for block in blocks for line in range(*block)}
    start = 0
    for number, line in enumerate([*body.split("\n"), ""]):
        if number in code or not line.strip():
            if start < number:
                yield start, number
            start = number + 1
