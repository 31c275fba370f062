"""The page that a host shows where there is none, at whatever depth: it suggests what comes closest."""

from __future__ import annotations

from html import escape
from urllib.parse import quote, urlsplit

from kb.site.model import TITLE_ANCHOR, Page, Site

URL = "404.html"


def render_not_found(site: Site, site_url: str = "") -> Page:
    """The page 404.html; its script reads `nav.json`, a list of `[url, title]`, at the top of the site.

    Args:
        site: The site.
        site_url: Where the site is on the web; without it the page takes the top of the host for the site's, until its
            script, which the template loads, has found the site.
    """
    base = urlsplit(site_url).path or "/"
    ways = [("", "Home"), *([(site.tags_url, "Tags")] if site.tags_url else [])]
    links = " · ".join(
        f'<a href="{escape(base + quote(url))}" data-kb-from-base="{escape(quote(url))}">{words}</a>'
        for url, words in ways
    )
    html = (
        f'<h1 id="{TITLE_ANCHOR}">Not found</h1>\n<p>There is no page at this address.</p>\n'
        '<div id="kb-not-found" aria-live="polite" hidden>\n'
        "<p>These come closest:</p>\n<ul></ul>\n</div>\n"
        f"<p>{links}</p>\n"
    )
    return Page("404.md", URL, "Not found", html, is_in_nav=False)
