"""Charts in a real browser: values below the pointer, zoom, dark pages, phones; the picture where anything fails."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kb.charts import time_chart
from kb.report.charts.draw import draw_chart
from kb.report.charts.spec import render_chart
from kb.site.builder import build_site
from kb.site.charts import VEGA
from tests.site.hosts import served
from tests.site.workspaces import make_workspace

pytestmark = pytest.mark.browser
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
LIVE, VIEW, TIP = ".kb-chart--live", ".kb-chart__view", ".kb-chart-tip"
DAYS = pd.bdate_range("2000-01-03", periods=2_600)
EQUITY = pd.DataFrame({"Mine": np.linspace(1, 8, 2_600), "Market": np.linspace(1, 3, 2_600)}, index=DAYS)
BARS: dict[str, Any] = {
    "$schema": SCHEMA,
    "mark": "bar",
    "data": {"values": 'who,"what, of it"\n"a <b>","2"\nc,1\n', "format": {"type": "csv"}},
    "encoding": {
        "x": {"field": "who", "type": "nominal"},
        "y": {"field": "what, of it", "type": "quantitative"},
        "tooltip": [{"field": "who"}],
    },
}
BLACK = {**BARS, "mark": {"type": "bar", "color": "black"}}
LINE = alt.Chart(pd.DataFrame({"a": [1, 2, 3], "b": [3, 1, 2]})).mark_line().encode(x="a", y="b")
LAYERS = (LINE + LINE.mark_point()).interactive().to_dict()
PARTS = {"$schema": SCHEMA, "hconcat": [BARS | {"width": 500}, BARS | {"width": 500}]}
SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    if (entry.sources.some(({ node }) => node?.parentElement?.closest("article"))) shifts.push(entry.value);
}).observe({ type: "layout-shift", buffered: true });"""


def files_of(name: str, chart: dict[str, Any]) -> dict[str, str]:
    return {f"{name}.svg": draw_chart(chart), f"{name}.vl.json": render_chart(chart)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chart = time_chart(EQUITY, title="Growth", form=",.3f", unit="x", is_log=True, shaded_from=DAYS[2_000])
    files = {
        **files_of("equity", chart),
        **files_of("bars", BARS),
        **files_of("black", BLACK),
        **files_of("parts", PARTS),
        **files_of("broken", BARS),
        "index.md": "# Home\n\n![[equity.svg|Equity of mine]]\n\n" + "Words.\n\n" * 60,
        "others.md": "# Others\n\n![[bars.svg]]\n\n![[black.svg]]\n\n![[parts.svg]]\n",
        **files_of("described", BARS | {"description": "Bars of all"}),
        **files_of("layers", LAYERS),
        "named.md": "![[bars.svg|Words]]\n\n![[bars.svg]]\n\n*A caption*\n\n![[described.svg]]\n\n![[bars.svg]]\n\n"
        "*No* caption\n\n![[bars.svg]]\n",
        "layers.md": "# Layers\n\n![[layers.svg]]\n",
        "wrong.md": "# Wrong\n\n![[broken.svg]]\n",
        "written.md": "# Written\n\n"
        f"```vega-lite\n{json.dumps(BARS | {'title': 'Who'})}\n```\n\n```vega-lite\n{json.dumps(BARS)}\n```\n\n"
        f"*A caption*\n\n```vega-lite\n{json.dumps(BARS)}\n```\n",
        "plain.md": "# Plain\n\nNo chart.\n",
    }
    workspace = make_workspace(tmp_path_factory.mktemp("charts") / "w", files)
    (workspace.vault / "broken.vl.json").write_text(json.dumps({**BARS, "mark": "nonsense"}), "utf-8")
    build_site(workspace)
    return workspace.site


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


def opened(page: Page, address: str, name: str = "") -> Locator:
    page.goto(address + name)
    expect(page.locator(LIVE).first).to_be_attached()
    return page.locator(LIVE).first


def years(page: Page) -> list[str]:
    """What stands along the time axis."""
    labels = page.locator(f"{LIVE} .role-axis").first.locator(".role-axis-label text").all_text_contents()
    return [label for label in labels if label]


def point(page: Page, chart: Locator, across: float) -> None:
    box = chart.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + across * box["width"], box["y"] + box["height"] / 2)


