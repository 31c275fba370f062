"""A vault of ten thousand notes, nearly all in one folder: its pages stay small, and all of it is at hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from kb.site.builder import build_site
from tests.site.hosts import served
from tests.site.workspaces import make_workspace

pytestmark = pytest.mark.browser
COUNT = 10_000
PATIENT_MILLISECONDS = 30_000
MOST_BYTES = 60_000
ENTRIES = ".md-nav--primary a.md-nav__link"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    notes = {f"flat/Note {number:04}.md": "" for number in range(COUNT - 3)}
    deep = {"a/b/c/Deep.md": "[[Note 5000]]", "a/b/Other.md": "", "a/Top.md": ""}
    workspace = make_workspace(tmp_path_factory.mktemp("large") / "w", {**notes, **deep})
    build_site(workspace)
    return workspace.site


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    with served(root) as address:
        yield address


def test_no_page_carries_the_whole_navigation(root: Path) -> None:
    pages = [page.stat().st_size for page in (root / "flat").glob("note-*/index.html")]

    assert len(pages) == COUNT - 3
    assert max(pages) < MOST_BYTES
    assert len(json.loads((root / "nav.json").read_text("utf-8"))) > COUNT


def test_a_page_in_the_midst_shows_its_neighbours_and_is_marked(page: Page, address: str) -> None:
    page.goto(f"{address}flat/note-5000/")
    own = page.locator(f"{ENTRIES}--active")

    expect(own).to_have_text("Note 5000")
    expect(own).to_be_in_viewport()
    expect(page.locator(ENTRIES, has_text="Note 4999")).to_be_visible()
    assert page.locator(ENTRIES).count() < 50
    expect(page.get_by_role("button", name=re.compile(r"^[\d,]+ earlier$"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"^[\d,]+ more$"))).to_be_attached()


def test_on_a_phone_the_drawer_opens_at_the_page_itself(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}flat/note-5010/")
    page.locator("button.kb-drawer").first.click()

    expect(page.locator(f"{ENTRIES}--active", has_text="Note 5010")).to_be_in_viewport()

    page.locator(ENTRIES, has_text="Note 5011").click()

    expect(page.locator("h1")).to_have_text("Note 5011", timeout=PATIENT_MILLISECONDS)


def test_the_rest_is_there_when_it_is_asked_for_by_keyboard(page: Page, address: str) -> None:
    loaded: list[str] = []
    page.goto(f"{address}flat/note-5001/")
    page.on("request", lambda request: loaded.append(request.url))
    page.get_by_role("button", name=re.compile("more$")).focus()
    page.keyboard.press("Enter")
    last = page.locator(ENTRIES, has_text=f"Note {COUNT - 4}")

    expect(last).to_be_attached(timeout=PATIENT_MILLISECONDS)
    assert [url for url in loaded if url.endswith((".json", ".js"))] == [f"{address}nav.json"]
    assert re.fullmatch("Note 50[0-9]{2}", page.evaluate("document.activeElement.textContent"))

    last.focus()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text(f"Note {COUNT - 4}", timeout=PATIENT_MILLISECONDS)


def test_every_link_of_the_navigation_leads_to_a_page(page: Page, address: str, root: Path) -> None:
    page.goto(f"{address}a/b/c/deep/")
    expect(page.locator(f"{ENTRIES}--active")).to_have_text("Deep")
    hrefs = page.locator(ENTRIES).evaluate_all("links => links.map(link => link.href)")
    paths = [urljoin(address, href).removeprefix(address) for href in hrefs]

    assert len(paths) > 3
    assert [path for path in paths if not (root / path.partition("#")[0] / "index.html").is_file()] == []


def test_a_note_among_all_of_them_is_found(page: Page, address: str) -> None:
    page.goto(f"{address}a/top/")
    page.keyboard.press("/")
    page.locator(".kb-search__field").fill("note 7777")

    expect(page.locator("a.kb-search__link").first).to_contain_text("Note 7777", timeout=PATIENT_MILLISECONDS)

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Note 7777", timeout=PATIENT_MILLISECONDS)
