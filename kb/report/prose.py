"""The notebook's own Markdown, fitted into a note: headings below the note's, nothing left open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt

from kb.report.text import ZERO_WIDTH_SPACE, fence
from kb.vault.markdown import parse_markdown

DEEPEST = 6
END = "kb end of cell"
COMMENT_MARK = re.compile(r"%(?=%)")
LINK_MARK = re.compile(r"\[(?=\[)")


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    text: str
    first: int
    after: int


def fit_prose(sources: Sequence[str], *, level: int) -> list[str]:
    """Fit the Markdown of a notebook into a note, all pieces alike.

    The first heading of level 1 is dropped, since the note's name says it. The shallowest heading left becomes `level`,
    the others keep their distance to it.
    """
    found = [_headings(source) for source in sources]
    title = next(((index, heading) for index, each in enumerate(found) for heading in each if heading.level == 1), None)
    levels = [heading.level for index, each in enumerate(found) for heading in each if (index, heading) != title]
    shift = level - min(levels, default=level)
    fitted = []
    for index, source in enumerate(sources):
        dropped = title[1] if title and title[0] == index else None
        fitted.append(closed(without_blocks(unwrapped(_shifted(source, found[index], shift, dropped)))))
    return fitted


def without_comments(source: str) -> str:
    """The Markdown with `%%` broken invisibly: Jupyter shows it, Obsidian would hide all up to the next."""
    return _outside_fences(source, COMMENT_MARK, f"%{ZERO_WIDTH_SPACE}")


def without_links(source: str) -> str:
    """The Markdown with `[[` broken invisibly, for what a notebook computed rather than its author wrote."""
    return _outside_fences(source, LINK_MARK, f"[{ZERO_WIDTH_SPACE}")


def without_blocks(source: str) -> str:
    """The Markdown with `kb` blocks marked as YAML: a note that kb writes must not ask questions of its own."""
    lines = _lines(source)
    for token in _jupyter().parse(source):
        if token.type == "fence" and token.map and token.info.split()[:1] == ["kb"]:
            lines[token.map[0]] = lines[token.map[0]].replace("kb", "yaml", 1)
    return "\n".join(lines)


def unwrapped(source: str) -> str:
    """The Markdown with each paragraph on one line: Jupyter shows a line end as a space, Obsidian as a new line."""
    lines = _lines(source)
    for token in reversed(_jupyter().parse(source)):
        if token.type == "paragraph_open" and token.map:
            first, after = token.map
            if not any(line.lstrip().startswith(">") for line in lines[first:after]):
                lines[first:after] = _joined(lines[first:after])
    return "\n".join(lines)


def _joined(lines: list[str]) -> list[str]:
    """Lines of a paragraph as one, except after a hard line break."""
    joined = lines[:1]
    for line in lines[1:]:
        if joined[-1].endswith(("  ", "\\")):
            joined.append(line)
        else:
            joined[-1] = f"{joined[-1]} {line.lstrip()}"
    return joined


def closed(source: str) -> str:
    """The Markdown, closed where it would swallow what follows: an open fence, or HTML, which is shown as source."""
    if _is_closed(source):
        return source
    fences = [token for token in _jupyter().parse(source) if token.type == "fence"]
    fenced = f"{source}\n{fences[-1].markup}" if fences else source
    return fenced if _is_closed(fenced) else fence(source, "markdown")


def _is_closed(source: str) -> bool:
    """Whether what comes after it in the note is read as it would be alone."""
    tokens = parse_markdown(f"{source}\n\n{END}\n").tokens
    return [(token.content, token.level) for token in tokens[-2:-1]] == [(END, 1)]


def _shifted(source: str, headings: Iterable[_Heading], shift: int, dropped: _Heading | None) -> str:
    lines = _lines(source)
    for heading in reversed(list(headings)):
        marks = "#" * min(max(heading.level + shift, 1), DEEPEST)
        lines[heading.first : heading.after] = [] if heading is dropped else [f"{marks} {heading.text}".rstrip()]
    return "\n".join(lines).strip("\n")


def _headings(source: str) -> list[_Heading]:
    """The headings that stand by themselves; those in quotes and lists are left as they are."""
    lines = _lines(source)
    return [
        _Heading(int(token.tag[1]), _heading_text(lines[slice(*token.map)], token.markup), *token.map)
        for token in _jupyter().parse(source)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]


def _heading_text(lines: list[str], markup: str) -> str:
    """What a heading says, whether it is marked with `#` or underlined."""
    if markup.startswith("#"):
        return lines[0].strip().lstrip("#").strip()
    return " ".join(line.strip() for line in lines[:-1])


def _outside_fences(source: str, mark: re.Pattern[str], replacement: str) -> str:
    lines = _lines(source)
    fenced: set[int] = set()
    for token in _jupyter().parse(source):
        if token.type in {"fence", "code_block"} and token.map:
            fenced.update(range(*token.map))
    return "\n".join(line if index in fenced else mark.sub(replacement, line) for index, line in enumerate(lines))


def _lines(source: str) -> list[str]:
    """The lines as the parser counts them."""
    return source.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@cache
def _jupyter() -> MarkdownIt:
    """Reads a notebook's Markdown as Jupyter does, where `%%` hides nothing; kb's own reads what becomes of it."""
    return MarkdownIt("commonmark").enable("table")
