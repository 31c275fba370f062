"""What of a site is no page: copies, and what scripts, readers of feeds and hosts read."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from kb.config import Settings, read_settings
from kb.model.audience import OWNER, PUBLIC
from kb.site.build import Build
from kb.site.builder import build_site, start_site
from kb.site.outputs import files_of, named_data, render_nav, text_data
from kb.site.serving.live import update_site
from tests.site.workspaces import make_workspace, override, save

FILES = {
    "A.md": "---\npublish: true\n---\n![[pic.png]] [table](table.csv)",
    "B.md": "b",
    "pic.png": "shown",
    "other.png": "not shown",
    "table.csv": "day,balance\n1,900\n",
    "style/mine.css": "a {}",
    "mine.js": "1",
    "logo.svg": "<svg/>",
}


def build_of(root: Path, audience: str = OWNER, looks: str = "", settings: str = "") -> Build:
    workspace = make_workspace(root / "w", FILES)
    (root / "secret.css").write_text("secret")
    for name, text in (("mkdocs.yml", looks), ("kb.toml", settings)):
        with (workspace.root / name).open("a") as file:
            file.write(text)
    workspace = read_settings(workspace.root)
    return start_site(workspace, workspace.audience(audience)).build


def of_the_vault(build: Build, *data: str) -> set[str]:
    vault = build.edition.settings.vault
    return {name for name, file in files_of(build, data).items() if file.is_relative_to(vault)}


def test_of_the_vault_only_what_notes_show_is_copied(tmp_path: Path) -> None:
    assert of_the_vault(build_of(tmp_path)) == {"pic.png", "table.csv"}


def test_styles_and_scripts_that_mkdocs_yml_names_are_copied_too(tmp_path: Path) -> None:
    looks = "extra_css: [style/mine.css, https://example.org/x.css]\nextra_javascript: [mine.js]\n"

    assert of_the_vault(build_of(tmp_path, looks=looks)) == {"pic.png", "table.csv", "style/mine.css", "mine.js"}


@pytest.mark.parametrize("name", ["../secret.css", "/etc/passwd", "style/../../secret.css", "style"])
def test_a_style_outside_of_the_vault_is_not(tmp_path: Path, name: str) -> None:
    assert of_the_vault(build_of(tmp_path, looks=f"extra_css: [{name}]\n")) == {"pic.png", "table.csv"}


def test_a_logo_in_the_vault_is_copied(tmp_path: Path) -> None:
    build = build_of(tmp_path)
    build.frame.config.theme["logo"] = "logo.svg"

    assert "logo.svg" in of_the_vault(build)


def test_what_is_written_is_not_copied_over_whatever_its_case(tmp_path: Path) -> None:
    build = build_of(tmp_path)

    assert of_the_vault(build, "PIC.png") == {"table.csv"}
    assert of_the_vault(build, "pic.png/x.json") == {"table.csv"}


TAKEN = ("graph/dots.json", "graph/near/00.json", "nav.json", "assets/stylesheets/kb.css")


def test_a_file_whose_place_is_taken_is_told_by_a_build_and_while_it_is_served(tmp_path: Path) -> None:
    shown = "".join(f"![[{name}]] " for name in (*TAKEN, "graph/mine.json"))
    workspace = make_workspace(tmp_path / "w", {**dict.fromkeys((*TAKEN, "graph/mine.json"), "mine"), "A.md": shown})
    for name in ("CNAME", "graph/mine.json"):
        save(workspace.root / "static", name, "of the host")
    told = [(problem.path, problem.found) for problem in build_site(workspace).problems if "taken" in problem.what]
    live = start_site(workspace, workspace.audience(OWNER))
    save(workspace.vault, "A.md", f"{shown} and more")
    live, _ = update_site(live, ["A.md"])

    taken = {**{name: f"/{name}" for name in TAKEN}, "static/graph/mine.json": "/graph/mine.json"}
    assert dict(told) == taken
    assert {problem.path for problem in live.made.problems if "taken" in problem.what} == taken.keys()
    assert json.loads((workspace.site / "graph" / "dots.json").read_text("utf-8"))["urls"] == ["a/"]
    assert (workspace.site / "graph" / "mine.json").read_text() == "mine"
    assert (workspace.site / "CNAME").read_text() == "of the host"


def test_notes_called_like_the_graph_keep_their_address_and_the_graph_has_another(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"graph.md": "# My graph", "graph/dots.json.md": "[[graph]]"})
    built = build_site(workspace)
    pages = (workspace.site / name / "index.html" for name in ("graph", "graph/dots-json", "all-graph"))

    assert built.problems == ()
    titles = [re.findall(r"<h1[^>]*>([^<]*)", page.read_text("utf-8")) for page in pages]
    assert titles == [["My graph"], ["dots.json"], ["Graph"]]
    assert (workspace.site / "all-graph" / "dots.json").is_file()


def test_kbs_own_scripts_and_styles_are_there(tmp_path: Path) -> None:
    names = files_of(build_of(tmp_path), ()).keys()

    assert {"assets/stylesheets/print.css", "assets/javascripts/search.js", "assets/javascripts/nav.js"} <= names
    assert not any(name.endswith((".py", ".html")) for name in names)


def test_of_a_table_that_others_read_the_cells_that_must_not_leave_are_left_out(tmp_path: Path) -> None:
    build = build_of(tmp_path, PUBLIC)
    data, problems = text_data(build)

    assert of_the_vault(build, *data) == {"pic.png"}
    assert data["table.csv"] == "day,balance\n1,…\n".encode()
    assert problems == ()


def test_with_an_address_there_is_a_sitemap_and_robots_txt_names_it(tmp_path: Path) -> None:
    build = build_of(tmp_path, PUBLIC, settings='url = "https://example.org/notes/"\n')
    data = {**named_data(build)[0], **text_data(build)[0]}

    assert b"<loc>https://example.org/notes/a/</loc>" in data["sitemap.xml"]
    assert b"404" not in data["sitemap.xml"]
    assert b"https://example.org/notes/sitemap.xml" in data["robots.txt"]


def test_the_navigation_for_scripts_has_each_page_once_in_order(tmp_path: Path) -> None:
    rows = json.loads(render_nav(build_of(tmp_path)))

    assert rows == [["", "Home", 0], ["a/", "A", 0], ["b/", "B", 0], ["graph/", "Graph", 0]]


LOADED = (
    r"<(?:script|img|iframe)\b[^>]*?\bsrc=\"([^\"]+)",
    r"<link\b[^>]*?\bhref=\"([^\"]+)",
    r"url\([\"']?([^\"')]+)",
    r"\nimport .* from \"([^\"]+)",
    r"\bimport\(\"([^\"]+)",
)


def test_every_file_that_pages_styles_and_scripts_load_is_there_and_no_map_or_search_of_material(
    workspace: Settings,
) -> None:
    build_site(workspace)
    files = {path.relative_to(workspace.site).as_posix(): path for path in workspace.site.rglob("*") if path.is_file()}
    texts = {name: path.read_text("utf-8") for name, path in files.items() if path.suffix in {".html", ".css", ".js"}}
    ways = {
        (name, way) for name, text in texts.items() for line in LOADED for way in re.findall(line, text, re.MULTILINE)
    }
    parts = {urlsplit(urljoin(f"https://here/{name}", way)) for name, way in ways}
    loaded = {unquote(part.path)[1:] for part in parts if part.netloc == "here"}

    assert {"assets/images/favicon.png", "assets/javascripts/search/dialog.js"} <= loaded
    assert {name for name in loaded if name not in files and f"{name}index.html" not in files} == set()
    assert not [name for name in files if name.endswith(".map") or "lunr" in name or "workers" in name]


def test_a_file_of_the_workspaces_own_theme_is_copied_whatever_it_is_called(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {})
    override(workspace, "assets/javascripts/workers/mine.js.map", "{}")
    build_site(workspace)

    assert (workspace.site / "assets/javascripts/workers/mine.js.map").is_file()
