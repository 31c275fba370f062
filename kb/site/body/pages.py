"""A note, or a list that kb makes itself, as a page."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from markdown_it.token import Token

from kb.model.note import Note
from kb.site.body.backlinks import render_backlinks
from kb.site.body.html import render_document
from kb.site.body.place import Place, render_tag
from kb.site.body.properties import render_properties
from kb.site.model import TITLE_ANCHOR, Page
from kb.site.titles import begins_with_title, title_of
from kb.vault.index import BATCH_PROPERTY, RUN_PROPERTY, tags_of
from kb.vault.properties import property_tags


def render_page(place: Place) -> Page:
    """The page of a note: title, tags, properties, text, backlinks."""
    note = place.note
    title = title_of(note)
    body = render_body(note, place)
    html = _title(note, title) + _tags(note, place) + render_properties(place) + body + render_backlinks(place)
    headings = note.outline.headings[1:] if begins_with_title(note) else note.outline.headings
    description = note.properties.get("description")
    return Page(
        path=note.path,
        url=place.page_url,
        title=title,
        html=html,
        headings=headings,
        description=description if isinstance(description, str) else "",
        tags=tags_of(note),
    )


def _title(note: Note, title: str) -> str:
    """The page's one title; its id keeps links to the heading that it stands for, and search takes it for a title."""
    anchor = note.outline.headings[0].anchor if begins_with_title(note) else TITLE_ANCHOR
    return f'<h1 id="{escape(anchor)}">{escape(title)}</h1>\n'


def render_body(note: Note, place: Place) -> str:
    """A note's text below its title."""
    document = place.document()
    if begins_with_title(note):
        document = replace(document, tokens=_without_title(document.tokens))
    classes = " ".join(re.findall(r"[\w-]+", " ".join(_texts(note.properties.get("cssclasses")))))
    html = render_document(document, place)
    return f'<div class="{classes}">\n{html}</div>\n' if classes else html


def _without_title(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The text below the title, which the page has already said; the title's block id names the place where it was."""
    start = next(i for i, token in enumerate(tokens) if token.type == "heading_close") + 1
    named = Token("comment", "", 0, meta=tokens[start - 3].meta)
    return (named, *tokens[start:])


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [value] if isinstance(value, str) else []


def _tags(note: Note, place: Place) -> str:
    links = " ".join(render_tag(tag, place) for tag in property_tags(note))
    return f'<nav class="kb-tags" data-search-exclude>{links}</nav>\n' if links else ""


def is_by_kb(note: Note) -> bool:
    """Whether kb wrote a note: a run, or results."""
    return bool(note.properties.keys() & {RUN_PROPERTY, BATCH_PROPERTY})
