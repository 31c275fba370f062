"""The sitemap, and what robots may read."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from kb.site.history import History, parse_history
from kb.site.lists import sitemap
from kb.site.lists.sitemap import render_robots, render_sitemap
from tests.site.conftest import MakeSite

if TYPE_CHECKING:
    import pytest

ADDRESS = "https://example.org/kb/"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_sitemap_has_every_page_and_when_notes_changed(make_site: MakeSite) -> None:
    site = make_site({"Größe & x.md": "", "b.md": "", "no.md": "---\npublish: false\n---\n"})
    log = "\x01c 2024-05-01T12:00:00+02:00\0\nA\0Größe & x.md\0A\0no.md\0"
    files = render_sitemap(site, parse_history(log), ["", "tags/"], ADDRESS)

    assert files["sitemap.xml"].decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://example.org/kb/</loc></url>\n"
        "<url><loc>https://example.org/kb/b/</loc></url>\n"
        "<url><loc>https://example.org/kb/gr%C3%B6%C3%9Fe-x/</loc><lastmod>2024-05-01T12:00:00+02:00</lastmod></url>\n"
        "<url><loc>https://example.org/kb/tags/</loc></url>\n"
        "</urlset>\n"
    )


def test_without_an_address_there_is_no_sitemap(make_site: MakeSite) -> None:
    assert render_sitemap(make_site({"a.md": ""}), History(), [], "") == {}


def test_very_many_addresses_are_in_several_sitemaps(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", 2)
    files = render_sitemap(make_site({f"{n}.md": "" for n in range(5)}), History(), [], ADDRESS)
    places = {loc.text for loc in ET.fromstring(files["sitemap.xml"]).iter(f"{SPACE}loc")}  # noqa: S314

    assert places == {f"{ADDRESS}sitemap-{n}.xml" for n in (1, 2, 3)}
    assert sum(content.count(b"<url>") for content in files.values()) == 5


def test_robots_may_read_what_is_open_and_nothing_of_an_owners_site() -> None:
    assert render_robots(ADDRESS, is_open=True)["robots.txt"].decode().endswith(f"Sitemap: {ADDRESS}sitemap.xml\n")
    assert render_robots("", is_open=True) == {"robots.txt": b"User-agent: *\nDisallow:\n"}
    assert render_robots(ADDRESS, is_open=False) == {"robots.txt": b"User-agent: *\nDisallow: /\n"}
