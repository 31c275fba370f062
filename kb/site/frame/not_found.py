"""The page that a host shows where there is none, at whatever depth: it suggests what comes closest."""

from __future__ import annotations

from html import escape
from urllib.parse import quote, urlsplit

from kb.site.model import TITLE_ANCHOR, Page, Site

SCRIPT = "assets/javascripts/not_found.js"
URL = "404.html"
_TRIED = ("/", "", "../", "../../", "../../../")
"""Where the script may be, seen from a page of unknown depth; those that lead to one place load it once."""


def render_not_found(site: Site, site_url: str = "") -> Page:
    """The page 404.html; its script reads `nav.json`, a list of `[url, title]`, at the top of the site.

    Args:
        site: The site.
        site_url: Where the site is on the web; without it the page takes the top of the host for the site's, and its
            script finds the site by where it was loaded from.
    """
    base = urlsplit(site_url).path if site_url else ""
    ways = [("", "Home"), *([(site.tags_url, "Tags")] if site.tags_url else [])]
    links = " · ".join(
        f'<a href="{escape((base or "/") + quote(url))}" data-kb-from-base="{escape(quote(url))}">{words}</a>'
        for url, words in ways
    )
    scripts = "".join(
        f'<script type="module" src="{escape(place + SCRIPT)}"></script>\n' for place in ([base] if base else _TRIED)
    )
    html = (
        f'<h1 id="{TITLE_ANCHOR}">Not found</h1>\n<p>There is no page at this address.</p>\n'
        f'<div id="kb-not-found" data-base="{escape(base)}" aria-live="polite" hidden>\n'
        "<p>These come closest:</p>\n<ul></ul>\n</div>\n"
        f"<p>{links}</p>\n{scripts}"
    )
    return Page("404.md", URL, "Not found", html, is_in_nav=False)
