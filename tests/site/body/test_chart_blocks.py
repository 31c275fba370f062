"""Charts that stand in notes: drawn, kept by content, shown as written where they cannot be; nothing is fetched."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from kb.model.audience import PUBLIC_AUDIENCE
from kb.report.charts.draw import draw_chart
from kb.site.body.chart_blocks import chart_file_names, check_chart_blocks, read_chart_block
from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.builder import build_site, start_site
from kb.site.charts import VEGA
from kb.site.search.sources import chart_words
from kb.site.serving.live import update_site
from tests.site.conftest import MakeSite
from tests.site.test_plugin import mkdocs
from tests.site.workspaces import contents, make_workspace, save

SPEC: dict[str, Any] = {
    "title": {"text": ["Growth", "of 1"]},
    "data": {"values": [{"a": 1, "b": 2}, {"a": 2, "b": 3}]},
    "mark": "line",
    "encoding": {"x": {"field": "a", "type": "quantitative", "title": "years"}, "y": {"field": "b", "title": ""}},
}


def block(spec: Any) -> str:
    return f"```vega-lite\n{spec if isinstance(spec, str) else json.dumps(spec)}\n```\n"


@pytest.fixture
def page(make_site: MakeSite) -> Callable[[str], str]:
    def render(text: str) -> str:
        site = make_site({"a.md": text})
        return render_page(page_place(site, site.index.notes["a.md"])).html

    return render


def test_a_chart_has_its_picture_and_says_all_that_it_is(page: Callable[[str], str]) -> None:
    drawn = page(block(SPEC))
    said = json.loads(html.unescape(re.findall('data-spec="([^"]*)"', drawn)[0]))
    picture = unquote(html.unescape(re.findall('src="data:image/svg[+]xml,([^"]*)"', drawn)[0]))

    assert said["encoding"] == SPEC["encoding"]
    assert picture == draw_chart(read_chart_block(json.dumps(SPEC)))
    assert 'alt="Growth of 1"' in drawn
    assert "chart.js" in drawn
    assert "data-chart" not in drawn


def test_nothing_in_a_chart_is_markup_of_the_page(page: Callable[[str], str]) -> None:
    attack = "\"><script>alert(1)</script>'<img onerror=x>"
    drawn = page(block({**SPEC, "title": attack, "description": attack}))

    assert "<script>" not in drawn
    assert "<img onerror" not in drawn


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ('{"mark":\n"bar",,}', "It is no JSON, line 2: Expecting property name"),
        ("", "It is no JSON"),
        ("[" * 100_000, "It is no JSON"),
        ("[1]", "Its $schema does not say"),
        ({**SPEC, "data": {"url": "https://example.org/a.csv"}}, "It names by url what stands elsewhere"),
        ({**SPEC, "$schema": "https://vega.github.io/schema/vega/v5.json"}, "Its $schema does not say"),
        ({**SPEC, "mark": "nonsense"}, "Vega cannot draw it"),
        ("x" * 2_000_001, "It is longer than 2,000,000 characters"),
    ],
)
def test_what_cannot_be_drawn_is_shown_as_code_and_told(
    make_site: MakeSite, tmp_path: Path, spec: Any, why: str
) -> None:
    site = make_site({"a.md": f"\n\n{block(spec)}"})
    drawn = html.unescape(render_page(page_place(site, site.index.notes["a.md"])).html)
    (problem,) = check_chart_blocks(site.index, tmp_path)

    assert f"This chart cannot be drawn: {why}" in drawn
    assert "language-json" in drawn
    assert "data-spec" not in drawn
    assert (problem.rule, problem.path, problem.line) == ("bad-chart", "a.md", 5 if ", line 2" in drawn else 3)


def test_a_chart_of_a_template_is_not_checked(make_site: MakeSite, tmp_path: Path) -> None:
    index = make_site({"a.md": block("{{title}}")}).index
    templates = {path: replace(note, is_template=True) for path, note in index.notes.items()}

    assert list(check_chart_blocks(replace(index, notes=templates), tmp_path)) == []


def test_what_was_drawn_is_kept(make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site({"a.md": block(SPEC)})
    place = page_place(
        replace(site, drawing=replace(site.drawing, diagrams=tmp_path / "kept")), site.index.notes["a.md"]
    )
    first = render_page(place).html
    monkeypatch.setattr("kb.site.body.chart_blocks.draw_chart", lambda _spec: pytest.fail("drawn twice"))

    assert render_page(place).html == first
    assert [path.name for path in (tmp_path / "kept").iterdir()] == list(chart_file_names(json.dumps(SPEC)))
    assert list(chart_file_names("{")) == []


def test_a_fork_draws_with_a_process_of_its_own() -> None:
    ours = draw_chart(read_chart_block(json.dumps(SPEC)))
    reading, writing = os.pipe()
    if not (child := os.fork()):
        os.write(writing, b"same" if draw_chart(read_chart_block(json.dumps(SPEC))) == ours else b"other")
        os._exit(0)
    os.waitpid(child, 0)

    assert os.read(reading, 10) == b"same"
    assert draw_chart(read_chart_block(json.dumps(SPEC))) == ours


def test_a_site_with_such_a_chart_alone_has_the_scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.site.charts.vega_script", lambda: "export const vegaEmbed = null;")
    workspace = make_workspace(tmp_path / "w", {"index.md": block(SPEC)})
    build_site(workspace)

    assert (workspace.site / VEGA).is_file()
    assert "data-spec" in (workspace.site / "index.html").read_text("utf-8")


def test_others_get_no_chart_in_which_a_redacted_name_stands(tmp_path: Path) -> None:
    secret = {**SPEC, "data": {"values": [{"a": 1, "b": 2, "account_balance": 98765}]}}
    workspace = make_workspace(
        tmp_path / "w", {"index.md": f"---\npublish: true\n---\nBefore\n\n{block(secret)}\nBehind\n\n{block(SPEC)}"}
    )
    build_site(workspace, audience=PUBLIC_AUDIENCE)
    page = (workspace.root / "site-public/index.html").read_text("utf-8")

    assert page.count("data-spec") == 1
    assert "98765" not in page
    assert "cannot be drawn" not in page
    assert "Behind" in page


def test_mkdocs_and_a_server_write_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.site.charts.vega_script", lambda: "export const vegaEmbed = null;")
    workspace = make_workspace(tmp_path / "w", {"index.md": "# Home\n"})
    live = start_site(workspace, workspace.audience("owner"))
    save(workspace.vault, "index.md", f"# Home\n\n{block(SPEC)}")
    _, differing = update_site(live, ["index.md"])
    served = contents(workspace.site)

    assert {VEGA, "index.html"} <= differing
    build_site(workspace)
    assert contents(workspace.site) == served
    mkdocs(workspace)
    assert contents(workspace.site) == served


def test_the_search_finds_the_titles_of_a_chart() -> None:
    assert chart_words(json.dumps(SPEC)) == "Growth\nof 1\nyears"
    assert chart_words("{ no") == "{ no"
    assert chart_words("[]") == ""
