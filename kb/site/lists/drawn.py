"""The page of a base, with each view under its tab, or of a canvas, as wide as the page."""

from __future__ import annotations

from html import escape

from kb.site.body.drawn import render_drawn
from kb.site.body.html import render_document
from kb.site.body.place import Place, note_of_file
from kb.site.model import TITLE_ANCHOR, Page, Site
from kb.site.titles import title_of_file


def render_drawn_page(path: str, site: Site) -> Page:
    """The page of a base or a canvas of the site."""
    title, url = title_of_file(path), site.drawn_urls[path]
    around = (("", ""),)  # the page, which nothing can embed
    body = render_drawn(path, "", Place(site, url, note_of_file(path), around), render_document)
    return Page(path, url, title, f'<h1 id="{TITLE_ANCHOR}">{escape(title)}</h1>\n{body}')
