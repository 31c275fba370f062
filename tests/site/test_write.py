"""A build onto the disk: only what differs is written, and a build that was stopped goes on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.model.audience import OWNER
from kb.site import write
from kb.site.builder import build_site, start_site
from kb.site.marker import MARKER, Written, read_marker, write_marker
from kb.site.serving.live import update_site
from tests.site.workspaces import contents, make_workspace, save

VAULT = {"A.md": "[[B]] ![[pic.png]]", "B.md": "b", "C.md": "c", "f/D.md": "d", "pic.png": "a picture"}


@pytest.fixture
def workspace(tmp_path: Path) -> Settings:
    return make_workspace(tmp_path / "workspace", VAULT)


def current(folder: Path) -> dict[str, tuple[int, int]]:
    """By which a file that was written again is told from one that was left alone."""
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != MARKER)
    return {
        file.relative_to(folder).as_posix(): (file.stat().st_ino, file.stat().st_mtime_ns) for file in sorted(files)
    }


def written(settings: Settings, before: Mapping[str, tuple[int, int]]) -> set[str]:
    return {name for name, state in current(settings.site).items() if before.get(name) != state}


def test_only_the_page_that_was_edited_and_what_the_search_knows_of_it_is_written(workspace: Settings) -> None:
    build_site(workspace)
    before = current(workspace.site)
    save(workspace.vault, "C.md", "another")
    build_site(workspace)

    assert {name for name in written(workspace, before) if not name.startswith("search/")} == {"c/index.html"}


@pytest.mark.parametrize("name", ["c/index.html", "pic.png", "nav.json", "assets/stylesheets/kb.css"])
def test_a_file_that_another_hand_wrote_is_written_again(workspace: Settings, name: str) -> None:
    build_site(workspace)
    before, file = contents(workspace.site), workspace.site / name
    file.write_bytes(b"by hand")
    os.utime(file, (1000, 1000))  # as `cp -p` and `tar` leave files: older than what kb wrote

    assert build_site(workspace).is_new
    assert contents(workspace.site) == before
    assert not build_site(workspace).is_new


def test_what_is_gone_is_deleted_with_the_folders_that_are_empty_then(workspace: Settings) -> None:
    build_site(workspace)
    for name in ("f/D.md", "pic.png"):
        (workspace.vault / name).unlink()
    build_site(workspace)

    assert not (workspace.site / "f").exists()
    assert not (workspace.site / "pic.png").exists()
    assert (workspace.site / "c" / "index.html").is_file()


def test_a_picture_that_was_changed_is_copied_again(workspace: Settings) -> None:
    build_site(workspace)
    save(workspace.vault, "pic.png", "another picture")
    build_site(workspace)

    assert (workspace.site / "pic.png").read_text() == "another picture"


def test_a_file_that_somebody_deleted_is_there_again_and_no_other_is_written(workspace: Settings) -> None:
    build_site(workspace)
    before = current(workspace.site)
    for name in ("c/index.html", "pic.png", "search/index.json"):
        (workspace.site / name).unlink()
    build_site(workspace)

    assert written(workspace, before) == {"c/index.html", "pic.png", "search/index.json"}


def test_a_build_that_was_stopped_left_a_marker_from_which_the_next_goes_on(
    workspace: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(write, "write_files", _stop)
        with pytest.raises(KeyboardInterrupt):
            build_site(workspace)
    marker = read_marker(workspace.site)
    before = current(workspace.site)
    build_site(workspace)

    assert marker is not None
    assert marker.key == ""
    assert {"a/index.html", "pic.png", "search/index.json"} <= (marker.files or {}).keys()
    assert not any(name.endswith(".html") for name in written(workspace, before))
    assert (workspace.site / "pic.png").is_file()


def test_what_mkdocs_left_when_it_was_stopped_is_completed_and_the_rest_of_it_is_gone(workspace: Settings) -> None:
    build_site(workspace)
    site = contents(workspace.site)
    write_marker(workspace.site, Written("", None))
    shutil.rmtree(workspace.site / "c")
    save(workspace.site, "of-a-note-that-is-gone/index.html", "half a pa")
    build_site(workspace)

    assert contents(workspace.site) == site
    assert not build_site(workspace).is_new


def test_after_a_stop_and_a_change_back_every_page_is_that_of_its_note(
    workspace: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(workspace)
    first = contents(workspace.site)
    save(workspace.vault, "C.md", "half written to the site")
    with monkeypatch.context() as patch:
        patch.setattr(write, "write_files", _stop)
        with pytest.raises(KeyboardInterrupt):
            build_site(workspace)
    save(workspace.vault, "C.md", VAULT["C.md"])
    build_site(workspace)

    assert contents(workspace.site) == first


def test_a_folder_that_cannot_be_written_is_told_with_its_path(workspace: Settings) -> None:
    build_site(workspace)
    shutil.rmtree(workspace.site / "c")
    (workspace.site / "c").write_text("")
    marker = read_marker(workspace.site)
    assert marker is not None
    write_marker(workspace.site, replace(marker, files={**(marker.files or {}), "c": ""}))

    with pytest.raises(KbError, match="Cannot write the site") as caught:
        build_site(workspace)

    assert caught.value.path in {str(workspace.site / "c" / "index.html"), str(workspace.site / "c")}


OWN = {
    "a/index.html": "<title>A",
    "search/index.json": "lengths",
    "search/notes/0.json": '"url"',
    "nav.json": '[["',
    "404.html": "Not found",
    "assets/stylesheets/kb.css": "--md-",
    "sitemap.xml": "<urlset",
}


@pytest.mark.parametrize("name", OWN)
def test_no_file_of_the_vault_takes_the_place_of_one_of_kb(tmp_path: Path, name: str) -> None:
    files = {"A.md": f"[x](<{name}>)", name: "the vault's"}
    workspace = make_workspace(tmp_path / "w", files)
    workspace = replace(workspace, site_url="https://example.org/")
    build_site(workspace)

    assert OWN[name] in (workspace.site / name).read_text("utf-8")


def test_nor_does_it_while_the_site_is_served(tmp_path: Path) -> None:
    name = "search/index.json"
    workspace = make_workspace(tmp_path / "w", {"A.md": f"![[{name}]]", "B.md": "b", name: "the vault's"})
    live = start_site(workspace, workspace.audience(OWNER))
    save(workspace.vault, "B.md", "of another kind")
    update_site(live, ["B.md"])

    assert OWN[name] in (workspace.site / name).read_text("utf-8")


def test_a_file_with_the_name_of_a_pages_folder_is_left_out_and_the_rest_is_built(tmp_path: Path) -> None:
    files = {"x.md": "[a](<x>) [b](<nav.json/y.png>) [c](<search>)", "x": "1", "nav.json/y.png": "2", "search": "3"}
    workspace = make_workspace(tmp_path / "w", files)
    build_site(workspace)

    assert (workspace.site / "x" / "index.html").is_file()
    assert (workspace.site / "nav.json").is_file()
    assert (workspace.site / "search" / "index.json").is_file()


def _stop(*_: object) -> None:
    raise KeyboardInterrupt
