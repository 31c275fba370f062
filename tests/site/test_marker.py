"""The site folder: kb replaces what it wrote, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import KbError
from kb.site.marker import MARKER, Written, check_site_folder, files_in, read_marker, write_marker


def test_a_missing_an_empty_and_an_own_folder_may_be_built_into(tmp_path: Path) -> None:
    check_site_folder(tmp_path / "none")
    check_site_folder(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").touch()
    write_marker(tmp_path, Written("key", files_in(tmp_path)))
    check_site_folder(tmp_path)

    assert read_marker(tmp_path) == Written("key", frozenset({"a/index.html"}))


@pytest.mark.parametrize("with_marker", [False, True])
def test_a_file_that_kb_did_not_write_stops_the_build(tmp_path: Path, with_marker: bool) -> None:
    if with_marker:
        write_marker(tmp_path, Written("key", frozenset()))
    (tmp_path / "CNAME").touch()

    with pytest.raises(KbError, match="did not write.*CNAME"):
        check_site_folder(tmp_path)


def test_a_build_that_was_cut_short_may_be_repeated(tmp_path: Path) -> None:
    write_marker(tmp_path, Written("", None))
    (tmp_path / "half.html").touch()

    check_site_folder(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"key": 1, "files": 5}', "\udcff"])
def test_a_marker_that_cannot_be_read_counts_as_a_build_cut_short(tmp_path: Path, text: str) -> None:
    (tmp_path / MARKER).write_bytes(text.encode("utf-8", "surrogateescape"))

    assert read_marker(tmp_path) == Written("", None)


def test_hidden_files_at_the_top_stay_as_mkdocs_leaves_them(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").touch()
    (tmp_path / ".nojekyll").touch()

    check_site_folder(tmp_path)
