"""What an owner's own build adds to a note."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.frame import owner
from kb.site.frame.owner import render_owner_links
from kb.site.model import Site
from tests.site.conftest import MakeSite

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ASKING = """```kb
name: Sweep
notebook: back test
parameters:
  symbol: AAPL
  note: "yes: no"
sweep:
  fast: [20, 50]
  live: [true, false]
  share: [0.5, .inf]
```
"""
RESULTS = """---
kb_batch: Sweep
spec: "[[Asking]]"
---
| rank | run | fast | live | share | sharpe_ratio |
|---:|---|---:|---|---:|---:|
| 1 | A 20 | 20 | true | inf | 1.5 |
| 2 | A 30 | 30 | true | 0.5 | 1.1 |
"""


def links_of(path: str, site: Site) -> str:
    return render_owner_links(site.index.notes[path], site, "My vault & more")


def block_of(html: str) -> Any:
    found = re.search(r'data-kb-block="([^"]*)"', html)
    return json.loads(unescape(found[1])) if found else None


def test_a_note_opens_in_obsidian_by_vault_and_path(make_site: MakeSite) -> None:
    assert links_of("ideas/Größe & x.md", make_site({"ideas/Größe & x.md": ""})) == (
        '<p class="kb-owner" data-search-exclude>'
        '<a href="obsidian://open?vault=My%20vault%20%26%20more&amp;file=ideas%2FGr%C3%B6%C3%9Fe%20%26%20x.md">'
        "Open in Obsidian</a></p>\n"
    )


def test_a_runs_notebook_is_opened_by_a_command_without_any_path(make_site: MakeSite) -> None:
    site = make_site({"r.md": "---\nkb_run: 3f2a0011223344aa\n---\n", "bad.md": "---\nkb_run: 'x; rm'\n---\n"})

    assert "<code data-kb-copy>kb open 3f2a0011223344aa</code>" in links_of("r.md", site)
    assert "kb open" not in links_of("bad.md", site)


def test_a_results_note_holds_what_makes_a_block_of_a_row(make_site: MakeSite) -> None:
    site = make_site({"Asking.md": ASKING, "Results.md": RESULTS})

    assert block_of(links_of("Results.md", site)) == {
        "above": 'notebook: "back test"\nparameters:\n  symbol: AAPL\n  note: "yes: no"',
        "sweep": {
            "fast": {"20": "20", "50": "50"},
            "live": {"true": "true", "false": "false"},
            "share": {"0.5": "0.5", "inf": ".inf"},
        },
    }


@pytest.mark.parametrize(
    "asking",
    [
        "",
        "```kb\nname: Sweep\n```",
        "```kb\nname: Sweep\nnotebook: x\nsweep: 5\n```",
        "```kb\nname: Sweep\na: b: c\n```",
    ],
)
def test_without_a_block_that_sweeps_there_is_none(make_site: MakeSite, asking: str) -> None:
    site = make_site({"Asking.md": asking, "Results.md": RESULTS})

    assert block_of(links_of("Results.md", site)) is None


def test_of_a_block_that_cannot_be_read_there_is_none(make_site: MakeSite) -> None:
    site = make_site({"Asking.md": "```kb\na: b: c\n```", "Results.md": RESULTS})
    known = replace(site, results_of=lambda _path, _line: "Results.md")

    assert block_of(links_of("Results.md", known)) is None


def test_a_results_note_that_names_no_question_is_found_by_its_batch(make_site: MakeSite) -> None:
    site = make_site({"Asking.md": ASKING, "Results.md": RESULTS.replace('spec: "[[Asking]]"\n', "")})

    assert block_of(links_of("Results.md", site)) is not None


@pytest.mark.browser
def test_a_row_is_copied_as_a_block_and_a_command_as_text(browser: Browser, make_site: MakeSite) -> None:
    site = make_site({"Asking.md": ASKING, "Results.md": RESULTS.replace("spec:", "kb_run: abc1\nspec:")})
    html = links_of("Results.md", site) + render_page(page_place(site, site.index.notes["Results.md"])).html
    script = (Path(owner.__file__).parents[1] / "assets" / "owner.js").read_text("utf-8")
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.route(
        "**/*",
        lambda route: route.fulfill(
            body=script if route.request.url.endswith("owner.js") else f'<div class="md-content">{html}</div>',
            content_type="text/javascript" if route.request.url.endswith("owner.js") else "text/html",
            headers={"Content-Security-Policy": "default-src 'self'"},
        ),
    )
    page.goto("http://localhost/")
    page.add_script_tag(url="http://localhost/owner.js", type="module")

    page.get_by_role("button", name="Copy as kb block").click()
    block = page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Copy", exact=True).click()
    command = page.evaluate("navigator.clipboard.readText()")
    context.close()

    assert block == (
        '```kb\nnotebook: "back test"\nparameters:\n  symbol: AAPL\n  note: "yes: no"\n'
        "  fast: 20\n  live: true\n  share: .inf\n```\n"
    )
    assert command == "kb open abc1"
