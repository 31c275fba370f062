"""Code with colours, in Material's own markup so that its copy button, titles and line numbers work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from itertools import chain, islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from markdown_it.common.utils import unescapeAll
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import find_lexer_class_by_name
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

if TYPE_CHECKING:
    from pygments.lexer import Lexer

LANGUAGES = {"kb": "yaml", "base": "yaml", "dataview": "sql", "dataviewjs": "javascript"}
OPTION = re.compile(r"(\w+)=(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
MOST_COLOURED = 200_000
"""Longer code stays plain: it is data, and some languages take more than linear time."""
MOST_LINES = 100_000
LONGEST_RANGE = len("100000-100000")


@dataclass(frozen=True, slots=True)
class Info:
    """What stands after a fence.

    Attributes:
        language: The first word; empty for none.
        options: `title`, `linenums` and `hl_lines` as in Material, and what else is written so.
    """

    language: str = ""
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def parse_info(info: str) -> Info:
    """Read what stands after a fence: `python title="x.py" linenums="1"`, or the same in braces as `{.python …}`."""
    first, _, rest = unescapeAll(info).strip().strip("{}").strip().partition(" ")
    if "=" in first:
        first, rest = "", f"{first} {rest}"
    options = {match[1]: match[2] or match[3] or match[4] or "" for match in OPTION.finditer(rest)}
    return Info(first.removeprefix("."), MappingProxyType(options))


def render_code(text: str, language: str, options: Mapping[str, str] = MappingProxyType({})) -> str:
    """A block of code; a language that Pygments does not know stays plain.

    Args:
        text: The code.
        language: As written after the fence.
        options: `title`; `linenums`, the number of the first line; `hl_lines`, lines and ranges that stand out.
    """
    marked = _lines(options.get("hl_lines", ""))
    lexer = _lexer(LANGUAGES.get(language, language)) if len(text) <= MOST_COLOURED else TextLexer
    code = highlight(text, lexer(stripnl=False), _formatter(marked))
    block = f"<pre><span></span><code>{code}</code></pre>"
    title = f'<span class="filename">{escape(options["title"])}</span>' if options.get("title") else ""
    if options.get("linenums", "").isdecimal():
        block, title = _numbered(text, block, title, int(options["linenums"][:9])), ""
    return f'<div class="language-{escape(language or "text")} highlight">{title}{block}</div>\n'


def _numbered(text: str, block: str, title: str, first: int) -> str:
    count = text.count("\n") + (not text.endswith("\n"))
    last = first + count - 1
    width = len(str(last))
    numbers = "\n".join(f'<span class="normal">{number:{width}}</span>' for number in range(first, last + 1))
    head = f'<tr><th colspan="2" class="filename">{title}</th></tr>' if title else ""
    gutter = f'<td class="linenos"><div class="linenodiv"><pre><span></span>{numbers}</pre></div></td>'
    return f'<table class="highlighttable">{head}<tr>{gutter}<td class="code"><div>{block}</div></td></tr></table>'


def _lines(text: str) -> tuple[int, ...]:
    """`2 4-6` as lines, at most so many as code has."""
    return tuple(islice(chain.from_iterable(map(_range, text.replace(",", " ").split())), MOST_LINES))


def _range(part: str) -> Iterator[int]:
    first, _, last = part.partition("-")
    if first.isdecimal() and (last or first).isdecimal() and len(part) <= LONGEST_RANGE:
        yield from range(int(first), int(last or first) + 1)


@lru_cache(maxsize=256)
def _lexer(language: str) -> type[Lexer]:
    try:
        return find_lexer_class_by_name(language)
    except ClassNotFound:
        return TextLexer


@lru_cache(maxsize=256)
def _formatter(marked: tuple[int, ...]) -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True, hl_lines=marked)
