"""No output beside the notes' own pages tells of a private note: each says CANARY wherever a note can say something."""

from __future__ import annotations

from kb.site.frame.not_found import render_not_found
from kb.site.frame.owner import render_owner_links
from kb.site.history import parse_history
from kb.site.lists.feeds import feeds_of, render_feeds
from kb.site.lists.redirects import published_old_paths, render_redirects
from kb.site.lists.sitemap import render_robots, render_sitemap
from kb.site.published import render_generated
from tests.site.conftest import MakeSite

ADDRESS = "https://example.org/"
PRIVATE = """---
publish: false
title: CANARY title
aliases: [CANARY alias]
tags: [CANARY/tag]
description: CANARY description
updated: 2024-05-09
---
# CANARY

#CANARY-inline ![[CANARY.png]] [[public]]
"""
FILES = {
    "public.md": "---\ntags: [open]\naliases: [Other]\n---\n[[moved]]\n",
    "posts/moved.md": "Text",
    "CANARY.md": PRIVATE,
    "posts/CANARY.md": PRIVATE,
    "CANARY folder/CANARY.md": PRIVATE,
    "CANARY.png": "x",
}
LOG = (
    "\x01c2 2024-05-02T12:00:00+02:00\0\nR100\0CANARY folder/was here.md\0posts/moved.md\0M\0CANARY.md\0"
    "R100\0CANARY old.md\0CANARY folder/CANARY.md\0"
    "\x01c1 2024-05-01T12:00:00+02:00\0\nA\0public.md\0A\0CANARY folder/was here.md\0A\0CANARY.md\0A\0posts/CANARY.md\0"
)


def test_nothing_private_is_in_lists_feeds_redirects_and_sitemap(make_site: MakeSite) -> None:
    site, history = make_site(FILES), parse_history(LOG)
    pages = render_generated(site, history)
    urls = [page.url for page in pages]
    redirects, told = render_redirects(site, published_old_paths(site, history, FILES), urls, ADDRESS)
    feeds, faults = render_feeds(site, history, [".", "posts"], ADDRESS, FILES)
    outputs = {
        **{page.path: repr(page).encode() for page in (*pages, render_not_found(site, ADDRESS))},
        **redirects,
        **feeds,
        **render_sitemap(site, history, urls, ADDRESS),
        **render_robots(ADDRESS, is_open=True),
    }
    said = [str(feeds_of(site, history, ["posts"], ADDRESS)), str(told), str(faults)]
    said += [render_owner_links(note, site, "vault") for note in site.index.notes.values()]

    assert {"recent.md", "tags/open.md", "other/index.html", "posts/feed.xml", "sitemap.xml"} <= set(outputs)
    assert [path for path, data in outputs.items() if "canary" in path.casefold() or b"canary" in data.lower()] == []
    assert not any("canary" in text.casefold() for text in said)
