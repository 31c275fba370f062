"""Charts of a site: pictures with their specification beside them; scripts only where there is one; nothing private."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from kb.config import Settings
from kb.model.audience import PUBLIC_AUDIENCE
from kb.site.builder import build_site, start_site
from kb.site.charts import VEGA, Chart, read_charts
from kb.site.serving.live import update_site
from tests.site.test_plugin import mkdocs
from tests.site.workspaces import contents, make_workspace, save

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
SPEC: dict[str, Any] = {"$schema": SCHEMA, "mark": "point", "data": {"values": [{"a": 1}]}}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" class="marks" width="640" height="320"></svg>'
FILES = {
    "index.md": "---\npublish: true\n---\n# Home\n\nWords ![[equity.svg|The equity]] and more.\n",
    "plain.md": "---\npublish: true\n---\n# Plain\n\n[[equity.svg]]\n",
    "equity.svg": SVG,
    "equity.vl.json": json.dumps(SPEC),
}


@pytest.fixture(autouse=True)
def _scripts_are_there_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.site.charts.vega_script", lambda: "export const vegaEmbed = null;")


@pytest.fixture
def workspace(tmp_path: Path) -> Settings:
    return make_workspace(tmp_path / "w", FILES)


def charts_of(folder: Path, spec: Any, picture: str = SVG) -> dict[str, Chart]:
    (folder / "a.svg").write_text(picture, "utf-8")
    (folder / "a.vl.json").write_text(spec if isinstance(spec, str) else json.dumps(spec), "utf-8")
    return read_charts(folder, ["a.svg", "a.vl.json"])


def test_a_page_with_a_chart_says_where_it_is_and_has_its_picture(workspace: Settings) -> None:
    build_site(workspace)
    pages = {name: (workspace.site / name).read_text("utf-8") for name in ("index.html", "plain/index.html")}

    assert (
        '<span class="kb-chart" style="--kb-width: 640px; --kb-height: 320px; --kb-ratio: 640 / 320"'
        in pages["index.html"]
    )
    assert '<img src="equity.svg" alt="The equity" loading="lazy"></span>' in pages["index.html"]
    assert 'data-chart="equity.vl.json?' in pages["index.html"]
    assert "chart.js" in pages["index.html"]
    assert "chart" not in pages["plain/index.html"].replace("kb-chart", "").replace("plain", "")
    assert json.loads((workspace.site / "equity.vl.json").read_bytes()) == SPEC
    assert (workspace.site / VEGA).is_file()


def test_a_site_without_charts_has_none_of_their_scripts_nor_a_specification(workspace: Settings) -> None:
    save(workspace.vault, "index.md", "# Home\n\n[[equity.svg]]\n")
    build_site(workspace)

    assert not (workspace.site / VEGA).exists()
    assert not (workspace.site / "equity.vl.json").exists()
    assert (workspace.site / "equity.svg").is_file()


def test_mkdocs_writes_the_same(workspace: Settings) -> None:
    build_site(workspace)
    own = contents(workspace.site)
    mkdocs(workspace)

    assert contents(workspace.site) == own


def test_a_chart_that_changes_changes_its_page_and_no_other(workspace: Settings) -> None:
    live = start_site(workspace, workspace.audience("owner"))
    save(workspace.vault, "equity.vl.json", json.dumps(SPEC | {"title": "New"}))
    live, differing = update_site(live, ["equity.vl.json"])

    assert differing == {"equity.vl.json", "index.html"}

    save(workspace.vault, "equity.vl.json", None)
    _, differing = update_site(live, ["equity.vl.json"])

    assert {"equity.vl.json", "index.html", VEGA} <= differing
    assert not (workspace.site / VEGA).exists()


@pytest.mark.parametrize(
    ("text", "size"),
    [("320", "--kb-width: 320px; --kb-height: 160px"), ("words|200x300", "--kb-width: 200px; --kb-height: 300px")],
)
def test_a_size_that_is_asked_for_is_that_of_the_chart(workspace: Settings, text: str, size: str) -> None:
    save(workspace.vault, "index.md", f"![[equity.svg|{text}]]")
    build_site(workspace)

    assert size in (workspace.site / "index.html").read_text("utf-8")


def test_a_chart_of_several_parts_keeps_its_size_and_is_a_picture_where_another_is_asked_for(
    workspace: Settings,
) -> None:
    save(workspace.vault, "equity.vl.json", json.dumps({"$schema": SCHEMA, "hconcat": [SPEC, SPEC]}))
    save(workspace.vault, "index.md", "![[equity.svg]] ![[equity.svg|100]]")
    build_site(workspace)

    assert (workspace.site / "index.html").read_text("utf-8").count('class="kb-chart kb-chart--fixed"') == 1


@pytest.mark.parametrize(
    ("part", "is_fluid"),
    [
        ({}, True),
        ({"width": 300}, True),
        ({"layer": [SPEC, {"encoding": 3}, 4]}, True),
        ({"layer": 3}, True),
        ({"width": {"step": 20}}, False),
        ({"encoding": {"column": {"field": "a"}}}, False),
        ({"repeat": ["a"], "spec": {}}, False),
    ],
)
def test_one_plot_takes_any_width(tmp_path: Path, part: dict[str, Any], is_fluid: bool) -> None:
    assert charts_of(tmp_path, SPEC | part)["a.svg"].is_fluid == is_fluid


def test_fields_below_a_chart_are_counted(tmp_path: Path) -> None:
    bound = {"name": "a", "bind": {"input": "range"}}
    two = {"name": "b", "select": "point", "bind": {"x": {"input": "text"}, "y": {"input": "text"}}}
    spec = SPEC | {"params": [bound, {"name": "c", "bind": "legend"}], "layer": [{"params": [two]}]}

    assert charts_of(tmp_path, spec)["a.svg"].fields == 3


@pytest.mark.parametrize(
    "spec",
    ["", "{", "[]", "\ufeff{}", "[" * 50_000, SPEC | {"data": {"url": "https://example.org/x.csv"}}, {"mark": "point"}],
)
def test_what_is_no_chart_or_needs_anything_from_elsewhere_leaves_the_picture_alone(tmp_path: Path, spec: Any) -> None:
    assert charts_of(tmp_path, spec) == {}


@pytest.mark.parametrize("picture", ["", "no svg", '<svg width="100%" height="3">', '<svg width="0" height="3">'])
def test_a_picture_that_tells_no_size_is_shown_alone(tmp_path: Path, picture: str) -> None:
    assert charts_of(tmp_path, SPEC, picture) == {}


@pytest.mark.parametrize(("width", "found"), [(770, (770, 440)), (0, None)])
def test_a_png_may_be_the_picture_of_a_chart(tmp_path: Path, width: int, found: tuple[int, int] | None) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, 440))
    (tmp_path / "a.vl.json").write_text(json.dumps(SPEC), "utf-8")
    charts = read_charts(tmp_path, ["a.png", "a.vl.json", "b.vl.json", "c.svg"])

    assert [(chart.width, chart.height) for chart in charts.values()] == ([found] if found else [])


def test_a_chart_that_is_gone_when_it_is_read_is_none(tmp_path: Path) -> None:
    assert read_charts(tmp_path, ["a.svg", "a.vl.json"]) == {}


@pytest.mark.parametrize(
    "data",
    [
        {"values": [{"day": 1, "account_balance": 5}]},
        {"values": "day,balance\n1,5\n", "format": {"type": "csv"}},
        {"values": [{"what": "Balance of all", "value": 5}]},
    ],
)
def test_others_get_the_picture_alone_where_the_data_have_a_redacted_name(workspace: Settings, data: Any) -> None:
    save(workspace.vault, "equity.vl.json", json.dumps(SPEC | {"data": data}))
    built = build_site(workspace, audience=PUBLIC_AUDIENCE)
    folder = workspace.root / "site-public"

    assert [problem.rule for problem in built.problems] == ["whole-file"]
    assert (folder / "equity.svg").is_file()
    assert not (folder / "equity.vl.json").exists()
    assert "kb-chart" not in (folder / "index.html").read_text("utf-8")


def test_a_redacted_name_in_the_picture_counts_too(workspace: Settings) -> None:
    save(workspace.vault, "equity.svg", SVG.replace("></svg>", "><text>Balance</text></svg>"))
    build_site(workspace, audience=PUBLIC_AUDIENCE)

    assert not (workspace.root / "site-public" / "equity.vl.json").exists()


def test_others_get_charts_in_which_none_stands_also_where_they_have_quantities(workspace: Settings) -> None:
    spec = SPEC | {"encoding": {"x": {"field": "a", "type": "quantitative"}}}
    save(workspace.vault, "equity.vl.json", json.dumps(spec))
    built = build_site(workspace, audience=PUBLIC_AUDIENCE)

    assert built.problems == ()
    assert (workspace.root / "site-public" / "equity.vl.json").is_file()


def test_where_the_scripts_cannot_be_made_pictures_stay(workspace: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.site.charts.vega_script", lambda: None)
    built = build_site(workspace)

    assert [problem.what for problem in built.problems] == [
        "Charts stay pictures: the scripts that show them cannot be made"
    ]
    assert "kb-chart" not in (workspace.site / "index.html").read_text("utf-8")
