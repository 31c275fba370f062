"""The values of queries as HTML: texts with the Markdown in them, as Dataview shows them."""

from __future__ import annotations

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
from kb.site.body.pictures import PICTURES
from kb.site.body.place import Place
from kb.vault.markdown import Document, parse_markdown

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKUP = frozenset("*_`[]#=~$<>:%^\\")
"""What words with Markdown in them have at least one of."""
_PARAGRAPH = ["paragraph_open", "inline", "paragraph_close"]


def render_said(value: Value | KbError, place: Place, render: RenderDocument) -> str:
    """A value; texts with the Markdown in them, as Dataview shows them."""
    match value:
        case str():
            return render_words(value, place, render)
        case tuple() if not any(isinstance(item, tuple) for item in value):
            return ", ".join(render_said(item, place, render) for item in value)
        case Moment() | Duration():
            words = as_text(value)
            return render_moment(value, words) if isinstance(value, Moment) else escape(words)
        case Row(of, _):
            return render_said(of, place, render)
        case Entry():
            return render_words(value.item.text, place, render)
    return render_file(value.file, place) if isinstance(value, Page) else render_cell(value, "", place)


def render_words(text: str, place: Place, render: RenderDocument) -> str:
    """A line of Markdown that is a value: it shows pictures, but embeds no notes and asks nothing."""
    if _MARKUP.isdisjoint(text):
        return escape(text)
    tokens = parse_markdown(text.replace("\n", " ")).tokens
    if [token.type for token in tokens] != _PARAGRAPH:
        return escape(text)
    inner = tuple(map(_tamed, tokens[1].children or ()))
    return render(Document(inner, {}, 1), replace(place, chain=(*place.chain, (place.note.path, ""))))


def _tamed(token: Token) -> Token:
    link = token.meta.get("link")
    if token.type == "wikiembed" and link and link.target.rpartition(".")[2].lower() not in PICTURES:
        return token.copy(type="wikilink")
    if token.type == "footnote" or (token.type == "code_inline" and "=" in token.content[:3]):
        return token.copy(type="text", content=token.content)
    return token
