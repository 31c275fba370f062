"""The pages of bases: each view of a base, under its tabs."""

from __future__ import annotations

from html import escape

from kb.model.note import Note, Outline
from kb.site.body.bases import render_base_file
from kb.site.body.place import Place
from kb.site.model import TITLE_ANCHOR, Page, Site


def render_base_pages(site: Site) -> tuple[Page, ...]:
    """A page for each base."""
    return tuple(_page(path, url, site) for path, url in site.base_urls.items())


def _page(path: str, url: str, site: Site) -> Page:
    title = path.rpartition("/")[2].rpartition(".")[0]
    note = Note(path, {}, Outline(), "", 1, "")
    body = render_base_file(path, "", Place(site, url, note, ((path, ""),)))
    return Page(path, url, title, f'<h1 id="{TITLE_ANCHOR}">{escape(title)}</h1>\n{body}')
