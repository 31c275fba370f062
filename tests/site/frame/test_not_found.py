"""The page for addresses that are none: where its links and its script are, and what it suggests."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.site.frame import not_found
from kb.site.frame.not_found import SCRIPT, render_not_found
from tests.site.conftest import MakeSite
from tests.site.hosts import QuietHandler, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = [
    ["", "Home"],
    ["strategies/", "Strategies"],
    ["strategies/sma-crossover/", "SMA crossover"],
    ["größe-maß/", "Größe & <Maß>"],
    ["ideas/momentum/", "Time-series momentum"],
]
FRAME = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title></head><body>{}</body></html>'


def test_with_an_address_of_the_site_everything_begins_there(make_site: MakeSite) -> None:
    page = render_not_found(make_site({"a.md": "#x"}), "https://example.org/my%20kb/")

    assert (page.path, page.url, page.title) == ("404.md", "404.html", "Not found")
    assert '<a href="/my%20kb/" data-kb-from-base="">Home</a> · <a href="/my%20kb/tags/"' in page.html
    assert page.html.count("<script") == 1
    assert f'<script type="module" src="/my%20kb/{SCRIPT}"></script>' in page.html


def test_without_one_the_script_is_looked_for(make_site: MakeSite) -> None:
    html = render_not_found(make_site({"a.md": ""})).html

    assert '<a href="/" data-kb-from-base="">Home</a></p>' in html
    assert [f'src="{place}{SCRIPT}"' in html for place in ("/", "", "../", "../../../")] == [True] * 4


class Host(QuietHandler):
    """A static host that shows the site's own 404.html, as most do; the site is in the folder `kb/`."""

    files: Mapping[str, bytes]

    def do_GET(self) -> None:  # noqa: N802  (http.server names it)
        content = self.files.get(self.path)
        self.send_response(404 if content is None else 200)
        kind = {"js": "text/javascript", "on": "application/json"}.get(self.path[-2:], "text/html")
        self.send_header("Content-Type", kind if content is not None else "text/html")
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.end_headers()
        self.wfile.write(self.files["/kb/404.html"] if content is None else content)


@pytest.fixture(params=["https://example.org/kb/", ""], ids=["address known", "address unknown"])
def page(browser: Browser, make_site: MakeSite, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    html = FRAME.format(render_not_found(make_site({"a.md": ""}), request.param).html)
    script = Path(not_found.__file__).parents[1] / "assets" / "not_found.js"
    files = {
        "/kb/404.html": html.encode(),
        "/kb/nav.json": json.dumps(PAGES).encode(),
        f"/kb/{SCRIPT}": script.read_bytes(),
    }
    with served(tmp_path, type("KbHost", (Host,), {"files": files})) as address:
        page = browser.new_page(base_url=address)
        yield page
        page.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/kb/SMA%20Crossover", "strategies/sma-crossover/"),
        ("/kb/old/place/sma_crossover.html", "strategies/sma-crossover/"),
        ("/kb/strategies/sma-crosover/", "strategies/sma-crossover/"),
        ("/kb/Gr%C3%B6%C3%9Fe", "gr%C3%B6%C3%9Fe-ma%C3%9F/"),
        ("/kb/time-series-momentum/", "ideas/momentum/"),
        ("/kb/strategies/zzzzzzzz", "strategies/"),
    ],
)
def test_the_closest_pages_are_suggested_at_any_depth(page: Page, asked: str, found: str) -> None:
    page.goto(asked)
    link = page.locator("#kb-not-found li a").first
    link.wait_for()

    assert str(link.evaluate("link => link.href")).endswith(f"/kb/{found}")


@pytest.mark.browser
def test_an_address_like_none_gets_no_suggestion_and_the_way_home(page: Page) -> None:
    with page.expect_response("**/nav.json"):
        page.goto("/kb/%zz/qqqqq")
    page.wait_for_function("document.querySelector('[data-done]')")

    assert page.locator("#kb-not-found").is_hidden()
    assert str(page.get_by_text("Home").evaluate("link => link.href")).endswith("/kb/")
