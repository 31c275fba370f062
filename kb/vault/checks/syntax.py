"""What a note's text begins and never ends, or writes almost as Obsidian reads it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kb.model.note import Note
from kb.model.problem import Problem
from kb.vault.markdown import parse_markdown
from kb.vault.markdown.blocks import CALLOUT, DEEPEST
from kb.vault.reading.frontmatter import split_frontmatter

if TYPE_CHECKING:
    from markdown_it.token import Token

_FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
_TITLE = re.compile(r"^([^\n[]*)(\[!\s*[^\W\d][^\n]*)$", re.MULTILINE)
_TITLE_BEGINS = re.compile(r"\[!\s*[^\W\d]")
_FILE_ADDRESS = re.compile(r"\bfile:[/\\]|\]\(<?[A-Za-z]:[/\\]", re.IGNORECASE)
_COMMENT_BEGINS = re.compile(r"(?:^|\s)%%")
_DEEP = re.compile(rf"^(?:[ >]|[-*+] |\d{{1,9}}[.)] |\[\^[^\]\n]+\]:){{{DEEPEST // 2},}}", re.MULTILINE)
"""A line that may be nested too deep: each part of what it begins with is at most two levels."""


def check_syntax(note: Note) -> Iterator[Problem]:
    """Comments and code blocks without end, lines that are almost callouts, block ids given twice, nesting too deep.

    Only a note in which something may be wrong is parsed again.
    """
    yield from _check_block_ids(note)
    body = split_frontmatter(note.text).body
    if _may_hold_more(body):
        document, lines = parse_markdown(body), body.split("\n")
        tokens = [*document.tokens, *chain.from_iterable(document.footnotes.values())]
        for rule, line, what, do in (
            *_open_comments(tokens, lines),
            *_open_fences(tokens, lines),
            *_bad_callouts(tokens),
            *_too_deep(tokens),
            *_file_addresses(tokens, lines),
        ):
            yield Problem(rule, what, do, note.path, note.body_line + line, lines[line].strip()[:120].rstrip())


def _check_block_ids(note: Note) -> Iterator[Problem]:
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for name, line in note.outline.block_ids:
        lines[name.casefold()].append(line)
    for name, (first, *others) in lines.items():
        for line in others:
            what = f"Another block of this note has this id (line {first}), and links lead to that one"
            yield Problem("repeated-block", what, "Give one of the two another id.", note.path, line, f"^{name}")


_Finding = tuple[str, int, str, str]
"""Rule, line counted from 0 at the beginning of the body, what is wrong, what to do."""


def _file_addresses(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[_Finding]:
    what = "This is the address of a file on one computer: no page shows it, and it is not published"
    for token in tokens:
        if token.type in {"inline", "html_block"} and any(map(_FILE_ADDRESS.search, _shown(token))):
            for line in range(*(token.map or (0, 0))):
                if _FILE_ADDRESS.search(lines[line]):
                    yield "file-address", line, what, "Copy the file into the vault, and link to it there."


def _shown(token: Token) -> Iterator[str]:
    """What is neither code nor a comment; addresses stand as in a link's brackets."""
    for part in token.children or (token,):
        if part.type in {"text", "html_inline", "html_block"}:
            yield part.content
        yield from (f"]({unquote(str(value))}" for name, value in part.attrs.items() if name in {"href", "src"})


def _open_comments(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[_Finding]:
    what, do = "This comment has no end", "Write `%%` where it ends, or `\\%%` for two percent signs."
    for token in tokens:
        first, end = token.map or (0, 0)
        marked = [line for line in range(first, end) if "%%" in lines[line]]
        if token.type == "comment" and "\n".join(lines[first:end]).count("%%") == 1:
            yield "open-comment", first, f"{what}, so that all below it is hidden", do
        elif token.type == "inline" and marked and any(_begins_comment(child) for child in token.children or ()):
            yield "open-comment", marked[-1], what, do


def _begins_comment(token: Token) -> bool:
    return token.type == "text" and _COMMENT_BEGINS.search(token.content) is not None


def _open_fences(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[_Finding]:
    for token in tokens:
        if token.type == "fence" and token.map and not _closes(lines, token.map, token.markup):
            what = "This code block has no end, so that all below it is code"
            yield "open-fence", token.map[0], what, "Write the same marks on a line of their own where it ends."


def _closes(lines: Sequence[str], span: Sequence[int], markup: str) -> bool:
    last = lines[span[1] - 1].strip(" \t>")
    return span[1] - 1 > span[0] and last.startswith(markup) and not last.strip(markup[0])


def _bad_callouts(tokens: Sequence[Token]) -> Iterator[_Finding]:
    for before, opening, inline in zip((None, *tokens), tokens, tokens[1:], strict=False):
        if opening.type != "paragraph_open" or not inline.map or "[!" not in inline.content:
            continue
        for number, text in enumerate(inline.content.split("\n")):
            begins_quote = number == 0 and before is not None and before.type == "blockquote_open"
            if begins_quote and _TITLE_BEGINS.match(text):
                do = "Write it like this: `> [!note] Title`, with a space behind the `]`."
                yield "bad-callout", inline.map[0] + number, "This quote looks like a callout and is none", do
            elif not begins_quote and CALLOUT.match(text) and _TITLE_BEGINS.match(text):
                do = "Begin a quote with it: `> [!note] Title`, below an empty line."
                yield "bad-callout", inline.map[0] + number, "A callout begins with the first line of a quote", do


def _too_deep(tokens: Sequence[Token]) -> Iterator[_Finding]:
    for token in tokens:
        if token.meta.get("too_deep") and token.map:
            what = f"{DEEPEST // 2} lists, or {DEEPEST} quotes, stand in each other here"
            do = "Move what is in them out, or into a note of its own; until then it is shown as it is written."
            yield "too-deep", token.map[0], what, do


def _may_hold_more(body: str) -> bool:
    """Whether the tokens have to be looked at, which most notes are spared."""
    return bool(
        body.count("%%") % 2
        or _leaves_fence_open(body)
        or _has_odd_title(body)
        or _may_be_deep(body)
        or _FILE_ADDRESS.search(body)
    )


def _leaves_fence_open(body: str) -> bool:
    """Whether a fence may have no end: quotes and lists are not looked at."""
    opened = ""
    for mark, rest in _fences(body):
        if not opened:
            opened = mark
        elif mark.startswith(opened) and not rest.strip():
            opened = ""
    return bool(opened)


def _fences(body: str) -> Iterable[tuple[str, str]]:
    if "```" not in body and "~~~" not in body:
        return ()
    return ((mark, rest) for mark, rest in _FENCE.findall(body) if mark[0] == "~" or "`" not in rest)


def _may_be_deep(body: str) -> bool:
    return _DEEP.search(body.expandtabs(4) if "\t" in body else body) is not None


def _has_odd_title(body: str) -> bool:
    """Whether a line may look like the title of a callout and be none."""
    if "[!" not in body:
        return False
    for found in _TITLE.finditer(body):
        above = body[body.rfind("\n", 0, max(found.start() - 1, 0)) + 1 : found.start()]
        if (
            not found[1].rstrip().endswith(">")
            or not CALLOUT.match(found[2])
            or above.count(">") >= found[1].count(">")
        ):
            return True
    return False
