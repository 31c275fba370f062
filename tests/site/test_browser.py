"""The built site in a real browser: nothing leaves the host, search finds, dark mode toggles, phones fit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kb.config import read_settings
from kb.site.builder import build_site
from tests.site.conftest import DATA
from tests.site.hosts import served

pytestmark = pytest.mark.browser
PATIENT_MILLISECONDS = 20_000  # a machine that runs other tests too
PAGES = [
    "",
    "every-feature/",
    "strategies/",
    "strategies/sma-crossover/",
    "runs/sma-crossover-results/",
    "tags/",
    "drawn/",
    "wide/",
    "asked-base/",
    "board-canvas/",
    "404.html",
]

WORDS = """The zone is "Europe/Athens", and `kb.emit.table(frame)` takes no `--force`.
See ideas/Größe, *words&more*, `a<compared` and 3.14159.

| name | pair |
| --- | --- |
| sharpe_ratio | 10-200 |
"""
SORTED = """---
kb_batch: Sorted
---

|  | sharpe |
| --- | ---: |
| a | -0.05 |
| b | – |
| c | 9 |
| d | -1,234.5 |
| e | 10.5% |
| f | -0.2 |
| g | 1e3 |
"""  # noqa: RUF001
WIDE = f"""$x = {" + ".join(f"a_{{{number}}}" for number in range(30))}$

| run |{" figure |" * 12}
|---|{"---:|" * 12}
| SMA crossover AAPL 50-200 long short financed at 100 bps |{" -0.123456 |" * 12}
"""
DRAWN = f"""Inline $\\frac{{a}}{{b}}$ text.

$$
\\sum_{{i=1}}^{{n}} x_i
$$

```mermaid
flowchart LR
    A[Zucchini] --> B --> C --> D --> E --> F --> G --> H --> I --> J
```

```python title="x.py" linenums="1" hl_lines="2"
first = 1
second = 2
```

- [/] half

#a-tag-without-end-{"so-long" * 20}

$$
\\begin{{aligned}}
aaaaaaaa &= b \\\\
&= cccccccc
\\end{{aligned}}
$$

שלום
"""
ASKED = """filters: file.ext == "md"
formulas:
  size: file.name.length * 3 - 20
views:
  - type: table
    name: Sizes
    order: [file.name, formula.size, tags]
  - {type: table, name: Groups, order: [file.name, formula.size], groupBy: {property: file.folder}}
  - {type: cards, name: Cards, order: [file.name, tags]}
  - {type: list, name: List, order: [file.name, file.mtime]}
