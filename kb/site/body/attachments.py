"""Files that are no notes: a sound and a film are played, a document is shown, and any other is a link."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import parse_qs

from kb.site.body.pictures import picture_size
from kb.site.body.place import Place
from kb.vault.links import Target

SOUNDS = {"flac", "m4a", "mp3", "ogg", "wav", "3gp"}
PAGES = {"html", "htm"}
"""Shown, and kept from reading or changing anything of the site."""
FILMS = {"mkv", "mov", "mp4", "ogv", "webm"}
MOMENT = re.compile(r"t=[\d:.,]+")
MOST_DIGITS = 5


def render_player(target: Target, fragment: str, text: str, place: Place) -> str:
    """A sound, a film or a document in its place; empty for any other file.

    Args:
        target: The file.
        fragment: From which moment or page, and of a document how high: `t=60`, `page=3&height=400`.
        text: What stands after the pipe, which may ask for a size.
        place: Where it is shown.
    """
    url, extension, name = escape(place.url(target)), extension_of(target.path), escape(name_of(target.path))
    moment = f"#{fragment}" if MOMENT.fullmatch(fragment) else ""
    if extension in SOUNDS:
        return f'<audio controls preload="none" src="{url}{moment}" title="{name}"></audio>'
    if extension in FILMS:
        size = picture_size(text)
        return f'<video controls preload="metadata" src="{url}{moment}" title="{name}"{size}></video>'
    if extension == "pdf":
        return _render_pdf(fragment, url, name)
    if extension in PAGES:
        locked = 'class="kb-interactive" sandbox="allow-scripts"'
        return f'<iframe {locked} src="{url}" title="{name}" loading="lazy"></iframe>'
    return ""


def _render_pdf(fragment: str, url: str, name: str) -> str:
    options = parse_qs(fragment)
    height = options.get("height", [""])[0][:MOST_DIGITS]
    page = options.get("page", [""])[0][:MOST_DIGITS]
    place = f"#page={int(page)}" if page.isdecimal() else ""
    tall = f' style="height: {int(height)}px"' if height.isdecimal() else ""
    return f'<iframe class="kb-pdf" src="{url}{place}" title="{name}" loading="lazy"{tall}></iframe>'


def name_of(path: str) -> str:
    """The name of a file, without its folder."""
    return path.rpartition("/")[2]


def extension_of(path: str) -> str:
    """The ending of a file, without the dot, in small letters."""
    return path.rpartition(".")[2].lower()
