"""Vaults and folders that no one would make on purpose: each note has its page, and what cannot be is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import KbError
from kb.site.builder import build_site
from tests.site.workspaces import contents, make_workspace, override, save

OF_KB = {
    "404.html": b"There is no page at this address",
    "nav.json": b"[[",
    "search/index.json": b"lengths",
    "sitemap.xml": b"<urlset",
    "assets/stylesheets/kb.css": b"--md-",
}


def pages_of(paths: list[str], root: Path) -> dict[str, list[str]]:
    """Path of each note -> the pages of the site that bear its text."""
    files = {path: f"Words of {path}\n\n#tag" for path in paths}
    workspace = replace(make_workspace(root / "w", files), site_url="https://example.org/")
    assert {problem.rule for problem in build_site(workspace).problems} <= {"address-clash"}
    site = contents(workspace.site)
    assert {name for name, text in OF_KB.items() if text not in site[name]} == set()
    pages = {name: page for name, page in site.items() if name.endswith("index.html")}
    texts = {path: f"<p>Words of {path}</p>".encode() for path in paths}
    return {path: [name for name, page in pages.items() if text in page] for path, text in texts.items()}


@pytest.mark.parametrize("place", ["{}.md", "{}/note.md"], ids=["notes", "folders"])
def test_notes_and_folders_with_the_names_of_kbs_own_pages_and_files(tmp_path: Path, place: str) -> None:
    names = ["index", "404", "404.html", "tags", "search", "recent", "assets", "nav.json", "feed.xml", "sitemap.xml"]
    found = pages_of([place.format(name) for name in names], tmp_path)

    assert [path for path, pages in found.items() if len(pages) != 1] == []


def test_names_that_differ_by_case_only(tmp_path: Path) -> None:
    paths = ["A.md", "a.md", "Ä.md", "ä.md", "f/X.md", "F/x.md", "Straße.md", "STRASSE.md"]
    (tmp_path / "x").touch()
    if (tmp_path / "X").exists():
        pytest.skip("this disk takes them for one")
    found = pages_of(paths, tmp_path)
    pages = [page for pages in found.values() for page in pages]

    assert [len(pages) for pages in found.values()] == [1] * len(paths)
    assert len({page.casefold() for page in pages}) == len(paths)


def test_an_empty_vault_is_an_empty_site(tmp_path: Path) -> None:
    assert pages_of([], tmp_path) == {}


def test_a_folder_of_thousands_of_files_that_no_note_shows(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "a"})
    (workspace.vault / "many").mkdir()
    for number in range(3_000):
        (workspace.vault / "many" / f"{number}.bin").touch()
    build_site(workspace)

    assert not (workspace.site / "many").exists()
    assert not build_site(workspace).is_new


def test_a_cache_that_is_no_folder_costs_time_and_nothing_else(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "a ![[B]]", "B.md": "```mermaid\npie\n```"})
    build_site(workspace)
    site = contents(workspace.site)
    other = make_workspace(tmp_path / "other", {"A.md": "a ![[B]]", "B.md": "```mermaid\npie\n```"})
    save(other.root, ".kb", "a file")
    build_site(other)

    assert contents(other.site) == site


def test_templates_in_no_folder_are_told_with_the_setting(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "a"})
    override(workspace, "main.html", "").parent.rename(workspace.root / "elsewhere")

    with pytest.raises(KbError, match=r"mkdocs\.yml: .*custom_dir.*does not exist"):
        build_site(workspace)