"""
BOARD = """{"nodes": [
  {"id": "a", "type": "text", "text": "[[Wide]]", "color": "#123abc"},
  {"id": "b", "type": "file", "file": "Drawn.md", "x": 4000, "color": "3"}
], "edges": [{"fromNode": "a", "toNode": "b", "label": "far"}]}"""
FOUND = "a.kb-search__link"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("browser") / "workspace"
    shutil.copytree(DATA / "small", root)
    (root / "vault" / "Words.md").write_text(WORDS, "utf-8")
    (root / "vault" / "Wide.md").write_text(WIDE, "utf-8")
    (root / "vault" / "Sorted.md").write_text(SORTED, "utf-8")
    (root / "vault" / "Drawn.md").write_text(DRAWN, "utf-8")
    (root / "vault" / "Asked.base").write_text(ASKED, "utf-8")
    (root / "vault" / "Board.canvas").write_text(BOARD, "utf-8")
    build_site(read_settings(root))
    with served(root / "site") as address:
        yield address


def search(page: Page, words: str) -> None:
    """Open the search as a reader does, and ask."""
    page.get_by_role("button", name="Search").click()
    page.locator(".kb-search__field").fill(words, timeout=PATIENT_MILLISECONDS)


def test_no_request_leaves_the_host_and_nothing_fails(page: Page, address: str) -> None:
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for name in PAGES:
        page.goto(address + name)
        page.wait_for_load_state("networkidle")

    assert [url for url in requests if url.startswith("http") and not url.startswith(address)] == []
    assert complaints == []


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_no_page_is_wider_than_the_screen(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    too_wide = []
    for name in PAGES:
        page.goto(address + name)
        excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        too_wide += [name] if excess > 0 else []
    context.close()

    assert too_wide == []


def test_a_click_sorts_a_base_by_size_and_another_turns_it_round(page: Page, address: str) -> None:
    page.goto(f"{address}asked-base/")
    table, head = page.locator("table").first, page.get_by_role("columnheader", name="size").first
    head.get_by_role("button").click()
    up = [float(cell) for cell in table.locator("tbody td:nth-child(2)").all_text_contents()]

    assert up == sorted(up)
    assert len(set(up)) > 2
    expect(head).to_have_attribute("aria-sort", "ascending")

    head.get_by_role("button").click()

    assert [float(cell) for cell in table.locator("tbody td:nth-child(2)").all_text_contents()] == up[::-1]


def test_a_table_that_kb_wrote_is_sorted_by_its_numbers(page: Page, address: str) -> None:
    page.goto(f"{address}sorted/")
    head = page.get_by_role("columnheader", name="sharpe")
    head.get_by_role("button").click()

    assert page.locator(".kb-sorted tbody td:nth-child(2)").all_text_contents() == [
        "-1,234.5",
        "-0.2",
        "-0.05",
        "9",
        "10.5%",
        "1e3",
        "–",  # noqa: RUF001
    ]
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert page.locator(".kb-sorted thead th:first-child button").count() == 0  # nothing to press without a name


def test_a_table_that_people_wrote_is_left_alone(page: Page, address: str) -> None:
    page.goto(f"{address}wide/")

    assert page.locator("th button").count() == 0


def test_each_view_of_a_base_is_under_its_tab_also_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}asked-base/")
    page.locator("label", has_text="Cards").click()

    expect(page.locator(".kb-cards")).to_be_visible()
    expect(page.locator("table").first).not_to_be_visible()

    context.close()


def test_search_finds_a_word_that_only_a_notebook_printed(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "zanzibar")
    result = page.locator(FOUND).first

    expect(result).to_contain_text("SMA crossover AAPL 50-200", timeout=PATIENT_MILLISECONDS)

    result.click()

    expect(page.locator("h1")).to_have_text("SMA crossover AAPL 50-200", timeout=PATIENT_MILLISECONDS)


@pytest.mark.parametrize("words", ["Athens", "kb.emit.table", "Größe", "force", "3.14159", "sharpe_ratio", "10-200"])
def test_search_finds_words_beside_punctuation(page: Page, address: str, words: str) -> None:
    page.goto(address)
    search(page, words)

    expect(page.locator(f'{FOUND}[href*="/words/?"]')).not_to_have_count(0, timeout=PATIENT_MILLISECONDS)


@pytest.mark.parametrize("preferred", ["light", "dark"])
def test_the_page_follows_the_system_and_toggles_by_hand(browser: Browser, address: str, preferred: Any) -> None:
    context = browser.new_context(color_scheme=preferred)
    page = context.new_page()
    page.goto(address)
    body = page.locator("body")
    scheme = {"light": "default", "dark": "slate"}

    expect(body).to_have_attribute("data-md-color-scheme", scheme[preferred])

    seen = set()
    for _ in range(3):
        page.locator("form[data-md-component=palette] label:not([hidden])").click()
        seen.add(body.get_attribute("data-md-color-scheme"))
    context.close()

    assert seen == {"default", "slate"}


def test_code_has_a_copy_button(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "every-feature/")
    page.locator(".language-python button[data-md-type=copy], .language-python .md-clipboard").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()

    assert copied.startswith("def target_positions(bars")


def test_a_numbered_block_is_copied_without_its_numbers(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "drawn/")
    page.locator(".language-python button[data-md-type=copy], .language-python .md-clipboard").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()

    assert copied.strip() == "first = 1\nsecond = 2"


def test_a_formula_is_drawn_in_its_line_and_on_lines_of_its_own(page: Page, address: str) -> None:
    page.goto(address + "drawn/")
    fraction, inline = (page.locator(f"p math{part}").bounding_box() for part in (" mfrac", ""))
    sign, limit = (page.locator(f".kb-formula munderover > {part}").bounding_box() for part in ("mo", ":nth-child(3)"))

    assert fraction
    assert inline
    assert sign
    assert limit
    assert fraction["height"] > 10
    assert limit["y"] + limit["height"] < sign["y"] + sign["height"] / 2
    assert abs(limit["x"] + limit["width"] / 2 - sign["x"] - sign["width"] / 2) < sign["width"]


def test_aligned_lines_of_a_formula_meet_at_their_signs(page: Page, address: str) -> None:
    page.goto(address + "drawn/")
    first, second = (sign.bounding_box() for sign in page.locator("mtd > mo", has_text="=").all())

    assert first
    assert second
    assert abs(first["x"] - second["x"]) < 1
    assert first["y"] < second["y"]


def test_an_open_task_has_no_tick(page: Page, address: str) -> None:
    page.goto(address + "every-feature/")
    icon = "task => getComputedStyle(task.querySelector('.task-list-indicator'), '::before').maskImage"
    icons = {text: page.locator(f"li:text-is('{text}')").first.evaluate(icon) for text in ("open", "done")}

    assert icons["open"] == "none"
    assert icons["done"].startswith("url(")


def test_a_text_from_right_to_left_begins_on_the_right(page: Page, address: str) -> None:
    page.goto(address + "drawn/")
    left = "p => { const text = new Range(); text.selectNodeContents(p);"
    left += " return text.getBoundingClientRect().left - p.getBoundingClientRect().left }"

    assert page.get_by_text("שלום").evaluate(left) > 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_diagram_is_shown_once_in_the_colours_of_the_page(browser: Browser, address: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(address + "drawn/")
    shown = [drawing for drawing in page.locator(".kb-diagram svg").all() if drawing.is_visible()]
    label = page.locator(f".kb-diagram--{scheme}").get_by_text("Zucchini")

    expect(label).to_be_visible()
    assert len(shown) == 1
    context.close()


def test_search_finds_a_word_in_a_diagram(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "zucchini")

    expect(page.locator(f'{FOUND}[href*="/drawn/?"]')).not_to_have_count(0, timeout=PATIENT_MILLISECONDS)


def test_a_link_to_a_block_scrolls_to_it(page: Page, address: str) -> None:
    page.goto(address + "strategies/momentum/")
    page.get_by_role("link", name="SMA crossover > ^rule").click()
    page.wait_for_url("**/sma-crossover/#%5Erule")

    expect(page.get_by_text("The rule buys when the fast average")).to_be_in_viewport()


def test_wide_tables_scroll_by_themselves(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(address + "runs/sma-crossover-results/")
    wrap = page.locator(".md-typeset__scrollwrap").first
    scrolls = wrap.evaluate("element => element.scrollWidth > element.clientWidth")
    context.close()

    assert scrolls


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_cell_of_a_wide_table_keeps_to_three_lines(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(address + "wide/")
    long, short = (page.locator("td").nth(number) for number in (0, 1))
    lines = (
        "cell => { const text = new Range(); text.selectNodeContents(cell); return text.getBoundingClientRect().height"
    )
    lines += " / parseFloat(getComputedStyle(cell).lineHeight) }"
    tall = [round(cell.evaluate(lines)) for cell in (long, short)]
    context.close()

    assert 2 <= tall[0] <= 3
    assert tall[1] == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_wide_table_shades_the_side_on_which_it_goes_on(browser: Browser, address: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address + "wide/")
    wrap = page.locator(".md-typeset__scrollwrap")
    clip = wrap.bounding_box()

    assert clip

    left = {**clip, "width": 6, "height": 20}
    right = {**left, "x": clip["x"] + clip["width"] - 6}
    before = [page.screenshot(clip=side) for side in (left, right)]  # type: ignore[arg-type]  # a dict of the keys
    wrap.evaluate("element => element.scrollTo(1e6, 0)")
    after = [page.screenshot(clip=side) for side in (left, right)]  # type: ignore[arg-type]
    context.close()

    assert [old == new for old, new in zip(before, after, strict=True)] == [False, False]
