"""The pages of bases and canvases: each view of a base under its tabs, a canvas as wide as the page."""

from __future__ import annotations

from html import escape

from kb.site.body.drawn import render_drawn
from kb.site.body.html import render_document
from kb.site.body.place import Place, note_of_file
from kb.site.model import TITLE_ANCHOR, Page, Site
from kb.site.titles import title_of_file


def render_drawn_pages(site: Site) -> tuple[Page, ...]:
    """A page for each base and each canvas."""
    return tuple(_page(path, url, site) for path, url in site.drawn_urls.items())


def _page(path: str, url: str, site: Site) -> Page:
    title = title_of_file(path)
    around = (("", ""),)  # the page, which nothing can embed
    body = render_drawn(path, "", Place(site, url, note_of_file(path), around), render_document)
    return Page(path, url, title, f'<h1 id="{TITLE_ANCHOR}">{escape(title)}</h1>\n{body}')
