"""What search engines are told: the addresses of the site, and whether they may look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape

from kb.site.history import History, updated_at
from kb.site.model import Site
from kb.site.urls import absolute_url

MOST_ADDRESSES = 50_000
"""In one sitemap, by the protocol; more are in several, which an index names."""
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def render_sitemap(site: Site, history: History, pages: Iterable[str], site_url: str) -> dict[str, bytes]:
    """The sitemap: every page, and of notes when they last changed; nothing where the site's address is not known.

    Args:
        site: The site.
        history: When notes changed.
        pages: The URLs of kb's own pages.
        site_url: Where the site is on the web, with a slash at its end; empty where that is not known.
    """
    if not site_url:
        return {}
    moments = {url: updated_at(site.index.notes[path], history) for path, url in site.urls.items()}
    changed: Mapping[str, datetime | None] = {**dict.fromkeys(pages), **moments}
    lines = [_address(absolute_url(site_url, url), changed[url]) for url in sorted(changed)]
    parts = [lines[start : start + MOST_ADDRESSES] for start in range(0, len(lines), MOST_ADDRESSES)]
    if len(parts) < 2:  # noqa: PLR2004  (one needs no index)
        return {"sitemap.xml": _document("urlset", lines)}
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    index = [f"<sitemap><loc>{escape(site_url + name)}</loc></sitemap>" for name in names]
    files = {name: _document("urlset", part) for name, part in zip(names, parts, strict=True)}
    return {"sitemap.xml": _document("sitemapindex", index), **files}


def _address(url: str, changed: datetime | None) -> str:
    moment = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<url><loc>{escape(url)}</loc>{moment}</url>"


def _document(kind: str, lines: Sequence[str]) -> bytes:
    body = "\n".join(lines)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{_SPACE}">\n{body}\n</{kind}>\n'.encode()


def render_robots(site_url: str, *, is_open: bool) -> dict[str, bytes]:
    """What robots may read: everything, or nothing of a site that is its owner's alone."""
    if not is_open:
        return {"robots.txt": b"User-agent: *\nDisallow: /\n"}
    where = f"\nSitemap: {site_url}sitemap.xml\n" if site_url else ""
    return {"robots.txt": f"User-agent: *\nDisallow:\n{where}".encode()}
