"""From the vault to all that a build needs: what is published, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.config import read_settings
from kb.model.audience import OWNER, PUBLIC
from kb.site.build import Build
from kb.site.builder import build_site, start_site
from kb.site.serving.live import update_site
from tests.site.workspaces import make_workspace, save


def build_of(root: Path, files: Mapping[str, str], more: str = "") -> Build:
    settings = make_workspace(root / "w", files)
    with (settings.root / "mkdocs.yml").open("a") as file:
        file.write(more)
    return start_site(settings, settings.audience(OWNER)).build


def order(build: Build) -> list[str]:
    return [entry.title for entry, _ in build.frame.writer.navigation.pages()]


def test_what_mkdocs_yml_excludes_has_no_page_and_is_in_no_list(tmp_path: Path) -> None:
    build = build_of(
        tmp_path, {"A.md": "a", "drafts/B.md": "b", "C.draft.md": "c"}, "exclude_docs: |\n  drafts/\n  *.draft.md\n"
    )

    assert list(build.site.urls) == ["A.md"]
    assert order(build) == ["Home", "A", "Graph"]


def test_notes_stand_by_nav_order_then_by_title(tmp_path: Path) -> None:
    texts = {"A": "", "B": "nav_order: 2", "C": "nav_order: 1.5", "D": "nav_order: true", "E": "nav_order: first"}
    files = {f"{name}.md": f"---\n{text}\n---\n" for name, text in texts.items()}

    assert order(build_of(tmp_path, files)) == ["Home", "C", "B", "A", "D", "E", "Graph"]


def test_a_folder_stands_by_the_nav_order_of_its_own_note(tmp_path: Path) -> None:
    files = {"a/x.md": "x", "b/b.md": "---\nnav_order: 1\n---\n", "b/y.md": "y"}

    assert order(build_of(tmp_path, files)) == ["Home", "B", "y", "A", "x", "Graph"]


DATED = "---\nupdated: 2024-05-01\n---\n#x"


def test_the_graph_and_the_lists_of_tags_and_changes_stand_last_and_no_page_leads_on_to_them(tmp_path: Path) -> None:
    build = build_of(tmp_path, {"Zebra.md": DATED, "f/x.md": ""})
    neighbours = build.frame.writer.navigation.neighbours

    assert order(build) == ["Home", "Zebra", "F", "x", "Graph", "Recent changes", "Tags"]
    assert neighbours.keys() == {"index.md", "Zebra.md", "f/index.md", "f/x.md"}
    assert neighbours["f/x.md"][1] is None


def test_a_navigation_that_is_given_may_lead_on_to_the_tags(tmp_path: Path) -> None:
    build = build_of(tmp_path, {"A.md": DATED, "B.md": ""}, "nav:\n  - A.md\n  - tags.md\n  - B.md\n")
    before, after = build.frame.writer.navigation.neighbours["tags.md"]

    assert (before and before.title, after and after.title) == ("A", "B")


def test_the_navigation_that_mkdocs_yml_gives_is_shown_and_nothing_else(tmp_path: Path) -> None:
    nav = (
        "nav:\n  - Start: index.md\n  - Part:\n      - f/B.md\n      - Deep:\n          - C.md\n"
        "  - Elsewhere: https://example.org/\n"
    )
    build = build_of(tmp_path, {"A.md": "a", "index.md": "i", "f/B.md": "b", "C.md": "---\ntitle: See\n---\n"}, nav)
    entries = build.frame.writer.navigation.entries

    assert order(build) == ["Start", "B", "See"]
    assert [(entry.title, entry.url) for entry in entries] == [
        ("Start", ""),
        ("Part", ""),
        ("Elsewhere", "https://example.org/"),
    ]
    assert {"A.md", "C.md"} <= build.site.urls.keys()


def test_a_note_that_the_navigation_names_and_the_audience_does_not_read_is_a_problem(tmp_path: Path) -> None:
    settings = make_workspace(tmp_path / "w", {"A.md": "---\npublish: true\n---\n", "B.md": "b"})
    with (settings.root / "mkdocs.yml").open("a") as file:
        file.write("nav:\n  - A.md\n  - B.md\n")
    (problem,) = build_site(settings, audience=settings.audience(PUBLIC)).problems

    assert (problem.what, problem.found) == ("The navigation names a note that is not published", "B.md")
    assert "B.md" not in (settings.root / "site-public" / "a" / "index.html").read_text("utf-8")


def test_only_the_owners_site_needs_no_gate(tmp_path: Path) -> None:
    settings = make_workspace(tmp_path / "w", {"A.md": "---\npublish: true\n---\n"})
    gates = [start_site(settings, settings.audience(name)).build.gate for name in (OWNER, PUBLIC)]

    assert [gate is None for gate in gates] == [True, False]


@pytest.mark.parametrize(
    ("path", "text", "is_kept"),
    [("A.md", "other words", True), ("A.md", "---\ntitle: Other\n---\n", False), ("A.md", "#tag", False)],
)
def test_the_frame_stays_while_names_and_tags_do(tmp_path: Path, path: str, text: str, *, is_kept: bool) -> None:
    settings = make_workspace(tmp_path / "w", {"A.md": "words", "B.md": "b"})
    live = start_site(settings, settings.audience(OWNER))
    save(settings.vault, path, text)
    after, _ = update_site(live, [path])

    assert (after.build.frame is live.build.frame) == is_kept


def test_a_workspace_that_was_moved_needs_no_page_rendered_anew(tmp_path: Path) -> None:
    settings = make_workspace(tmp_path / "w", {"A.md": "words"})
    first = start_site(settings, settings.audience(OWNER)).build
    (tmp_path / "w").rename(tmp_path / "moved")
    moved = read_settings(tmp_path / "moved")
    second = start_site(moved, moved.audience(OWNER)).build

    assert second.cache.base == first.cache.base
