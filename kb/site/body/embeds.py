"""What `![[…]]` shows: a note, a section, a block, a picture, a sound, a film, a document."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from kb.model.note import Link
from kb.site.body.place import Place, render_broken
from kb.site.body.sections import part_of
from kb.site.titles import title_of
from kb.vault.links import Target
from kb.vault.markdown import Document
from kb.vault.markdown.text import COMMENT, shown_text

if TYPE_CHECKING:
    from markdown_it.token import Token

PICTURES = {"avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"}
SOUNDS = {"flac", "m4a", "mp3", "ogg", "wav", "3gp"}
PAGES = {"html", "htm"}
"""Shown, and kept from reading or changing anything of the site."""
FILMS = {"mkv", "mov", "mp4", "ogv", "webm"}
MOMENT = re.compile(r"t=[\d:.,]+")
MOST_DIGITS = 5
SIZE = re.compile(r"(?:^|(?P<alt>.*)\|)\s*(?P<width>\d{1,5})(?:x(?P<height>\d{1,5}))?\s*$", re.DOTALL)

RenderDocument = Callable[[Document, Place], str]


def embed_link(token: Token) -> Link | None:
    """The link of an embed that shows something of the vault."""
    link: Link | None = token.meta.get("link") if token.type in {"wikiembed", "image"} else None
    return link


def is_block_embed(token: Token) -> bool:
    """Whether an embed is more than a part of a line of text."""
    link = embed_link(token)
    return bool(link) and _extension(link.target) not in PICTURES if link else False


def render_embed(link: Link, place: Place, render: RenderDocument, title: str = "") -> str:
    """An embed in its place; one that leads nowhere is marked. The title is that of a picture."""
    found = place.resolve(link)
    if not isinstance(found, Target):
        return render_broken(shown_text(link), found, link.target)
    if found.path in place.site.index.notes:
        return _render_note(found, place, render)
    return _render_file(link, found, place, title)


def render_note(target: Target, place: Place, render: RenderDocument) -> str:
    """The text of a note, a section or a block at another place, or why it cannot be shown."""
    inside = place.inside(target)
    if isinstance(inside, str):
        return f'<p class="kb-broken">{escape(inside)}: {escape(target.path)}</p>\n'
    return render(part_of(inside.document(), target), inside)


def _render_note(target: Target, place: Place, render: RenderDocument) -> str:
    note = place.site.index.notes[target.path]
    if target.missing:
        return render_broken(f"{title_of(note)} > {target.missing}", None, target.missing)
    link = f'<a class="kb-embed__title" href="{escape(place.url(target))}">{escape(title_of(note))}</a>'
    return f'<div class="kb-embed" data-search-exclude>\n{link}\n{render_note(target, place, render)}</div>\n'


def _render_file(link: Link, target: Target, place: Place, title: str) -> str:
    url, extension = escape(place.url(target)), _extension(target.path)
    name = escape(target.path.rsplit("/", 1)[-1])
    if extension in PICTURES:
        return render_picture(place.url(target), link.text, target.path, title)
    moment = f"#{link.fragment}" if MOMENT.fullmatch(link.fragment) else ""
    if extension in SOUNDS:
        return f'<audio controls preload="none" src="{url}{moment}" title="{name}"></audio>'
    if extension in FILMS:
        size = _size(SIZE.match(link.text))
        return f'<video controls preload="metadata" src="{url}{moment}" title="{name}"{size}></video>'
    if extension == "pdf":
        return _render_pdf(link, url, name)
    if extension in PAGES:
        locked = 'class="kb-interactive" sandbox="allow-scripts"'
        return f'<iframe {locked} src="{url}" title="{name}" loading="lazy"></iframe>'
    return f'<p class="kb-file"><a href="{url}">{name}</a></p>\n'


def _render_pdf(link: Link, url: str, name: str) -> str:
    options = parse_qs(link.fragment)
    height = options.get("height", [""])[0][:MOST_DIGITS]
    page = options.get("page", [""])[0][:MOST_DIGITS]
    place = f"#page={int(page)}" if page.isdecimal() else ""
    tall = f' style="height: {int(height)}px"' if height.isdecimal() else ""
    return f'<iframe class="kb-pdf" src="{url}{place}" title="{name}" loading="lazy"{tall}></iframe>'


def render_picture(url: str, text: str, path: str = "", title: str = "") -> str:
    """A picture of the size that its text asks for: `640x480`, `100` or `words|100`.

    Args:
        url: Of the picture.
        text: What stands after the pipe, or between the brackets.
        path: The file, whose name stands in where there are no words.
        title: What a browser shows beside the pointer.
    """
    size = SIZE.match(COMMENT.sub("", text))
    alt = picture_words(text) or path.rsplit("/", 1)[-1].rpartition(".")[0]
    title = f' title="{escape(title)}"' if title else ""
    return f'<img src="{escape(url)}" alt="{escape(alt)}"{title}{_size(size)} loading="lazy">'


def picture_words(text: str) -> str:
    """The words that describe a picture, without its size."""
    size = SIZE.match(text := COMMENT.sub("", text))
    return ((size["alt"] or "") if size else text).strip()


def _size(size: re.Match[str] | None) -> str:
    if not size:
        return ""
    return f' width="{size["width"]}"' + (f' height="{size["height"]}"' if size["height"] else "")


def _extension(path: str) -> str:
    return path.rpartition(".")[2].lower()
