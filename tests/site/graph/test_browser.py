"""The graph in a real browser: it is drawn, moved, filtered, searched, and leads on; and the small one on each page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.site.builder import build_site
from kb.site.graph.files import render_graph
from kb.site.graph.model import Dot, Graph
from tests.site.hosts import served
from tests.site.workspaces import make_workspace

pytestmark = pytest.mark.browser
CANVAS, ABOUT = ".kb-graph__canvas", ".kb-graph__about"
IS_DRAWN = "() => document.querySelector('.kb-graph')?.kbGraph?.isDrawn()"
INKED = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 4; at < data.length; at += 4) count += data[at] !== data[0] || data[at + 1] !== data[1];
  return count;
}"""
STRONG = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) count += Math.abs(data[at] - data[0]) > 90;
  return count;
}"""
COVERED = """() => {
  const seen = [...document.querySelectorAll(".kb-near text")].filter(text => text.getClientRects().length);
  const boxes = seen.map(text => [text.textContent, text.getBBox()]);
  const meets = (one, other) => one.x < other.x + other.width && other.x < one.x + one.width
    && one.y + 2 < other.y + other.height && other.y + 2 < one.y + one.height;
  return boxes.flatMap(([one, box], at) => boxes.slice(at + 1).filter(([, other]) => meets(box, other))
    .map(([other]) => `${one} / ${other}`));
}"""
NOTES = {
    "index.md": "---\ntags: [start]\n---\n# Start\n\n[[Hub]]",
    "Hub.md": "---\ntags: [start/deep]\n---\nhub",
    **{f"ideas/Idea {number}.md": "[[Hub]] [[Idea 1]]" for number in range(1, 12)},
    "people/Alone.md": "---\ntype: person\n---\nnobody links here",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    workspace = make_workspace(tmp_path_factory.mktemp("graph") / "w", NOTES)
    build_site(workspace)
    with served(workspace.site) as address:
        yield address


def open_graph(page: Page, address: str, place: str = "") -> None:
    page.goto(f"{address}graph/{place}")
    page.wait_for_function(IS_DRAWN)


def inked(page: Page) -> int:
    page.wait_for_function(IS_DRAWN)
    return int(page.locator(CANVAS).evaluate(INKED))


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(CANVAS).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_drawn_and_nothing_complains(browser: Browser, address: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    open_graph(page, address)
    count = inked(page)
    excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    status = page.locator(".kb-graph__status").text_content()
    context.close()

    assert count > 500
    assert excess <= 0
    assert status == "14 pages, 22 links"
    assert complaints == []


def test_a_click_on_a_dot_goes_to_its_page(page: Page, address: str) -> None:
    open_graph(page, address, "#people/alone/")
    x, y = middle(page)
    page.mouse.move(x, y)

    expect(page.locator(ABOUT)).to_have_text("Alone Person, 0 links")

    page.mouse.click(x, y)

    expect(page.locator("h1")).to_have_text("Alone")


def test_dragging_moves_it_and_is_no_click(page: Page, address: str) -> None:
    open_graph(page, address, "#people/alone/")
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y + 50, steps=4)
    page.mouse.up()
    page.mouse.move(x, y)

    expect(page.locator(ABOUT)).to_be_empty()

    page.mouse.move(x + 120, y + 50)

    expect(page.locator(ABOUT)).to_contain_text("Alone")
    expect(page.locator("h1")).to_have_text("Graph")


def test_keys_move_zoom_and_fit_it(page: Page, address: str) -> None:
    open_graph(page, address, "#people/alone/")
    x, y = middle(page)
    page.locator(CANVAS).focus()
    for key in ("ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    page.mouse.move(x + 70, y + 70)

    expect(page.locator(ABOUT)).to_contain_text("Alone")

    page.keyboard.press("0")
    page.wait_for_function(IS_DRAWN)
    whole = inked(page)
    for key in "++++":
        page.keyboard.press(key)

    assert inked(page) != whole

    page.keyboard.press("0")

    assert inked(page) == whole


def test_the_wheel_zooms_and_the_page_stays(page: Page, address: str) -> None:
    open_graph(page, address)
    whole = inked(page)
    page.mouse.move(*middle(page))
    page.mouse.wheel(0, -300)
    page.wait_for_function(f"before => ({INKED})(document.querySelector('{CANVAS}')) !== before", arg=whole)

    assert page.evaluate("window.scrollY") == 0


def test_it_is_filtered_by_tag_folder_and_kind(page: Page, address: str) -> None:
    open_graph(page, address)
    status, items = page.locator(".kb-graph__status"), page.locator(".kb-graph__list a")
    whole = inked(page)
    page.get_by_label("Tag").select_option("start")

    expect(status).to_have_text("2 of 14 pages, 1 link")
    expect(items).to_have_text(["Hub", "Start"])
    assert inked(page) < whole

    page.get_by_label("Tag").select_option("")
    page.get_by_label("Folder").select_option("ideas")

    expect(status).to_have_text("11 of 14 pages, 10 links")

    page.get_by_label("Folder").select_option("")
    page.get_by_label("Person").uncheck()

    expect(status).to_have_text("13 of 14 pages, 22 links")


def test_a_page_is_found_by_its_title_and_followed_by_keyboard(page: Page, address: str) -> None:
    open_graph(page, address)
    page.get_by_label("Find").fill("idea 7")

    expect(page.get_by_role("heading", name="1 page")).to_be_visible()

    page.keyboard.press("Enter")

    expect(page.locator(ABOUT)).to_have_text("Idea 7 Ideas, 2 links")

    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Idea 7")


def test_what_is_found_stands_out_in_the_drawing_and_all_else_steps_back(page: Page, address: str) -> None:
    open_graph(page, address)
    inked(page)
    canvas = page.locator(CANVAS)
    whole = canvas.evaluate(STRONG)
    counts = {}
    for typed in ("idea", "idea 7", "zebra", ""):
        page.get_by_label("Find").fill(typed)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        counts[typed] = canvas.evaluate(STRONG)

    assert counts["zebra"] == 0 < counts["idea 7"] < counts["idea"]
    assert counts[""] == whole


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_found_elsewhere_is_shown_where_one_came_from_a_page(
    browser: Browser, address: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    open_graph(page, address, "#people/alone/")

    expect(page.locator(ABOUT)).to_have_text("Alone Person, 0 links")

    page.get_by_label("Find").fill("idea 7")

    expect(page.locator(ABOUT)).to_be_empty()
    inked(page)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found = page.locator(CANVAS).evaluate(STRONG)
    page.mouse.move(*middle(page))

    assert found > 0
    expect(page.locator(ABOUT)).to_have_text("Idea 7 Ideas, 2 links")
    page.close()


def test_one_finger_scrolls_the_page_and_two_move_the_graph(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True)
    page = context.new_page()
    open_graph(page, address, "#people/alone/")
    x, y = middle(page)
    hand = context.new_cdp_session(page)

    def draw(fingers: list[tuple[float, float]], right: float, down: float) -> None:
        def touch(kind: str, share: float) -> None:
            points = [{"x": x + one + share * right, "y": y + other + share * down} for one, other in fingers]
            hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points if kind != "touchEnd" else []})

        touch("touchStart", 0)
        for step in range(1, 9):
            touch("touchMove", step / 8)
        touch("touchEnd", 1)

    draw([(0, 0), (60, 60)], 40, 80)

    assert page.evaluate("window.scrollY") == 0

    page.touchscreen.tap(x, y)

    expect(page.locator(ABOUT)).to_be_empty()

    page.touchscreen.tap(x + 40, y + 80)

    expect(page.locator(ABOUT)).to_contain_text("Alone")

    draw([(0, 0)], 0, -150)
    page.wait_for_function("() => window.scrollY > 50")
    context.close()


def test_what_is_not_found_is_said(page: Page, address: str) -> None:
    open_graph(page, address)
    page.get_by_label("Find").fill("zebra")

    expect(page.get_by_role("heading", name="No page has this in its title")).to_be_visible()


def test_a_finger_shows_a_dot_first_and_then_follows_it(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    open_graph(page, address, "#people/alone/")
    page.get_by_role("button", name="Zoom in").tap()
    x, y = middle(page)
    page.touchscreen.tap(x + 60, y + 60)

    expect(page.locator(ABOUT)).to_be_empty()

    page.touchscreen.tap(x, y)

    expect(page.locator(ABOUT)).to_contain_text("Alone")

    page.touchscreen.tap(x, y)

    expect(page.locator("h1")).to_have_text("Alone")
    context.close()


def test_beside_a_page_there_is_what_is_linked_to_it_and_a_click_goes_there(page: Page, address: str) -> None:
    page.goto(f"{address}ideas/idea-2/")
    box = page.locator(".md-sidebar--secondary .kb-near")

    expect(box).to_contain_text("2 linked pages")
    expect(box.locator("svg a")).to_have_count(2)
    expect(box.locator("svg line")).to_have_count(3)

    box.get_by_role("link", name="Hub").focus()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Hub")

    page.locator(".kb-near").get_by_role("link", name="Whole graph").click()

    expect(page.locator(ABOUT)).to_have_text("Hub Note, 12 links")


def test_the_small_graph_goes_one_step_or_two_by_keyboard_and_the_next_page_begins_with_one(
    page: Page, address: str
) -> None:
    page.goto(address)
    box = page.locator(".md-sidebar--secondary .kb-near")

    expect(box).to_contain_text("1 linked page")
    expect(box.get_by_role("button", name="1 step")).to_have_attribute("aria-pressed", "true")

    height = box.bounding_box()
    box.get_by_role("button", name="2 steps").focus()
    page.keyboard.press("Enter")

    expect(box).to_contain_text("12 pages in 2 steps")
    expect(box.locator("svg a")).to_have_count(12)
    expect(box.locator("svg line")).to_have_count(22)
    expect(box.get_by_role("button", name="2 steps")).to_be_focused()
    assert box.bounding_box() == height
    assert page.evaluate(COVERED) == []

    box.get_by_role("button", name="1 step").click()

    expect(box.locator("svg a")).to_have_count(1)

    box.get_by_role("button", name="2 steps").click()
    box.get_by_role("link", name="Idea 1", exact=True).click()

    expect(page.locator("h1")).to_have_text("Idea 1")
    expect(box.get_by_role("button", name="1 step")).to_have_attribute("aria-pressed", "true")
    expect(box).to_contain_text("11 linked pages")


@pytest.mark.parametrize(("place", "least"), [("ideas/idea-2/", 2), ("hub/", 8), ("", 1)])
def test_dots_of_the_small_graph_have_names_that_do_not_cover_each_other(
    page: Page, address: str, place: str, least: int
) -> None:
    page.goto(f"{address}{place}")
    page.locator(".kb-near svg").wait_for()

    assert page.locator(".kb-near__named").count() >= least
    assert page.evaluate(COVERED) == []


def test_a_finger_shows_the_name_of_a_dot_that_has_none_before_it_follows(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    crowd = {f"A name of some length {number}.md": "[[Hub]]" for number in range(30)}
    workspace = make_workspace(tmp_path_factory.mktemp("crowd") / "w", {"Hub.md": "all", **crowd})
    build_site(workspace)
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    with served(workspace.site) as address:
        page.goto(f"{address}hub/")
        page.locator(".kb-near > summary").tap()
        dot = page.locator(".kb-near a:not(.kb-near__named)").first
        name = dot.get_attribute("aria-label") or ""
        dot = page.get_by_role("link", name=name, exact=True).and_(page.locator(".kb-near a"))
        dot.tap()

        expect(dot.locator("text")).to_be_visible()
        expect(page.locator("h1")).to_have_text("Hub")

        dot.tap()

        expect(page.locator("h1")).to_have_text(name)
    context.close()


def test_the_home_page_finds_its_own_surroundings(page: Page, address: str) -> None:
    page.goto(address)

    expect(page.locator(".kb-near")).to_contain_text("1 linked page ")


def test_a_page_without_links_has_no_box(page: Page, address: str) -> None:
    page.goto(f"{address}people/alone/")

    expect(page.locator(".kb-near")).to_have_count(0)


def test_on_a_phone_it_is_below_the_text_and_loads_nothing_until_it_is_opened(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page, loaded = context.new_page(), list[str]()
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{address}ideas/idea-2/", wait_until="networkidle")

    assert not [url for url in loaded if "/near/" in url]

    page.locator(".kb-near > summary").click()

    expect(page.locator("article .kb-near svg a")).to_have_count(2)
    context.close()


def test_nothing_moves_while_the_small_graph_comes(page: Page, address: str) -> None:
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.moved += e.value))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(f"{address}hub/")
    page.locator(".kb-near svg").wait_for()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    assert page.evaluate("window.moved") < 0.001


def test_twenty_thousand_dots_are_drawn_and_moved(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("many")
    workspace = make_workspace(folder / "w", {"A.md": "alone"})
    build_site(workspace)
    dots = tuple(
        Dot(f"{number}/", f"Note {number}", f"Kind {number % 9}", f"f{number % 200}") for number in range(20_000)
    )
    links = tuple(sorted({(number // 7, number) for number in range(1, 20_000)} | {(n, n + 40) for n in range(15_000)}))
    for path, data in render_graph(Graph("graph/", dots, links, {}), folder / "kept", "").items():
        (workspace.site / path).parent.mkdir(exist_ok=True)
        (workspace.site / path).write_bytes(data)
    page = browser.new_page()
    with served(workspace.site) as address:
        open_graph(page, address)
        whole = inked(page)
        page.locator(CANVAS).focus()
        for key in ("ArrowLeft", "+", "ArrowDown", "+"):
            page.keyboard.press(key)

        assert inked(page) > 5_000 < whole

        page.get_by_label("Folder").select_option("f7")

        expect(page.locator(".kb-graph__status")).to_contain_text("100 of 20,000 pages")
    page.close()


def test_one_note_is_a_graph_and_a_graph_that_is_not_there_is_told(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    workspace = make_workspace(tmp_path_factory.mktemp("one") / "w", {"A.md": "alone"})
    build_site(workspace)
    page = browser.new_page()
    with served(workspace.site) as address:
        open_graph(page, address)

        expect(page.locator(".kb-graph__status")).to_have_text("1 page, 0 links")
        assert inked(page) > 20

        (workspace.site / "graph" / "dots.json").unlink()
        page.goto(f"{address}graph/")

        expect(page.get_by_role("alert")).to_have_text("The graph could not be loaded. Try again in a moment.")
    page.close()
