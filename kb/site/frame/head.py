"""What kb adds to the head of a page: style, scripts, feeds, and that a site is its owner's alone."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from urllib.parse import quote

from kb.model.audience import Audience
from kb.site.frame.mark import render_noindex
from kb.site.frame.owner import SCRIPT as OWNER
from kb.site.lists.feeds import Feed

STYLE = "assets/stylesheets/search.css"
PRINT = "assets/stylesheets/print.css"
SEARCH = "assets/javascripts/search.js"
SEARCH_PARTS = ("assets/javascripts/search/parts.js", "assets/javascripts/search/element.js")
"""What it needs to hear the first key, which may come before the page is there in whole."""
NAVIGATION = "assets/javascripts/nav.js"
REACH = "assets/javascripts/reach.js"
PREVIEW = "assets/javascripts/preview.js"
FEED = "alternate feed"
"""Material takes a link that is only `alternate` for the site in another language, and asks for its sitemap."""


def render_head(audience: Audience, feeds: Iterable[Feed], base: str) -> str:
    """HTML for the end of a page's head.

    Args:
        audience: Whose site.
        feeds: Its feeds.
        base: The way from the page to the site's root.
    """
    links = (
        f'<link rel="{FEED}" type="application/atom+xml" title="{escape(feed.title)}"'
        f' href="{base}/{escape(quote(feed.url))}">\n'
        for feed in feeds
    )
    scripts = [NAVIGATION, REACH, PREVIEW, *([OWNER] if audience.is_owner else [])]
    modules = (f'<script type="module" src="{base}/{script}"></script>\n' for script in scripts)
    early = "".join(f'<link rel="modulepreload" href="{base}/{script}">\n' for script in SEARCH_PARTS)
    early += f'<script type="module" async src="{base}/{SEARCH}"></script>\n'
    style = f'<link rel="stylesheet" href="{base}/{STYLE}">\n'
    style += f'<link rel="stylesheet" href="{base}/{PRINT}" media="print">\n'
    return "".join([render_noindex(audience), early, style, *links, *modules])
