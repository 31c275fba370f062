"""Pages on paper, in a real browser: every column of a table is on the sheet, and its words are whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from kb.site.builder import build_site
from tests.site.hosts import served
from tests.site.workspaces import make_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SHEET = 718
"""CSS pixels across A4 between a browser's own margins."""
RANKING = {
    "rank": "1",
    "run": "Turtle breakout AAPL 100",
    "symbol": "AAPL",
    "window": "100",
    "sharpe_ratio": "1.07446",
    "cagr": "-0.0001171",
    "annual_volatility": "0.303428",
    "max_drawdown": "-0.413228",
    "trades": "11",
    "hit_rate": "0.666667",
    "total_return": "28.0632",
    "benchmark": "0.6832",
}
BROKEN = """() => [...document.querySelectorAll("article :is(th, td)")].filter(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const lines = new Set([...range.getClientRects()].map(rect => Math.round(rect.bottom)));
  return !/[\\s-]/.test(cell.textContent.trim()) && lines.size > 1;
}).map(cell => cell.textContent)"""
RIGHT = "Math.max(...[...document.querySelectorAll('article table')].map(e => e.getBoundingClientRect().right))"


def table(*rows: list[str]) -> str:
    head, *rest = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *rest])


NOTES = {
    "Ranking.md": table([*RANKING], [*RANKING.values()]),
    "Days.md": table(
        ["day", "run", "what came of it", "question"],
        ["2026-11-29", "Nightjar batch AAPL 250", "The fast average must be shorter than the slow one. " * 4, "Why"],
    ),
    "Hash.md": table(["file", "sha256", "said"], ["a.csv", "0123456789abcdef" * 8, "as it was " * 9]),
    "Hashes.md": table([f"figure_{number}" for number in range(8)], ["0123456789abcdef" * 8] * 2 + ["0.123456"] * 6),
    "Many.md": table([f"figure_{number}" for number in range(30)], ["0.123456"] * 30),
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    workspace = make_workspace(tmp_path_factory.mktemp("print") / "w", NOTES)
    build_site(workspace)
    with served(workspace.site) as address:
        yield address


@pytest.fixture
def sheet(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": SHEET, "height": 1000})
    page.emulate_media(media="print")
    yield page
    page.close()


@pytest.mark.parametrize("name", ["ranking", "days", "hash", "hashes", "many"])
def test_every_column_of_a_table_is_on_the_sheet(sheet: Page, address: str, name: str) -> None:
    sheet.goto(f"{address}{name}/")

    assert sheet.evaluate(RIGHT) <= SHEET


@pytest.mark.parametrize("name", ["ranking", "days"])
def test_the_words_of_a_table_are_whole(sheet: Page, address: str, name: str) -> None:
    sheet.goto(f"{address}{name}/")

    assert sheet.evaluate(BROKEN) == []
