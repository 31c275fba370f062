"""What `![[…]]` shows: a note, a section, a block, a picture, a sound, a film, a document."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from kb.model.note import Link
from kb.report.desk_note import SECTIONS
from kb.site.body.attachments import extension_of, name_of, render_player
from kb.site.body.charts import render_chart
from kb.site.body.drawn import render_drawn
from kb.site.body.pictures import PICTURES, render_picture
from kb.site.body.place import Place, render_broken
from kb.site.body.sections import part_of
from kb.site.titles import title_of
from kb.vault.index import DESK_PROPERTY
from kb.vault.links import Target
from kb.vault.markdown import Document
from kb.vault.markdown.text import shown_text

if TYPE_CHECKING:
    from markdown_it.token import Token

RenderDocument = Callable[[Document, Place], str]


def embed_link(token: Token) -> Link | None:
    """The link of an embed that shows something of the vault."""
    link: Link | None = token.meta.get("link") if token.type in {"wikiembed", "image"} else None
    return link


def is_block_embed(token: Token) -> bool:
    """Whether an embed is more than a part of a line of text."""
    link = embed_link(token)
    return bool(link) and extension_of(link.target) not in PICTURES if link else False


def render_embed(link: Link, place: Place, render: RenderDocument, title: str = "") -> str:
    """An embed in its place; one that leads nowhere is marked. The title is that of a picture."""
    found = place.resolve(link)
    if not isinstance(found, Target):
        return render_broken(shown_text(link), found, link.target)
    if found.path in place.site.index.notes:
        return _render_note(found, place, render)
    if found.path in place.site.drawn:
        return render_drawn(found.path, link.fragment, place, render)
    return _render_file(link, found, place, title)


def render_note(target: Target, place: Place, render: RenderDocument) -> str:
    """The text of a note, a section or a block at another place, or why it cannot be shown."""
    inside = place.inside(target)
    if isinstance(inside, str):
        return f'<p class="kb-broken">{escape(inside)}: {escape(target.path)}</p>\n'
    return render(part_of(inside.document(), target), inside)


def _render_note(target: Target, place: Place, render: RenderDocument) -> str:
    note = place.site.index.notes[target.path]
    if target.missing in SECTIONS and DESK_PROPERTY in note.properties:
        return ""  # it has nothing that this audience reads
    if target.missing:
        return render_broken(f"{title_of(note)} > {target.missing}", None, target.missing)
    link = f'<a class="kb-embed__title" href="{escape(place.url(target))}">{escape(title_of(note))}</a>'
    return f'<div class="kb-embed" data-search-exclude>\n{link}\n{render_note(target, place, render)}</div>\n'


def _render_file(link: Link, target: Target, place: Place, title: str) -> str:
    if extension_of(target.path) in PICTURES:
        picture = render_picture(place.url(target), link.text, target.path, title)
        chart = place.site.charts.get(target.path)
        return render_chart(chart, picture, link.text, place) if chart else picture
    as_link = f'<p class="kb-file"><a href="{escape(place.url(target))}">{escape(name_of(target.path))}</a></p>\n'
    return render_player(target, link.fragment, link.text, place) or as_link
