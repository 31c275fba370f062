"""The values of queries as HTML: texts with the Markdown in them, as Dataview shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from kb.errors import KbError
from kb.query.dataview.subjects import Entry, Page, Row
from kb.query.dataview.values import as_text
from kb.query.moments import Duration, Moment
from kb.query.values import Value
from kb.site.body.cells import render_cell, render_file, render_moment
from kb.site.body.embeds import RenderDocument
from kb.site.body.inline_fields import with_fields
from kb.site.body.pictures import PICTURES
from kb.site.body.place import Place
from kb.vault.markdown import Document, parse_markdown

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKUP = frozenset("*_`[]#=~$<>:%^\\")
"""What words with Markdown in them have at least one of."""
_PARAGRAPH = ["paragraph_open", "inline", "paragraph_close"]
_NO_BLOCK = ";"
"""Before it no line begins a block."""
NOTHING = "-"
"""What stands for no value, as Dataview's setting `renderNullAs` has it."""


def render_said(value: Value | KbError, place: Place, render: RenderDocument) -> str:
    """A value in a line; texts with the Markdown in them, as Dataview shows them."""
    match value:
        case str() | Entry():
            return render_words(str(value), place, render)
        case None | bool() | Duration():
            return escape(as_text(value))
        case tuple():
            return ", ".join(render_said(item, place, render) for item in value)
        case dict():
            return ", ".join(f"{escape(name)}: {render_said(item, place, render)}" for name, item in value.items())
        case Row(of, _):
            return render_said(of, place, render)
    return _render_whole(value, place)


def _render_whole(value: Value | KbError, place: Place) -> str:
    """A value that is neither text nor holds others."""
    match value:
        case Moment():
            return render_moment(value, as_text(value))
        case Page(file):
            return render_file(file, place)
    return render_cell(value, "", place)


def render_words(text: str, place: Place, render: RenderDocument) -> str:
    """A line of Markdown that is a value: it shows pictures, but embeds no notes and asks nothing."""
    if _MARKUP.isdisjoint(text):
        return escape(text)
    line = text.replace("\r", " ").replace("\n", " ")
    tokens = _in_line(line) or _without_first(_in_line(f"{_NO_BLOCK}{line}"))
    inner = tuple(map(_tamed, with_fields(tokens)))
    return render(Document(inner, {}, 1), replace(place, chain=(*place.chain, (place.note.path, ""))))


def _in_line(line: str) -> Sequence[Token]:
    """What stands in a line; nothing where it is more than a paragraph, or another block."""
    tokens = parse_markdown(line).tokens
    return tokens[1].children or () if [token.type for token in tokens] == _PARAGRAPH else ()


def _without_first(tokens: Sequence[Token]) -> Sequence[Token]:
    """The same without its first sign."""
    first = [token.copy(content=token.content.removeprefix(_NO_BLOCK)) for token in tokens[:1]]
    return [*first, *tokens[1:]]


def _tamed(token: Token) -> Token:
    link = token.meta.get("link")
    if token.type == "wikiembed" and link and link.target.rpartition(".")[2].lower() not in PICTURES:
        return token.copy(type="wikilink")
    if token.type == "footnote" or (token.type == "code_inline" and "=" in token.content[:3]):
        return token.copy(type="text", content=token.content)
    return token