def test_a_pointer_reads_off_the_values_of_its_time(page: Page, address: str) -> None:
    chart = opened(page, address)
    point(page, chart, 0.5)
    said = page.locator(TIP).inner_text().split("\n")

    assert said[0::2] == ["time", "Mine", "Market"]
    row = EQUITY.loc[said[1]]
    assert said[3::2] == [f"{row['Mine']:.3f}x", f"{row['Market']:.3f}x"]

    page.mouse.move(2, 2)

    expect(page.locator(TIP)).to_have_count(0)


def test_keys_and_buttons_zoom_and_show_all_again(page: Page, address: str) -> None:
    opened(page, address)
    whole = years(page)
    page.locator(VIEW).focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(page.locator(f"{LIVE} svg")).not_to_contain_text("2001")

    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f"{LIVE} svg")).to_contain_text("2001")

    page.get_by_role("button", name="Show all").click()
    expect(page.locator(f"{LIVE} svg")).to_contain_text("2009")

    assert sorted(years(page)) == sorted(whole)


def test_the_wheel_is_the_pages_but_with_ctrl(page: Page, address: str) -> None:
    chart = opened(page, address)
    whole = sorted(years(page))
    point(page, chart, 0.5)
    page.mouse.wheel(0, 120)
    page.wait_for_function("() => scrollY > 100")

    assert sorted(years(page)) == whole

    page.evaluate("scrollTo(0, 0)")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.keyboard.up("Control")
    expect(page.locator(f"{LIVE} svg")).to_contain_text("Apr 2005")

    assert page.evaluate("scrollY") == 0

    page.keyboard.down("Control")
    page.mouse.wheel(0, 4_000)
    page.keyboard.up("Control")
    expect(page.locator(f"{LIVE} svg")).not_to_contain_text("Apr 2005")

    assert sorted(years(page)) == whole


def test_a_drag_moves_what_is_zoomed_and_a_double_click_ends_it(page: Page, address: str) -> None:
    chart = opened(page, address)
    page.locator(VIEW).focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(page.locator(f"{LIVE} svg")).not_to_contain_text("2001")
    point(page, chart, 0.2)
    page.mouse.down()
    point(page, chart, 0.9)
    page.mouse.up()
    expect(page.locator(f"{LIVE} svg")).to_contain_text("2001")
    page.mouse.dblclick(*centre(chart))
    expect(page.locator(f"{LIVE} svg")).to_contain_text("2009")


def centre(chart: Locator) -> tuple[float, float]:
    box = chart.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["", "others/"])
def test_nothing_moves_or_overflows_and_nothing_is_asked_elsewhere(
    browser: Browser, address: str, name: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page, asked, complaints = context.new_page(), list[str](), list[str]()
    page.add_init_script(SHIFTS)
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address + name)
    figures = page.locator(".kb-chart")
    heights = [box["height"] for figure in figures.all() if (box := figure.bounding_box())]
    for place in range(figures.count()):
        figures.nth(place).scroll_into_view_if_needed()
        expect(figures.nth(place)).to_have_class(re.compile("kb-chart--live"))
    after = [box["height"] for figure in figures.all() if (box := figure.bounding_box())]
    excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    shifts = page.evaluate("shifts")
    context.close()

    assert after == heights
    assert shifts == []
    assert excess <= 0
    assert complaints == []
    assert [url for url in asked if not url.startswith(address)] == []


def test_scripts_are_loaded_where_a_chart_comes_into_view_and_nowhere_else(page: Page, address: str) -> None:
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.goto(f"{address}plain/", wait_until="networkidle")

    assert not [url for url in asked if "chart" in url]

    opened(page, address)

    assert VEGA in asked
    assert asked.index("equity.svg") < asked.index(VEGA)


def test_a_dark_page_has_dark_charts_and_paper_for_black_ink_and_keeps_the_zoom(page: Page, address: str) -> None:
    opened(page, address)
    page.locator(VIEW).focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(page.locator(f"{LIVE} svg")).not_to_contain_text("2001")
    label = page.locator(f"{LIVE} .role-axis-label text").first
    light = label.get_attribute("fill")
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    expect(label).not_to_have_attribute("fill", light or "")
    expect(page.locator(f"{LIVE} svg")).not_to_contain_text("2001")
    expect(page.locator(f"{LIVE} .kb-chart__tools")).to_have_count(1)

    page.goto(f"{address}others/")
    expect(page.locator(LIVE)).to_have_count(3)
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")

    expect(page.locator(".kb-chart__view--paper")).to_have_count(1)


