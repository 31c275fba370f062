"""A small site of plain pages with the search on each, served from a folder of a static host, under a strict policy."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path

from kb.site.search.findable import findable_of
from kb.site.search.record import Record
from kb.site.search.shards import render_search
from tests.site.hosts import QuietHandler

ASSETS = Path(__file__).parents[3] / "kb" / "site" / "assets"
FOLDER = "some/folder"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{up}assets/stylesheets/search.css">
<script type="module" src="{up}assets/javascripts/search.js"></script></head>
<body><header class="md-header"><nav class="md-header__inner">Site</nav></header>
<main><article><h1>{title}</h1><input id="own">{sections}</article></main></body></html>
"""
POLICY = "default-src 'self'; img-src 'self' data:; script-src 'self'; style-src 'self'"


class StrictHandler(QuietHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


def write_site(folder: Path, records: Sequence[Record]) -> None:
    """Write the pages, the search and its scripts."""
    shutil.copytree(ASSETS / "search", folder / "assets" / "javascripts" / "search")
    shutil.copy(ASSETS / "search.js", folder / "assets" / "javascripts")
    (folder / "assets" / "stylesheets").mkdir()
    shutil.copy(ASSETS / "search.css", folder / "assets" / "stylesheets")
    pages = {f"{record.url}index.html": _page(record).encode() for record in records}
    for path, data in (pages | render_search(map(findable_of, records))).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def _page(record: Record) -> str:
    sections = "".join(
        f'<h2 id="{escape(section.anchor)}">{escape(section.heading)}</h2><p>{escape(section.text)}</p>'
        for section in record.sections
    )
    return PAGE.format(title=escape(record.title), up="../" * record.url.count("/"), sections=sections)
