"""The search in a real browser, on plain pages: what is found, keys, filters, and that no note is read as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kb.site.search.record import Record, Section
from kb.site.search.terms import UNSPACED, count_terms, fold
from tests.site.hosts import served
from tests.site.search.pages import FOLDER, StrictHandler, write_site

pytestmark = pytest.mark.browser
PATIENT_MILLISECONDS = 20_000  # a machine that runs other tests too
RECORDS = [
    Record("", "Home", sections=(Section("", "", "Welcome to all strategies."),)),
    Record(
        "strategies/sma/",
        "SMA crossover",
        "Strategies",
        (
            Section("", "", "Buys when sma_20 is above sma_50 of BRK.B."),
            Section("what-it-costs", "What it costs", '<img src="x" onerror="alert(1)"> Fees are 3.5 bps and more.'),
        ),
        tags=("strategy/trend",),
        aliases=("Moving averages",),
        properties=(("type", "idea"), ("sharpe_ratio", "1.25")),
        types=("idea",),
        stages=("tested",),
    ),
    Record(
        "momentum/", "Momentum", "", (Section("", "", "Costs more fees."),), tags=("Strategy",), types=("run note",)
    ),
    Record("größe/", "Größe", sections=(Section("", "", "東京都の株 and strategies"),)),
    *(Record(f"many/{number:02}/", f"Day {number}", "Many", (Section("", "", "daily"),)) for number in range(25)),
]
FIELD, OPTION, STATUS, CHIP = ".kb-search__field", ".kb-search__option", ".kb-search__status", ".kb-search__chip"
SAMPLES = [
    *("sma_20 BRK.B 3.14 -0.5 10-200 2024-01-05 a--b x._y don't U.S.A. v1.2.3", "Größe ÉTÉ Łódź ẞ İstanbul ΣΟΦΟΣ ﬁne"),
    *(
        "東京都の株 2024年 ｶﾞ 서울에서 ไทยดี हिन्दी עִבְרִית مُحَمَّد Привет й",
        "x² ½ ℃ Ⅷ \U0001d518 🎉tag",
        "x" * 50 + " " + "a." * 30,
    ),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("search")
    (root / FOLDER).mkdir(parents=True)
    write_site(root / FOLDER, RECORDS)
    with served(root, StrictHandler) as address:
        yield f"{address}{FOLDER}/"


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Page]:
    """One page for all that only searches."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENT_MILLISECONDS)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}momentum/")
    yield page
    context.close()

    assert complaints == []


def search(page: Page, query: str) -> None:
    """Type a query, and wait for what is said of it."""
    if not page.locator(FIELD).is_visible():
        page.locator(".kb-search-button").click()
    page.locator(FIELD).fill("")
    expect(page.locator(STATUS)).to_be_empty(timeout=PATIENT_MILLISECONDS)
    page.locator(FIELD).fill(query)
    expect(page.locator(STATUS)).not_to_be_empty(timeout=PATIENT_MILLISECONDS)


def titles(page: Page) -> list[str]:
    """The titles of what was found, with the heading of the section that answers best."""
    page.locator(".kb-search__heading").evaluate_all("heads => heads.forEach(head => head.before(' > '))")
    return page.locator(f"{OPTION} .kb-search__title").all_text_contents()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("momentum", ["Momentum"]),
        ("mome", ["Momentum"]),
        ("fees", ["Momentum", "SMA crossover > What it costs"]),
        ("fees bps", ["SMA crossover > What it costs"]),
        ("sma_20", ["SMA crossover"]),
        ("brk.b", ["SMA crossover"]),
        ("moving averages", ["SMA crossover"]),
        ("1.25", ["SMA crossover"]),
        ("grosse", ["Größe"]),
        ("東京都", ["Größe"]),
        ("京", ["Größe"]),
        ("momentun", ["Momentum"]),
        ("omentum", ["Momentum"]),
        ("ommentum", ["Momentum"]),
        ("zomentum", []),
        ("fees nonexistent", ["Momentum", "SMA crossover > What it costs"]),
        ('"fees are 3.5"', ["SMA crossover > What it costs"]),
        ('"fees 3.5"', []),
        ("fees -bps", ["Momentum"]),
        ("fees -tag:strategy/trend", ["Momentum"]),
        ("tag:strategy", ["Momentum", "SMA crossover"]),
        ("tag:#Strategy/Trend", ["SMA crossover"]),
        ("fees tag:", ["Momentum", "SMA crossover > What it costs"]),
        ('fees -type:"" tag:#', ["Momentum", "SMA crossover > What it costs"]),
        ("fees type:idea", ["SMA crossover > What it costs"]),
        ('type:"run note"', ["Momentum"]),
        ("stage:tested", ["SMA crossover"]),
        ("fees stage:other", []),
    ],
)
def test_what_is_found(desk: Page, query: str, found: list[str]) -> None:
    search(desk, query)

    assert titles(desk) == found


