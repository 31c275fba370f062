"""One build: pages from the cache or rendered anew, under a key that says all that they show."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kb.config import Settings
from kb.model.audience import OWNER
from kb.model.problem import Problem
from kb.site.body.pages import render_page
from kb.site.body.place import page_place
from kb.site.build import Build, finish, finished_key, output_of, render
from kb.site.builder import build_site, start_site
from kb.site.keys import page_key
from kb.site.model import Page, Site
from kb.site.published import plan_site
from kb.vault.reading.notes import read_vault
from tests.site.serving.test_live import EDITS, PATHS, Edit, texts
from tests.site.workspaces import contents, make_workspace, save


def build_of(workspace: Settings) -> Build:
    return start_site(workspace, workspace.audience(OWNER)).build


def kept(workspace: Settings) -> list[Path]:
    return sorted((workspace.store / "pages" / OWNER).glob("??/*"))


def test_a_page_that_was_rendered_before_comes_from_the_cache(tmp_path: Path) -> None:
    build = build_of(make_workspace(tmp_path / "w", {"A.md": "as written"}))
    rendered = render(build, "A.md")
    assert rendered.findable
    page = Page("A.md", "a/", "From the cache", "<p>as kept</p>")
    build.cache.store(rendered.key, page, rendered.findable)

    assert render(build, "A.md").page == page
    assert b"as kept" in finish(build, render(build, "A.md"))


def test_a_page_whose_file_in_the_cache_was_cut_short_is_rendered_anew_and_kept_again(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "as written"})
    build = build_of(workspace)
    before, (file,) = render(build, "A.md"), kept(workspace)
    content = file.read_bytes()
    file.write_bytes(content[:-9])

    assert render(build, "A.md") == before
    assert file.read_bytes() == content
    assert (build.cache.take_damaged(), build.cache.take_damaged()) == (1, 0)


def test_damaged_pages_are_told(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "as written", "B.md": "b"})
    build_site(workspace)
    site = contents(workspace.site)
    for file in kept(workspace):
        file.write_bytes(b"\0garbage")
    (workspace.vault / "C.md").write_text("another, so that there is something to build", "utf-8")
    (problem,) = build_site(workspace).problems

    assert (problem.what, problem.found) == ("Pages in the cache were damaged", "2 of .kb/pages/owner")
    (workspace.vault / "C.md").unlink()
    assert build_site(workspace).problems == ()
    assert contents(workspace.site) == site


def test_a_build_says_that_all_pages_are_made_anew_where_settings_have_changed_and_only_there(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "a"})
    said = [build_site(workspace).is_anew]
    save(workspace.vault, "A.md", "the first #tag, so that there is a list of tags")
    save(workspace.vault, "tags.md", "which goes elsewhere now")
    said.append(build_site(workspace).is_anew)
    with (workspace.root / "mkdocs.yml").open("a") as file:
        file.write("copyright: mine\n")
    said += [build_site(workspace).is_anew, build_site(workspace).is_anew]

    assert said == [False, False, True, False]


def test_a_page_that_another_version_kept_is_not_taken(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "as written"})
    build = build_of(workspace)
    note, site = build.site.index.notes["A.md"], build.site

    assert page_key(note, site, "this version") != page_key(note, site, "another version")


def test_without_its_cache_a_site_is_the_same(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w", {"A.md": "[[B]]", "B.md": "![[A]]"})
    build_site(workspace)
    before = contents(workspace.site)
    for file in kept(workspace):
        file.unlink()
    (workspace.site / "a" / "index.html").unlink()
    build_site(workspace)

    assert contents(workspace.site) == before
    assert len(kept(workspace)) == 2


def test_pages_whose_finished_keys_are_equal_are_equal(tmp_path: Path) -> None:
    files = {"A.md": "[[B]]", "B.md": "b", "f/C.md": "c"}
    first = build_of(make_workspace(tmp_path / "first", files))
    second = build_of(make_workspace(tmp_path / "second", {**files, "f/D.md": "new"}))
    keys = [{path: finished_key(build, render(build, path)) for path in files} for build in (first, second)]
    pages = [{path: finish(build, render(build, path)) for path in files} for build in (first, second)]
    same = {path for path in files if keys[0][path] == keys[1][path]}

    assert same == {path for path in files if pages[0][path] == pages[1][path]}
    assert same == {"A.md", "B.md"}


def test_a_page_is_a_folders_index_or_a_file_of_its_own() -> None:
    assert [output_of(url) for url in ("", "a/b/", "404.html")] == ["index.html", "a/b/index.html", "404.html"]


def test_a_note_whose_path_one_of_kbs_own_pages_has_loses_nothing(tmp_path: Path) -> None:
    files = {
        "404.md": "of the error",
        "index.md": "---\npermalink: start\n---\nof the start",
        "f/index.md": "---\npermalink: elsewhere\n---\nof the folder",
        "f/a.md": "x",
    }
    workspace = make_workspace(tmp_path / "w", files)
    build_site(workspace)
    pages = contents(workspace.site)

    assert b"of the error" in pages["404/index.html"]
    assert b"of the start" in pages["start/index.html"]
    assert b"of the folder" in pages["elsewhere/index.html"]
    assert b"There is no page at this address" in pages["404.html"]
    assert {"index.html", "f/index.html"} <= pages.keys()


def test_two_notes_with_one_url_and_names_that_systems_reserve_each_have_their_page(tmp_path: Path) -> None:
    files = {"A b.md": "one", "a-b.md": "two", "A B.md": "three", "con.md": "four", "NUL/aux.md": "five"}
    workspace = make_workspace(tmp_path / "w", files)
    build_site(workspace)
    pages = {name.casefold(): page for name, page in contents(workspace.site).items() if name.endswith("index.html")}
    found = [name for text in files.values() for name, page in pages.items() if f"<p>{text}</p>".encode() in page]

    assert len(found) == len(set(found)) == len(files)
    assert not any(part in {"con", "nul", "aux"} for name in found for part in name.split("/"))


@given(st.dictionaries(st.sampled_from(PATHS), texts(), min_size=2), EDITS)
def test_a_page_is_the_same_wherever_its_key_is(files: Mapping[str, str], edits: Sequence[Edit]) -> None:
    with tempfile.TemporaryDirectory() as name:
        vault = Path(name)
        for path, text in files.items():
            save(vault, path, text)
        before = pages_of(vault)
        for path, edit in edits:
            save(vault, path, edit)
        after = pages_of(vault)

    assert [page for key, page in after.items() if key in before and before[key] != page] == []


def pages_of(vault: Path) -> dict[str, Page]:
    """Key -> page."""
    site = site_of(vault)
    return {page_key(note, site, ""): render_page(page_place(site, note)) for note in site.index.notes.values()}


def site_of(vault: Path) -> Site:
    notes, files, problems = read_vault(vault)
    assert not [problem for problem in problems if is_grave(problem)]
    return plan_site("Test", notes, files)


def is_grave(problem: Problem) -> bool:
    return problem.rule == "unreadable"
