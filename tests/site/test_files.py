from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb.errors import KbError
from kb.site.files import remove_files, told_where, write_files


def test_what_differs_is_written_and_what_is_known_stays(tmp_path: Path) -> None:
    source, site = tmp_path / "pic.png", tmp_path / "site"
    source.write_bytes(b"picture")
    first = write_files(site, {"a/pic.png": source}, {"nav.json": b"[]"}, {})
    for name in first:
        os.utime(site / name, (1, 1))

    assert write_files(site, {"a/pic.png": source}, {"nav.json": b"[]"}, first) == first
    assert {(site / name).stat().st_mtime for name in first} == {1}

    then = write_files(site, {"a/pic.png": source}, {"nav.json": b"[1]"}, first)

    assert {name for name in first if first[name] != then[name]} == {"nav.json"}
    assert (site / "nav.json").read_bytes() == b"[1]"


def test_what_is_gone_is_deleted_with_the_folders_that_are_empty_then(tmp_path: Path) -> None:
    write_files(tmp_path, {}, {"a/b/one.txt": b"1", "a/two.txt": b"2"}, {})

    remove_files(tmp_path, ["a/b/one.txt", "a/never.txt"])

    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "two.txt"]


def test_a_full_disk_is_told_with_the_folder(tmp_path: Path) -> None:
    with pytest.raises(KbError) as caught, told_where(tmp_path):
        raise OSError(28, "No space left on device")

    assert str(caught.value).startswith(f"{tmp_path}: Cannot write the site: No space left on device. Check")
