"""What a link leads to, shown beside it: the page, the section or block that it names, by pointer and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.site.builder import build_site
from tests.site.hosts import served
from tests.site.workspaces import make_workspace

pytestmark = pytest.mark.browser
PATIENT_MILLISECONDS = 20_000
FILES = {
    "Start.md": "[[Deep/Other]] [[Deep/Other#Part|part]] [[Deep/Other#^one|block]] [[#Below]] [[pic.png]]"
    " [out](https://example.org/) [[Gone]] note[^1].\n\n## Below\n\nWords below.\n\n[^1]: The footnote.\n",
    "Deep/Other.md": "---\ntags: [x]\n---\nFirst words. ![[pic.png]] [[Start]]\n\n## Part\n\nIn the part.\n\n"
    "### Smaller\n\nStill in it.\n\n## Behind\n\nNot in it.\n\n- an item ^one\n- another\n",
    "pic.png": "",
}
BOX = ".kb-preview"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = make_workspace(Path(tmp_path_factory.mktemp("preview"), "w"), FILES)
    build_site(settings)
    with served(settings.site) as address:
        yield address


@pytest.fixture
def start(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENT_MILLISECONDS)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}start/")
    yield page
    context.close()

    assert complaints == []


@pytest.mark.parametrize(
    ("link", "shown", "left_out"),
    [
        ("Deep/Other", ["Other", "First words.", "In the part."], ["Open in Obsidian", "Private"]),
        ("part", ["Part", "In the part.", "Still in it."], ["First words.", "Not in it.", "¶"]),
        ("block", ["an item"], ["another", "Not in it."]),
        ("Below", ["Below", "Words below."], ["footnote"]),
        ("1", ["The footnote."], ["Words below."]),
    ],
)
def test_a_pointer_on_a_link_shows_what_it_names(start: Page, link: str, shown: list[str], left_out: list[str]) -> None:
    start.locator(".md-content").get_by_role("link", name=link, exact=True).first.hover()
    expect(start.locator(BOX)).to_be_visible(timeout=PATIENT_MILLISECONDS)
    text = start.locator(BOX).inner_text()

    assert [words for words in shown if words not in text] == []
    assert [words for words in left_out if words in text] == []


def test_its_own_links_and_pictures_hold_on_this_page_and_no_id_is_there_twice(start: Page, address: str) -> None:
    start.get_by_role("link", name="Deep/Other", exact=True).hover()
    box = start.locator(BOX)

    expect(box.get_by_role("link", name="Start", include_hidden=True)).to_have_attribute("href", f"{address}start/")
    expect(box.locator("img")).to_have_attribute("src", f"{address}pic.png")
    assert box.locator("[id]").count() == 0


def test_nothing_moves_and_it_goes_when_the_pointer_does(start: Page) -> None:
    height = "document.documentElement.scrollHeight"
    before = start.evaluate(height)
    start.get_by_role("link", name="part").hover()
    expect(start.locator(BOX)).to_be_visible()

    assert start.evaluate(height) == before

    start.locator("h1").hover()

    expect(start.locator(BOX)).not_to_be_visible()


def test_the_keyboard_shows_it_and_escape_puts_it_away(start: Page) -> None:
    start.get_by_role("link", name="Deep/Other", exact=True).focus()
    start.keyboard.press("Tab")
    expect(start.locator(BOX)).to_contain_text("In the part.")
    start.keyboard.press("Escape")

    expect(start.locator(BOX)).not_to_be_visible()
    expect(start.get_by_role("link", name="part")).to_be_focused()


@pytest.mark.parametrize("link", ["out", "pic.png"])
def test_what_leads_elsewhere_or_to_a_file_has_none(start: Page, link: str) -> None:
    start.get_by_role("link", name="part").hover()
    expect(start.locator(BOX)).to_be_visible()
    start.get_by_role("link", name=link, exact=True).hover()

    expect(start.locator(BOX)).not_to_be_visible()


def test_a_page_that_cannot_be_fetched_shows_nothing(start: Page) -> None:
    start.route("**/deep/other/", lambda route: route.fulfill(status=200, body="no page"))
    start.get_by_role("link", name="Deep/Other", exact=True).hover()
    start.get_by_role("article").get_by_role("link", name="Below").hover()

    expect(start.locator(BOX)).to_contain_text("Words below.")
