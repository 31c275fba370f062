"""The site folder: kb replaces what it wrote, and nothing else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kb.errors import KbError
from kb.site.marker import (
    MARKER,
    State,
    Written,
    check_apart,
    check_site_folder,
    gone_files,
    read_marker,
    read_standing,
    write_marker,
)


def test_a_missing_an_empty_and_an_own_folder_may_be_built_into(tmp_path: Path) -> None:
    check_site_folder(tmp_path / "none")
    check_site_folder(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").touch()
    written = Written("key", {"a/index.html": "hash"}, read_standing(tmp_path).files)
    write_marker(tmp_path, written)

    assert check_site_folder(tmp_path).written == read_marker(tmp_path) == written


@pytest.mark.parametrize("with_marker", [False, True])
def test_a_file_that_kb_did_not_write_stops_the_build(tmp_path: Path, with_marker: bool) -> None:
    if with_marker:
        write_marker(tmp_path, Written("key", {}))
    (tmp_path / "CNAME").touch()

    with pytest.raises(KbError, match="did not write.*CNAME"):
        check_site_folder(tmp_path)


@pytest.mark.parametrize(("text", "nanoseconds"), [("longer", 0), ("same", -1), ("same", 1)])
def test_a_file_that_another_hand_wrote_is_told_by_its_size_and_date_be_it_older(
    tmp_path: Path, text: str, nanoseconds: int
) -> None:
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text("kbs.")
    left = read_standing(tmp_path).files
    write_marker(tmp_path, Written("key", {"a.html": "hash", "b.html": "hash"}, left))
    assert read_standing(tmp_path).is_made_from("key")
    (tmp_path / "b.html").write_text(text)
    when = left["b.html"].modified_ns + nanoseconds * 1_000_000
    os.utime(tmp_path / "b.html", ns=(when, when))

    assert not read_standing(tmp_path).is_made_from("key")
    assert read_standing(tmp_path).own() == {"a.html": "hash", "b.html": ""}


def test_the_site_of_another_key_and_one_with_a_file_more_or_less_is_another(tmp_path: Path) -> None:
    (tmp_path / "a.html").touch()
    write_marker(tmp_path, Written("key", {"a.html": "hash"}, read_standing(tmp_path).files))
    found = [read_standing(tmp_path).is_made_from("key"), read_standing(tmp_path).is_made_from("other")]
    (tmp_path / "b.html").touch()
    found.append(read_standing(tmp_path).is_made_from("key"))
    (tmp_path / "b.html").unlink()
    (tmp_path / "a.html").unlink()
    found.append(read_standing(tmp_path).is_made_from("key"))

    assert found == [True, False, False, False]
    assert not read_standing(tmp_path / "none").is_made_from("")


def test_a_build_that_was_cut_short_may_be_repeated(tmp_path: Path) -> None:
    write_marker(tmp_path, Written("", None))
    (tmp_path / "half.html").touch()

    assert check_site_folder(tmp_path).own() == {"half.html": ""}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"key": 1, "files": 5}', '{"key": "", "files": {"a": [1]}}', "\udcff", "[" * 100_000],
    ids=["empty", "list", "table", "number", "short", "bytes", "deep"],
)
def test_by_a_marker_that_cannot_be_read_nothing_is_kbs(tmp_path: Path, text: str) -> None:
    (tmp_path / MARKER).write_bytes(text.encode("utf-8", "surrogateescape"))
    (tmp_path / "index.html").touch()

    assert read_marker(tmp_path) == Written("", {})
    with pytest.raises(KbError, match=r"did not write.*index\.html"):
        check_site_folder(tmp_path)


def test_of_a_marker_of_another_version_only_the_names_count(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text(json.dumps({"key": "k", "files": {"a.html": "hash"}}), "utf-8")

    assert read_marker(tmp_path) == Written("k", {"a.html": ""})


def test_a_marker_edited_by_hand_names_no_file_elsewhere(tmp_path: Path) -> None:
    paths = ["../a", "/etc/passwd", "C:/a", "a/../../b", "a//b", "a\\b", "", ".git/HEAD", "a/\0b", "./a"]
    files = {path: ["hash", 1, 2] for path in [*paths, "a/.b", "ok.html"]}
    (tmp_path / MARKER).write_text(json.dumps({"key": "k", "files": files}), "utf-8")

    states = dict.fromkeys(["a/.b", "ok.html"], State(1, 2))
    assert read_marker(tmp_path) == Written("k", dict.fromkeys(states, "hash"), states)


def test_a_folder_that_leads_elsewhere_stops_the_build_also_one_that_was_cut_short(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    site = tmp_path / "site"
    (site / "sub").mkdir(parents=True)
    (site / "sub" / "files").symlink_to(tmp_path / "elsewhere")
    write_marker(site, Written("", None))

    with pytest.raises(KbError, match="sub/files"):
        check_site_folder(site)


def test_a_file_or_a_link_to_nothing_in_the_place_of_the_folder_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    for name in ("file", "link"):
        with pytest.raises(KbError, match="is no folder"):
            check_site_folder(tmp_path / name)


def test_a_name_in_another_case_is_the_same_file_as_on_many_disks(tmp_path: Path) -> None:
    (tmp_path / "Picture.png").touch()
    write_marker(tmp_path, Written("key", {"picture.png": ""}))
    check_site_folder(tmp_path)

    assert gone_files(["Picture.png", "old.png", "../x"], ["picture.png"]) == ("old.png",)


@pytest.mark.parametrize(("site", "vault"), [("a", "a"), ("a/site", "a"), ("a", "a/vault"), ("link/site", "a")])
def test_a_vault_and_a_site_in_one_another_are_refused(tmp_path: Path, site: str, vault: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")

    with pytest.raises(KbError, match="in one another"):
        check_apart(tmp_path / site, tmp_path / vault)


def test_a_vault_and_a_site_beside_one_another_are_well(tmp_path: Path) -> None:
    check_apart(tmp_path / "site", tmp_path / "site-vault")


def test_hidden_files_at_the_top_stay_as_mkdocs_leaves_them(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").touch()
    (tmp_path / ".nojekyll").touch()

    check_site_folder(tmp_path)
