"""The page for addresses that are none: where its links and its script are, and what it suggests."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kb.config import read_settings
from kb.site.builder import build_site
from kb.site.frame.not_found import render_not_found
from tests.site.conftest import MakeSite
from tests.site.hosts import QuietHandler, served
from tests.site.workspaces import make_workspace

KNOWN = ["folder, known", "top, known", "top, unknown"]
"""Where a site is on its host, and whether its settings say so: here the page can know where all things are."""
NOTES = {
    "index.md": "",
    "strategies/SMA crossover.md": "",
    "Größe & Maß.md": "",
    "ideas/momentum.md": "---\ntitle: Time-series momentum\n---\n",
}


def test_with_an_address_of_the_site_everything_begins_there(make_site: MakeSite) -> None:
    page = render_not_found(make_site({"a.md": "#x"}), "https://example.org/my%20kb/")

    assert (page.path, page.url, page.title) == ("404.md", "404.html", "Not found")
    assert '<a href="/my%20kb/" data-kb-from-base="">Home</a> · <a href="/my%20kb/tags/"' in page.html


def test_without_one_it_is_taken_for_the_top_of_its_host(make_site: MakeSite) -> None:
    assert '<a href="/" data-kb-from-base="">Home</a></p>' in render_not_found(make_site({"a.md": ""})).html


class Host(QuietHandler):
    """A static host that shows a site's own 404.html, as most do."""

    place: str

    def send_error(self, code: int, *_: str | None) -> None:
        """Answer with that page."""
        content = (Path(self.directory) / self.place / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="module", params=[*KNOWN, "folder, unknown"])
def site(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a site in a folder of its host or at its top, whose settings may say so."""
    place, knowledge = str(request.param).split(", ")
    settings = make_workspace(tmp_path_factory.mktemp("missing") / "w", NOTES)
    folder = "kb/" if place == "folder" else ""
    if knowledge == "known":
        with (settings.root / "kb.toml").open("a", encoding="utf-8") as file:
            file.write(f'url = "https://example.org/{folder}"\n')
    build_site(read_settings(settings.root))
    host = settings.site
    if folder:
        host = settings.root / "host"
        host.mkdir()
        settings.site.rename(host / "kb")
    with served(host, type("PlacedHost", (Host,), {"place": folder})) as address:
        yield address + folder


@pytest.mark.browser
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("SMA%20Crossover", "strategies/sma-crossover/"),
        ("old/place/sma_crossover.html", "strategies/sma-crossover/"),
        ("strategies/sma-crosover/", "strategies/sma-crossover/"),
        ("Gr%C3%B6%C3%9Fe", "gr%C3%B6%C3%9Fe-ma%C3%9F/"),
        ("time-series-momentum/", "ideas/momentum/"),
        ("strategies/zzzzzzzz", "strategies/"),
    ],
)
def test_the_closest_pages_are_suggested_at_any_depth(page: Page, site: str, asked: str, found: str) -> None:
    page.goto(site + asked)
    link = page.locator("#kb-not-found li a").first
    link.wait_for()

    assert link.evaluate("link => link.href") == site + found


@pytest.mark.browser
def test_an_address_like_none_gets_no_suggestion_and_the_way_home(page: Page, site: str) -> None:
    with page.expect_response("**/nav.json"):
        page.goto(f"{site}%zz/qqqqq")
    home = page.get_by_role("main").get_by_role("link", name="Home")

    expect(home).to_have_js_property("href", site)
    assert page.locator("#kb-not-found").is_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("site", KNOWN, indirect=True)
def test_it_asks_for_nothing_that_is_not_there(page: Page, site: str) -> None:
    asked = f"{site}deep/down/nothing/"
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status != HTTPStatus.OK else None)
    page.on("console", lambda message: missing.append(message.location["url"]))
    page.goto(asked)
    page.wait_for_load_state("networkidle")

    assert set(missing) == {asked}