def test_until_its_script_comes_the_picture_of_a_chart_is_dark_on_a_dark_page_but_on_paper(
    page: Page, address: str
) -> None:
    page.route("**/javascripts/chart.js", lambda route: route.abort())
    page.goto(address)
    picture = page.locator(".kb-chart img").first
    expect(picture).to_have_css("filter", "none")
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    expect(picture).to_have_css("filter", re.compile(r"^invert"))
    expect(picture).to_have_css("mix-blend-mode", "screen")
    page.emulate_media(media="print")
    expect(picture).to_have_css("filter", "none")


def test_a_tap_reads_off_the_values_and_one_beside_takes_them_away(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    for name, first, places in (("", "time", (0.4, 0.6)), ("others/", "who", (0.6,))):
        chart = opened(page, address, name)
        box = chart.bounding_box()
        assert box is not None
        for across in places:
            page.touchscreen.tap(box["x"] + across * box["width"], box["y"] + 0.6 * box["height"])
            expect(page.locator(TIP)).to_have_count(1)
        assert page.locator(TIP).inner_text().split("\n")[0] == first
        page.touchscreen.tap(30, box["y"] + box["height"] + 40)
        expect(page.locator(TIP)).to_have_count(0)
    context.close()


def test_zooming_takes_old_values_away(page: Page, address: str) -> None:
    chart = opened(page, address)
    point(page, chart, 0.5)
    expect(page.locator(TIP)).to_have_count(1)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.keyboard.up("Control")
    expect(page.locator(TIP)).to_have_count(0)
    point(page, chart, 0.52)

    expect(page.locator(TIP)).to_have_count(1)


def test_a_chart_is_called_by_its_words_its_caption_or_itself(page: Page, address: str) -> None:
    opened(page, address, "named/")
    for chart in page.locator(".kb-chart").all():
        chart.scroll_into_view_if_needed()
        expect(chart).to_have_class(re.compile("kb-chart--live"))
    names = [view.get_attribute("aria-label") for view in page.locator(VIEW).all()]

    assert names == ["Words", "A caption", "Bars of all", "bars", "bars"]


def test_charts_that_stand_in_a_note_are_read_off_and_ask_for_nothing(page: Page, address: str) -> None:
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url))
    chart = opened(page, address, "written/")
    point(page, chart, 0.6)

    expect(page.locator(TIP)).to_have_text("whoa <b>")

    for each in page.locator(".kb-chart").all():
        each.scroll_into_view_if_needed()
        expect(each).to_have_class(re.compile("kb-chart--live"))
    names = [view.get_attribute("aria-label") for view in page.locator(VIEW).all()]
    assert names == ["Who", "A caption", "Chart"]
    assert not [url for url in asked if not url.startswith((address, "data:")) or url.endswith((".svg", ".json"))]


def test_layers_with_shared_data_and_one_zoom_are_drawn(page: Page, address: str) -> None:
    opened(page, address, "layers/")

    expect(page.locator(f"{LIVE} .mark-symbol.role-mark path")).to_have_count(3)


def test_what_stands_in_data_is_text(page: Page, address: str) -> None:
    chart = opened(page, address, "others/")
    point(page, chart, 0.6)

    assert page.locator(TIP).inner_text().split("\n") == ["who", "a <b>"]


@pytest.mark.parametrize("name", ["wrong/", ""])
def test_where_a_chart_fails_its_picture_stays(page: Page, address: str, name: str) -> None:
    said = list[str]()
    page.on("console", lambda message: said.append(message.text))
    if not name:
        page.route("**/equity.vl.json*", lambda route: route.fulfill(status=404))
    with page.expect_console_message(lambda message: message.text.startswith("A chart stays a picture")):
        page.goto(address + name)

    expect(page.locator(".kb-chart img")).to_be_visible()
    expect(page.locator(f"{LIVE}, {VIEW}")).to_have_count(0)


def test_print_and_a_page_without_scripts_have_the_picture(browser: Browser, page: Page, address: str) -> None:
    chart = opened(page, address)
    page.emulate_media(media="print")

    expect(chart.locator("img")).to_be_visible()
    expect(chart.locator(VIEW)).to_be_hidden()

    context = browser.new_context(java_script_enabled=False)
    silent = context.new_page()
    silent.goto(address)

    expect(silent.locator(".kb-chart img")).to_be_visible()
    context.close()
