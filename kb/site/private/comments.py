"""Notes without comments: what their authors wrote for no reader, and no page shows."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from kb.files import text_checksum
from kb.model.note import Note
from kb.site.private.outside_code import replaced
from kb.vault.markdown import parse_markdown
from kb.vault.reading.frontmatter import split_frontmatter
from kb.yaml import comment_spans

_OF_KB = re.compile(r"^%% kb:[^\n]*%%[ \t]*$", re.MULTILINE)
_IN_HTML = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_IN_TEXT = re.compile(r"%%.*?%%|<!--.*?(?:-->|\Z)", re.DOTALL)


def without_comments(note: Note) -> Note:
    """A note without its comments, of kinds `%% %%`, `<!-- -->` and `#`; all else stays on its line."""
    parts = split_frontmatter(note.text)
    spans = comment_spans(parts.yaml) if "#" in parts.yaml else []
    text = parts.opening + _blank_spans(parts.yaml, spans) + parts.closing + _body(parts.body)
    return note if text == note.text else replace(note, text=text, checksum=text_checksum(text))


@lru_cache(maxsize=1 << 15)
def _body(body: str) -> str:
    body = _OF_KB.sub(_blank, body) if "%%" in body else body
    if "%%" not in body and "<!--" not in body:
        return body
    document, lines = parse_markdown(body), body.split("\n")
    for token in (*document.tokens, *(token for tokens in document.footnotes.values() for token in tokens)):
        if token.map and token.type in {"comment", "html_block"}:
            block = "\n".join(lines[slice(*token.map)])
            shown = _line_ends(block) if token.type == "comment" else _IN_HTML.sub(_blank, block)
            lines[slice(*token.map)] = shown.split("\n")
    return replaced("\n".join(lines), _IN_TEXT, _blank)


def _blank_spans(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + _line_ends(text[start:end]) + text[end:]
    return text


def _blank(found: re.Match[str]) -> str:
    return _line_ends(found[0])


def _line_ends(text: str) -> str:
    return "\n" * text.count("\n")
