"""Every type of page for every reader: axe finds nothing, the keyboard reaches all, no script is waited for, paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, Route, expect

from kb.site.builder import build_site
from tests.site.accessible import FILES, PAGES
from tests.site.hosts import served
from tests.site.repositories import Repository
from tests.site.workspaces import make_workspace

pytestmark = pytest.mark.browser
PATIENT_MILLISECONDS = 20_000
Scheme = Literal["light", "dark"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW, NARROWEST = 1280, 390, 320
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (WIDE, NARROW)]
RUN = (
    "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(found => found.violations.flatMap("
    "one => one.nodes.map(node => `${one.id}: ${node.target.join(' ')}: ${node.html.slice(0, 120)}: "
    "${[...node.any, ...node.all, ...node.none].map(check => check.message).join('; ')}`)))"
)
FOCUSED = """() => {
  const one = document.activeElement;
  const told = one.matches(".md-option") ? one.nextElementSibling : one.parentElement.querySelector(".tabbed-labels");
  const shown = one.matches("input[type=radio]") ? told : one;
  const style = getComputedStyle(shown);
  const ring = one instanceof SVGElement ? getComputedStyle(one.querySelector("circle:not(.kb-near__target)")) : null;
  const { left, right, top, bottom, width, height } = shown.getBoundingClientRect();
  return {
    name: `${one.tagName} ${one.className} ${(one.textContent || one.ariaLabel || "").trim().slice(0, 40)}`,
    isBody: one === document.body,
    isMarked: one.matches("audio") // the browser marks the controls of its players
      ? true : ring ? ring.stroke !== "none" : style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
    isSeen: width > 0 && height > 0 && right > 0 && left < innerWidth && bottom > 0 && top < innerHeight
      && style.visibility === "visible",
  };
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = make_workspace(Path(tmp_path_factory.mktemp("accessible"), "w"), FILES)
    Repository(settings.vault).commit()
    build_site(settings)
    with served(settings.site) as address:
        yield address


def open_page(browser: Browser, scheme: Scheme = "light", width: int = WIDE, **more: Any) -> Page:
    """A page on which nothing moves."""
    viewport = {"width": width, "height": 900}
    context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce", **more)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENT_MILLISECONDS)
    return context.new_page()


def violations(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN, RULES)
    return found


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_axe_finds_nothing_on_any_type_of_page(browser: Browser, address: str, scheme: Scheme, width: int) -> None:
    page = open_page(browser, scheme, width)
    found: dict[str, list[str]] = {}
    for name, url in PAGES.items():
        answer = page.goto(address + url)

        assert answer is not None
        assert answer.ok, name

        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('.md-content details').forEach(one => one.open = true)")
        for chart in page.locator(".kb-chart").all():
            chart.scroll_into_view_if_needed()
            expect(chart.locator("canvas, svg").first).to_be_visible()
        found |= {name: there} if (there := violations(page)) else {}
    page.context.close()

    assert found == {}


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_axe_finds_nothing_in_the_search(browser: Browser, address: str, scheme: Scheme, width: int) -> None:
    page = open_page(browser, scheme, width)
    page.goto(f"{address}text/")
    page.get_by_role("button", name="Search").click()

    assert violations(page) == []

    page.locator(".kb-search__field").fill("words")
    expect(page.locator("[role=option]").first).to_be_visible()

    assert violations(page) == []

    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_preview(browser: Browser, address: str, scheme: Scheme) -> None:
    page = open_page(browser, scheme)
    page.goto(f"{address}text/")
    page.locator(".md-content").get_by_role("link", name="Everything").first.hover()
    expect(page.locator(".kb-preview")).to_be_visible()

    assert violations(page) == []

    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_navigation_of_a_phone(browser: Browser, address: str, scheme: Scheme) -> None:
    page = open_page(browser, scheme, NARROW)
    page.goto(f"{address}runs/cross/cross-aapl/")
    page.get_by_role("button", name="Navigation").click()
    expect(page.get_by_role("link", name="Cross results").first).to_be_in_viewport()

    assert violations(page) == []

    page.context.close()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_keyboard_reaches_only_what_is_seen_and_shows_where_it_is(
    browser: Browser, address: str, width: int
) -> None:
    page, lost = open_page(browser, "light", width), []
    for name in ("home", "a base", "a canvas", "a run", "a note with everything"):
        page.goto(address + PAGES[name])
        page.wait_for_load_state("networkidle")
        for _ in range(200):
            page.keyboard.press("Tab")
            at = page.evaluate(FOCUSED)
            if at["isBody"]:
                break
            lost += [] if at["isMarked"] and at["isSeen"] else [(name, at["name"])]
    page.context.close()

    assert lost == []


def test_the_first_stop_leads_to_the_text(browser: Browser, address: str) -> None:
    page = open_page(browser)
    page.goto(f"{address}everything/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('.md-content') !== null")

    page.context.close()


def test_keys_open_the_navigation_of_a_narrow_screen_walk_it_and_shut_it(browser: Browser, address: str) -> None:
    page = open_page(browser, "light", NARROWEST)
    page.goto(f"{address}runs/cross/cross-aapl/")
    button = page.get_by_role("button", name="Navigation")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    stops = []
    for _ in range(12):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        stops += [at["name"]] if page.evaluate("document.activeElement.closest('.md-sidebar') !== null") else []
        assert at["isSeen"] or at["isBody"], at

    assert any("Cross results" in stop for stop in stops)

    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.context.close()


def test_a_canvas_is_zoomed_by_keys(browser: Browser, address: str) -> None:
    page = open_page(browser)
    page.goto(f"{address}board-canvas/")
    view, plane = page.get_by_role("region", name="Canvas Board"), page.locator(".kb-canvas__plane")
    view.focus()
    before = plane.bounding_box()
    page.keyboard.press("+")
    after = plane.bounding_box()

    assert before
    assert after
    assert after["width"] > before["width"] * 1.1

    page.context.close()


@pytest.mark.parametrize("width", [NARROWEST, WIDE // 2])
def test_at_four_times_the_size_nothing_is_scrolled_sideways(browser: Browser, address: str, width: int) -> None:
    page, too_wide = open_page(browser, "light", width), []
    for name, url in PAGES.items():
        page.goto(address + url)
        page.wait_for_load_state("networkidle")
        excess = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        too_wide += [(name, excess)] if excess > 0 else []
    page.context.close()

    assert too_wide == []


def test_nothing_moves_for_those_who_asked_for_that(browser: Browser, address: str) -> None:
    page = open_page(browser)
    page.goto(f"{address}everything/")
    slow = page.evaluate(
        "[...document.querySelectorAll('*')].filter(one => { const style = getComputedStyle(one);"
        " return [style.transitionDuration, style.animationDuration].some(all =>"
        " all.split(',').some(one => parseFloat(one) > 0.01)) || style.scrollBehavior === 'smooth'; })"
        ".map(one => one.outerHTML.slice(0, 80))"
    )
    page.context.close()

    assert slow == []


def test_in_colours_of_the_system_tasks_are_told_apart(browser: Browser, address: str) -> None:
    page = open_page(browser, forced_colors="active")
    page.goto(f"{address}everything/")
    looks = [
        page.locator(f"li[data-task='{mark}'] > .task-list-control .task-list-indicator").first.evaluate(
            "one => { const style = getComputedStyle(one, '::before');"
            " return [style.maskImage, style.backgroundColor, style.content].join(' '); }"
        )
        for mark in (" ", "x", "/")
    ]
    page.context.close()

    assert len(set(looks)) == 3


def test_a_page_is_there_before_any_script_of_kb(browser: Browser, address: str) -> None:
    page, held = open_page(browser), list[Route]()
    page.route("**/assets/javascripts/**", lambda route: held.append(route))  # noqa: PLW0108  (no builtin may be given)
    with page.expect_request("**/assets/javascripts/**/search.js"):
        page.goto(f"{address}everything/", wait_until="commit")
    page.locator("h1", has_text="Everything in one note").wait_for(state="visible")
    painted = page.evaluate(
        "new Promise(done => new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint')"
        ".forEach(one => done(one.startTime))).observe({ type: 'paint', buffered: true }))"
    )

    assert painted > 0
    expect(page.get_by_text("Words with")).to_be_in_viewport()
    for route in held:
        route.abort()
    page.context.close()


def test_no_script_of_kb_holds_up_the_parser(browser: Browser, address: str) -> None:
    page, holding = open_page(browser), []
    for url in PAGES.values():
        page.goto(address + url)
        holding += page.evaluate(
            "[...document.head.querySelectorAll('script[src]')].filter(one => one.type !== 'module'"
            " && !one.defer && !one.async).map(one => one.src)"
        )
    page.context.close()

    assert holding == []


def test_nothing_shifts_while_a_page_is_read(browser: Browser, address: str) -> None:
    page = open_page(browser)
    shifted: dict[str, float] = {}
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver(list => { for (const one of list.getEntries())"
        " if (!one.hadRecentInput) window.shifts += one.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    for name, url in PAGES.items():
        page.goto(address + url)
        page.wait_for_load_state("networkidle")
        shift = page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(shifts), 50)))")
        shifted |= {name: shift} if shift > 0.05 else {}  # 0.1 is the most that counts as good
    page.context.close()

    assert shifted == {}


HIDDEN_ON_PAPER = [
    *(".md-header", ".md-sidebar", ".md-footer", ".md-top", ".md-skip", ".md-code__nav", ".headerlink", ".kb-owner"),
    *(".kb-canvas__tools", ".kb-search", ".kb-preview"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_stands_the_text_in_the_light_scheme_and_nothing_to_press(
    browser: Browser, address: str, scheme: Scheme
) -> None:
    page = open_page(browser, scheme, 800)
    page.goto(f"{address}everything/")
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print")
    seen = [name for name in HIDDEN_ON_PAPER if page.locator(f"{name}:visible").count()]
    colours = page.evaluate(
        "(() => { const style = getComputedStyle(document.body);"
        " return [style.getPropertyValue('--md-default-bg-color'), style.getPropertyValue('--md-typeset-color')]; })()"
    )
    outside = page.locator(".md-content a", has_text="outside").first
    address_shown = outside.evaluate("one => getComputedStyle(one, '::after').content")
    code = page.locator("pre > code", has_text="very long line").evaluate("one => one.scrollWidth - one.clientWidth")
    folded = page.get_by_text("Hidden words.").bounding_box()
    page.context.close()

    assert seen == []
    assert [json.dumps(colour) for colour in colours] == ['"#fdfdfc"', '"#1d2731"']
    assert "https://example.org/long/address" in address_shown
    assert code <= 0
    assert folded is not None
    assert folded["height"] > 10