@pytest.mark.parametrize("key", ["/", "s", "f", "Control+k", "Meta+k"])
def test_a_key_opens_it(page: Page, key: str) -> None:
    page.keyboard.press(key)

    expect(page.locator(FIELD)).to_be_focused(timeout=PATIENT_MILLISECONDS)
    expect(page.locator(FIELD)).to_have_value("")


def test_what_is_typed_right_behind_the_key_is_searched_for(page: Page) -> None:
    def answer_late(route: Route) -> None:
        expect(page.locator(FIELD)).to_have_value("fees")
        route.continue_()

    page.route("**/search/dialog.js", answer_late)
    page.keyboard.type("/fees", delay=0)

    expect(page.locator(OPTION)).to_have_count(2)


def test_one_who_writes_is_left_alone(page: Page) -> None:
    page.locator("#own").press_sequentially("s/f")

    expect(page.locator("#own")).to_have_value("s/f")
    expect(page.locator(FIELD)).not_to_be_visible()


def test_it_remembers_nothing(page: Page) -> None:
    search(page, "momentum")
    page.keyboard.press("Escape")

    expect(page.locator(FIELD)).not_to_be_visible()

    page.keyboard.press("/")

    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator(OPTION)).to_have_count(0)
    assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0


def test_enter_opens_the_best_section_and_marks_the_words(page: Page, address: str) -> None:
    search(page, "fees bps")
    expect(page.locator(OPTION)).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sma/**")
    page.wait_for_function("CSS.highlights.get('kb-search')?.size === 2")

    assert page.url == f"{address}strategies/sma/#what-it-costs"


def test_ctrl_enter_opens_a_new_tab(page: Page) -> None:
    search(page, "bps")
    expect(page.locator(OPTION)).to_have_count(1)
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+Enter")
    opened.value.wait_for_url("**/sma/**")

    assert page.url.endswith("/momentum/")


def test_no_key_in_it_reaches_the_page(page: Page) -> None:
    search(page, "fees")
    page.evaluate("window.addEventListener('keydown', event => { window.heard = event.key })")
    page.locator(CHIP).first.focus()
    page.keyboard.press("n")

    assert page.evaluate("window.heard") is None


def test_arrows_choose(page: Page) -> None:
    search(page, "fees")
    field, options = page.locator(FIELD), page.locator(OPTION)
    expect(options).to_have_count(2)
    chosen = [options.nth(0).get_attribute("aria-selected")]
    page.keyboard.press("ArrowDown")
    chosen.append(options.nth(1).get_attribute("aria-selected"))

    assert chosen == ["true", "true"]
    assert field.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    assert options.nth(0).get_attribute("aria-selected") == "false"
    assert field.get_attribute("aria-expanded") == "true"


def test_what_a_note_says_is_text(page: Page) -> None:
    search(page, "onerror")
    option = page.locator(OPTION)

    expect(option).to_contain_text('<img src="x" onerror="alert(1)">')
    expect(option.locator("mark")).to_have_text("onerror")
    assert option.locator("img").count() == 0


def test_a_filter_is_a_part_of_the_query(page: Page) -> None:
    search(page, "fees")
    page.locator(CHIP, has_text="strategy/trend").click()

    expect(page.locator(FIELD)).to_have_value("fees tag:strategy/trend ")
    expect(page.locator(OPTION)).to_have_count(1)

    page.locator(f"{CHIP}[aria-pressed=true]").click()

    expect(page.locator(FIELD)).to_have_value("fees ")
    expect(page.locator(OPTION)).to_have_count(2)


def test_a_filter_tells_how_many_it_leaves(page: Page) -> None:
    search(page, "fees")

    expect(page.locator(CHIP, has_text="idea")).to_have_text("type idea1")
    expect(page.locator(STATUS)).to_have_text("2 pages.")


def test_where_nothing_is_found_there_is_a_way_on(page: Page) -> None:
    search(page, "fees tag:nowhere")
    page.get_by_role("button", name="Search without filters").click()

    expect(page.locator(OPTION)).to_have_count(2)

    search(page, '"fees 3.5"')
    page.get_by_role("button", name="Search for the words in any order").click()

    expect(page.locator(OPTION)).to_have_count(1)

    search(page, "moomemtum")
    page.get_by_role("button", name="Did you mean “momentum”?").click()

    expect(page.locator(FIELD)).to_have_value("momentum")


def test_it_says_what_it_took_a_word_for(page: Page) -> None:
    search(page, "momentun")

    expect(page.locator(STATUS)).to_have_text("1 page. Nothing has “momentun”: these have “momentum”.")


def test_more_are_shown_when_asked_for(page: Page) -> None:
    search(page, "daily")
    options = page.locator(OPTION)

    expect(page.locator(STATUS)).to_have_text("25 pages.")
    expect(options).to_have_count(10)

    page.get_by_role("button", name="Show more").click()

    expect(options).to_have_count(20)

    page.locator(FIELD).focus()
    for _ in range(20):
        page.keyboard.press("ArrowDown")

    expect(options).to_have_count(25)
    expect(page.get_by_role("button", name="Show more")).not_to_be_visible()


def test_on_a_phone_it_is_the_whole_screen_and_nothing_moves_for_those_who_wish(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    search(page, "fees")
    box = page.locator("dialog.kb-search").bounding_box()
    motion = page.locator("dialog.kb-search").evaluate("dialog => getComputedStyle(dialog).animationName")
    context.close()

    assert box == {"x": 0, "y": 0, "width": 390, "height": 800}
    assert motion == "none"


def test_without_javascript_nothing_is_shown(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    shown = page.locator("[class*=kb-search]").count()
    context.close()

    assert shown == 0


@pytest.mark.parametrize("lost", ["**/search/words/*", "**/search/dialog.js"])
def test_a_search_that_cannot_be_read_says_so(browser: Browser, address: str, lost: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(lost, lambda route: route.abort())
    page.goto(address)
    page.keyboard.type("/fees")

    expect(page.locator(STATUS)).to_contain_text("Search does not work now")

    context.close()


def test_the_page_reads_words_as_the_build_does(page: Page, address: str) -> None:
    codes = [*range(32, 0x700), *range(0x3040, 0x30FF), *range(0x4E00, 0x4E40), *range(0xAC00, 0xAC20), 0x1F600]
    texts = [*SAMPLES, *("".join(map(chr, codes[start::97])) for start in range(97)), "".join(map(chr, codes))]
    read = """async ([module, texts]) => {
        const { chunksOf, fold, termsOf } = await import(module);
        const terms = (text) => chunksOf(text).map(termsOf).flatMap(({ whole, parts }) => [whole, ...parts]);
        return texts.map((text) => [fold(text), terms(text).filter(Boolean)]);
    }"""
    theirs: Any = page.evaluate(read, [f"{address}assets/javascripts/search/words.js", texts])
    for text, (folded, terms) in zip(texts, theirs, strict=True):
        rest = count_terms(text).keys() - set(terms)

        assert folded == fold(text)
        assert set(terms) <= count_terms(text).keys()
        assert all(len(term) == 1 and UNSPACED.match(term) for term in rest)
