"""A canvas in a real browser: it fits, is zoomed by keys and the wheel, moves by arrows and the mouse, and leads on."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.site.builder import build_site
from tests.site.hosts import served
from tests.site.workspaces import make_workspace

pytestmark = pytest.mark.browser
VIEW, PLANE = ".kb-canvas__view", ".kb-canvas__plane"
NODES = [
    {"id": "1", "type": "text", "text": "[[Note]]", "x": 0, "y": 0, "width": 300, "height": 200},
    {"id": "b", "type": "file", "file": "Asked.base", "x": 0, "y": 300, "width": 600, "height": 400},
    {"id": "c", "type": "file", "file": "Small.canvas", "x": 700, "y": 300, "width": 300, "height": 200},
    {"id": "2", "type": "file", "file": "Note.md", "x": 1700, "y": 900, "width": 300, "height": 200, "color": "3"},
]
BOARD = json.dumps({"nodes": NODES, "edges": [{"fromNode": "1", "toNode": "2"}]})


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    long = "\n\n".join(f"Line {number}" for number in range(40))
    files = {
        "Note.md": f"# A note\n\n{long}",
        "index.md": "![[Board.canvas]]",
        "Board.canvas": BOARD,
        "Small.canvas": json.dumps({"nodes": NODES[:1]}),
        "Asked.base": "views:\n  - {type: table, name: First}\n  - {type: list, name: Second}\n",
    }
    workspace = make_workspace(tmp_path_factory.mktemp("canvas") / "w", files)
    build_site(workspace)
    with served(workspace.site) as address:
        yield address


def scale(page: Page) -> float:
    return float(page.locator(PLANE).evaluate("plane => new DOMMatrix(getComputedStyle(plane).transform).a"))


def scrolled(page: Page) -> tuple[float, float]:
    left, top = page.locator(VIEW).evaluate("view => [view.scrollLeft, view.scrollTop]")
    return float(left), float(top)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["", "board-canvas/"])
def test_it_fits_the_page(browser: Browser, address: str, name: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700})
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address + name)
    expect(page.get_by_role("button", name="Fit")).to_be_visible()
    sizes = "[view.scrollWidth - view.clientWidth, view.scrollHeight - view.clientHeight]"
    overflow = page.locator(VIEW).evaluate(f"view => {sizes}")
    excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    context.close()

    assert max(overflow) <= 1
    assert excess <= 0
    assert complaints == []


def test_keys_zoom_and_move_it(page: Page, address: str) -> None:
    page.goto(f"{address}board-canvas/")
    page.get_by_role("button", name="Fit").wait_for()
    fitted = scale(page)
    page.locator(VIEW).focus()
    for key in "+=+":
        page.keyboard.press(key)

    assert scale(page) == pytest.approx(fitted * 1.25**3)

    left, _ = scrolled(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("left => document.querySelector('.kb-canvas__view').scrollLeft > left", arg=left)
    page.keyboard.press("-")

    assert scale(page) == pytest.approx(fitted * 1.25**2)

    page.keyboard.press("0")

    assert scale(page) == pytest.approx(fitted)


def test_the_wheel_zooms_with_ctrl_at_the_pointer(page: Page, address: str) -> None:
    page.goto(f"{address}board-canvas/")
    page.get_by_role("button", name="Fit").wait_for()
    fitted, card = scale(page), page.locator(".kb-canvas__card").last
    box = page.locator(VIEW).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.wait_for_function("document.querySelector('.kb-canvas__view').scrollLeft > 0")
    page.keyboard.up("Control")

    assert scale(page) > fitted
    assert page.evaluate("window.devicePixelRatio") == 1
    assert card.count() == 1


def test_a_mouse_that_is_held_down_moves_it(page: Page, address: str) -> None:
    page.goto(f"{address}board-canvas/")
    page.get_by_role("button", name="Zoom in").click(click_count=4)
    box, (left, top) = page.locator(VIEW).bounding_box(), scrolled(page)
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 60, box["y"] + box["height"] / 2 - 30, steps=3)
    page.mouse.up()
    now = scrolled(page)
    page.mouse.move(0, 0)

    assert now == pytest.approx((left + 60, top + 30), abs=1)
    assert scrolled(page) == now


def test_a_link_on_a_card_leads_on(page: Page, address: str) -> None:
    page.goto(f"{address}board-canvas/")
    page.get_by_role("button", name="Fit").wait_for()
    page.locator(".kb-canvas__card a").first.click()

    expect(page.locator("h1")).to_have_text("A note")


def test_the_views_of_a_base_on_a_card_are_chosen_there(page: Page, address: str) -> None:
    page.goto(f"{address}board-canvas/")
    card = page.locator(".kb-canvas__card:has(.kb-base)")
    expect(card.locator("table")).to_be_visible()
    card.get_by_text("Second").click()
    expect(card.locator("li").first).to_be_visible()
    expect(card.locator("table")).to_be_hidden()


def test_keys_stop_in_a_base_on_a_card_once_it_can_be_read(page: Page, address: str) -> None:
    page.goto(f"{address}board-canvas/")
    stops = page.locator(".kb-canvas__card .kb-base a")
    page.get_by_role("button", name="Fit").wait_for()
    expect(stops.first).to_have_attribute("tabindex", "-1")
    page.get_by_role("button", name="Zoom in").click(click_count=6)
    expect(stops.first).to_have_attribute("tabindex", "0")


def test_the_sketch_of_a_canvas_leads_there(page: Page, address: str) -> None:
    page.goto(f"{address}board-canvas/")
    page.locator(".kb-canvas__sketch").click()

    expect(page.locator("h1")).to_have_text("Small")


def test_one_that_is_wide_and_low_has_room_to_be_zoomed_and_nothing_moves_when_the_script_comes(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    row = [{"type": "text", "text": f"{n}", "x": 400 * n, "y": 0, "width": 300, "height": 300} for n in range(40)]
    files = {"A.md": "![[Row.canvas]]\n\nbelow", "Row.canvas": json.dumps({"nodes": row})}
    workspace = make_workspace(tmp_path_factory.mktemp("row") / "w", files)
    build_site(workspace)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.moved += e.value))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    with served(workspace.site) as address:
        page.goto(f"{address}a/")
        page.get_by_role("button", name="Fit").wait_for()
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        view = page.locator(VIEW).bounding_box()

        assert view
        assert view["height"] > 250
        assert page.evaluate("window.moved") < 0.001

        page.locator(VIEW).focus()
        for _ in range(12):
            page.keyboard.press("+")
        card = page.locator(".kb-canvas__card").nth(20).bounding_box()

        assert card
        assert card["height"] > 150
        assert view["y"] < card["y"] < card["y"] + card["height"] < view["y"] + view["height"]
        assert page.locator(VIEW).bounding_box() == view
    page.close()


def test_it_scrolls_where_no_script_runs(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 800, "height": 600})
    page = context.new_page()
    page.goto(f"{address}board-canvas/")
    view = page.locator(VIEW).bounding_box()
    card = page.locator(".kb-canvas__card").last
    card.scroll_into_view_if_needed()
    seen = card.bounding_box()
    context.close()

    assert view
    assert seen
    assert view["x"] <= seen["x"] <= view["x"] + view["width"]


def test_two_fingers_zoom_it(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}board-canvas/")
    page.get_by_role("button", name="Fit").wait_for()
    fitted, box = scale(page), page.locator(VIEW).bounding_box()
    assert box
    x, y, fingers = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, context.new_cdp_session(page)
    for kind, far in (("touchStart", 20), ("touchMove", 30), ("touchMove", 40), ("touchEnd", 0)):
        points = [{"x": x - far, "y": y}, {"x": x + far, "y": y}] if far else []
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    zoomed = scale(page)
    context.close()

    assert zoomed == pytest.approx(fitted * 2, rel=0.01)
