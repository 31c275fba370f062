"""In a real browser: under the site's policy every feature works and complains of nothing, and no attack runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from kb.config import read_settings
from kb.report.interactive import page_of_interactive
from kb.site.builder import build_site
from kb.site.frame.policy import content_policy, with_policy
from tests.site.body.attacks import ATTACKS
from tests.site.conftest import DATA
from tests.site.hosts import served
from tests.site.test_browser import ASKED, BOARD, DRAWN, FOUND, PAGES, PATIENT_MILLISECONDS, WIDE, search

pytestmark = pytest.mark.browser
ESCAPE = """
document.querySelector('p').textContent += ' ran';
try { parent.kbCanary = 1; top.kbCanary = 1 } catch {}
try { localStorage.x = 1; document.querySelector('p').textContent += ' with storage' } catch {}
fetch('/').then(() => { document.querySelector('p').textContent += ' with network' }, () => {});
"""
ORDERS = {"Forward": ATTACKS, "Backward": ATTACKS[::-1]}  # what one leaves open may cover those after it


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small site with its policy, a page of attacks, and one where only the policy stands between."""
    root = tmp_path_factory.mktemp("safety") / "workspace"
    shutil.copytree(DATA / "small", root)
    (root / "vault" / "Drawn.md").write_text(DRAWN, "utf-8")
    (root / "vault" / "Wide.md").write_text(WIDE, "utf-8")
    (root / "vault" / "Asked.base").write_text(ASKED, "utf-8")
    (root / "vault" / "Board.canvas").write_text(BOARD, "utf-8")
    for name, attacks in ORDERS.items():
        (root / "vault" / f"{name}.md").write_text("# Attacks\n\n" + "\n\n".join(attacks), "utf-8")
    (root / "vault" / "chart.html").write_bytes(page_of_interactive(f"<p>chart</p><script>{ESCAPE}</script>") or b"")
    (root / "vault" / "bad.html").write_text(f"<p>bad</p><script>{ESCAPE}</script>", "utf-8")
    (root / "vault" / "Frames.md").write_text("![[chart.html]]\n\n![[bad.html]]\n", "utf-8")
    build_site(read_settings(root))
    policy = content_policy("<head></head>")
    for number, attack in enumerate(ATTACKS):
        open_page = with_policy(f"<!doctype html><head></head><body>{attack}", policy)
        (root / "site" / f"open-{number}.html").write_text(open_page, "utf-8")
    with served(root / "site") as address:
        yield address


def complaints_of(page: Page) -> list[str]:
    complaints: list[str] = []

    def keep(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    page.on("console", keep)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def test_no_page_breaks_the_policy(page: Page, address: str) -> None:
    complaints = complaints_of(page)
    for name in PAGES:
        page.goto(address + name)
        page.wait_for_load_state("networkidle")

    assert complaints == []


def test_search_palette_and_copy_work_under_the_policy(page: Page, address: str) -> None:
    complaints = complaints_of(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + "drawn/")
    page.wait_for_load_state("networkidle")
    page.locator("label[for=__palette_1]").first.click()
    page.locator(".md-code__button, button.md-clipboard").first.click()
    search(page, "zucchini")

    expect(page.locator(FOUND).first).to_be_visible(timeout=PATIENT_MILLISECONDS)
    assert page.evaluate("document.body.getAttribute('data-md-color-media')")
    assert complaints == []


def ran(page: Page, url: str) -> bool:
    """Whether anything of the page's own could run, also on a click."""
    page.goto(url, wait_until="load")
    for link in page.locator(".kb-canary").all():
        link.dispatch_event("click")
    page.wait_for_timeout(20)
    return bool(page.evaluate("window.kbCanary")) or not page.url.startswith(url)


@pytest.mark.parametrize("name", ORDERS)
def test_no_attack_in_a_note_runs(page: Page, address: str, name: str) -> None:
    assert not ran(page, f"{address}{name.lower()}/")
    assert page.locator("h1").first.inner_text() == "Attacks"
    assert page.locator("footer").count() == 1


def test_no_attack_that_were_not_cleaned_would_run_under_the_policy(page: Page, address: str) -> None:
    assert [attack for number, attack in enumerate(ATTACKS) if ran(page, f"{address}open-{number}.html")] == []


def test_an_interactive_page_runs_and_reaches_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}frames/")
    chart = page.frame_locator('iframe[src$="chart.html"]').frame_locator("iframe").locator("p")
    bad = page.frame_locator('iframe[src$="bad.html"]').locator("p")
    page.locator('iframe[src$="bad.html"]').scroll_into_view_if_needed()

    expect(chart).to_have_text("chart ran", timeout=PATIENT_MILLISECONDS)
    expect(bad).to_have_text("bad ran", timeout=PATIENT_MILLISECONDS)
    assert not page.evaluate("window.kbCanary")


def test_an_interactive_figure_of_a_run_is_locked_in_when_it_is_opened_by_itself(page: Page, address: str) -> None:
    page.goto(f"{address}chart.html")

    expect(page.frame_locator("iframe").locator("p")).to_have_text("chart ran", timeout=PATIENT_MILLISECONDS)
    assert not page.evaluate("window.kbCanary")


def test_the_canary_sings_where_nothing_protects(page: Page) -> None:
    page.set_content(ATTACKS[0])

    assert page.evaluate("window.kbCanary") == 1
