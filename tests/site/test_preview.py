"""What a link leads to, shown beside it: the page, the section or block that it names, by pointer and by keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

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
TABS = "```base\nviews: [{type: table, name: One}, {type: list, name: Two}]\n```\n\n"


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


SHOWN = {
    "Start.md": "[[Table.base|a base]] [[Drawn|a diagram]] [[Board.canvas|a canvas]]"
    f" <svg><a href='#'><text y='9'>in it</text></a></svg>\n\n{TABS}"
    + "\n\n".join(f"Line {number}" for number in range(80))
    + "\n\n[[Drawn|below]]\n",
    "Table.base": "views: [{type: table, name: All}, {type: list, name: Some}]",
    "Drawn.md": "Words.\n\n```mermaid\ngraph TD; A-->B\n```\n",
    "Board.canvas": json.dumps({"nodes": [{"type": "text", "text": "far", "x": x, "y": x} for x in (0, 1500)]}),
}


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page that shows tabs and links to what is drawn."""
    settings = make_workspace(tmp_path / "w", SHOWN)
    build_site(settings)
    page, complaints = browser.new_page(viewport={"width": 1280, "height": 800}), list[str]()
    page.set_default_timeout(PATIENT_MILLISECONDS)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with served(settings.site) as address:
        page.goto(f"{address}start/")
        yield page
    page.close()

    assert complaints == []


def test_tabs_in_it_leave_those_of_the_page_as_they_are(shown: Page) -> None:
    tabs = shown.locator("article input[type=radio]")
    shown.locator("article label", has_text="Two").click()
    expect(tabs.nth(1)).to_be_checked()
    shown.get_by_role("link", name="a base", exact=True).hover()
    expect(shown.locator(BOX).get_by_text("Some")).to_be_visible(timeout=PATIENT_MILLISECONDS)

    assert tabs.nth(1).is_checked()

    shown.locator(BOX).get_by_text("Some").click()

    assert tabs.nth(1).is_checked()


def test_a_diagram_in_it_keeps_its_looks_and_a_canvas_is_seen_in_whole(shown: Page) -> None:
    shown.get_by_role("link", name="a diagram", exact=True).hover()
    picture = shown.locator(f"{BOX} .kb-diagram--light img")
    expect(picture).to_be_visible(timeout=PATIENT_MILLISECONDS)

    assert "<style" in unquote(picture.get_attribute("src") or "")
    shown.wait_for_function("picture => picture.complete && picture.naturalWidth > 50", arg=picture.element_handle())

    shown.get_by_role("link", name="a canvas", exact=True).hover()
    card = shown.locator(f"{BOX} .kb-canvas__card").nth(1)
    expect(card).to_be_visible(timeout=PATIENT_MILLISECONDS)
    box, inside = shown.locator(BOX).bounding_box(), card.bounding_box()

    assert box
    assert inside
    assert inside["y"] + inside["height"] < box["y"] + box["height"]


def test_by_keys_it_comes_for_a_link_to_which_the_page_scrolls(shown: Page) -> None:
    shown.locator("article label", has_text="Two").click()
    shown.mouse.move(5, 5)  # what scrolls under it would have its preview, too
    link = shown.get_by_role("link", name="below", exact=True)
    shown.keyboard.press("Tab")
    while not link.evaluate("link => link === document.activeElement"):
        shown.keyboard.press("Tab")

    expect(shown.locator(BOX)).to_contain_text("Words.", timeout=PATIENT_MILLISECONDS)
    expect(shown.locator(BOX)).to_be_visible()
    assert shown.evaluate("window.scrollY") > 500


def test_a_link_in_a_drawing_is_no_error(shown: Page) -> None:
    shown.locator("article svg a").first.hover(force=True)
    shown.get_by_role("link", name="a diagram", exact=True).hover()

    expect(shown.locator(BOX)).to_be_visible(timeout=PATIENT_MILLISECONDS)


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
