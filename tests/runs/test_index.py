from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from kb.runs.index import INDEX, read_tables


class Reader:
    """Reads a folder's one file, and remembers which it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, folder: Path) -> dict[str, Any] | None:
        self.asked.append(folder.name)
        text = (folder / "x.txt").read_text()
        return None if text == "bad" else {"text": text, "inputs": "[]"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for key in ("a", "b"):
        (tmp_path / key).mkdir()
        (tmp_path / key / "x.txt").write_text(f"text of {key}")
    return tmp_path


def read(folder: Path, *keys: str) -> tuple[dict[str, Any], list[str]]:
    """What the index gives for these keys, and which of them had to be read."""
    reader = Reader()
    tables = read_tables(folder, keys or ("a", "b"), ("x.txt",), reader)
    return {key: table["text"] for key, table in tables.items()}, reader.asked


def test_what_has_been_read_once_is_not_read_again(folder: Path) -> None:
    first, second = read(folder), read(folder)

    assert first == ({"a": "text of a", "b": "text of b"}, ["a", "b"])
    assert second == (first[0], [])


def test_only_what_has_changed_is_read_again(folder: Path) -> None:
    read(folder)
    (folder / "b/x.txt").write_text("another")

    assert read(folder) == ({"a": "text of a", "b": "another"}, ["b"])
    assert read(folder)[1] == []


def test_a_file_replaced_by_one_of_equal_size_and_time_is_read_again(folder: Path) -> None:
    read(folder)
    state = (folder / "b/x.txt").stat()
    (folder / "new").write_text("TEXT OF B")
    os.utime(folder / "new", ns=(state.st_atime_ns, state.st_mtime_ns))
    (folder / "new").replace(folder / "b/x.txt")

    assert read(folder) == ({"a": "text of a", "b": "TEXT OF B"}, ["b"])


def test_what_is_gone_is_forgotten(folder: Path) -> None:
    read(folder)
    size = (folder / INDEX).stat().st_size

    assert read(folder, "a") == ({"a": "text of a"}, [])
    assert (folder / INDEX).stat().st_size < size


def test_what_cannot_be_trusted_is_asked_for_each_time(folder: Path) -> None:
    (folder / "b/x.txt").write_text("bad")

    assert read(folder) == ({"a": "text of a"}, ["a", "b"])
    assert read(folder) == ({"a": "text of a"}, ["b"])


@pytest.mark.parametrize("damage", [b"", b"{}", bytes(100)])
def test_a_damaged_index_is_made_anew(folder: Path, damage: bytes) -> None:
    read(folder)
    (folder / INDEX).write_bytes(damage)

    assert read(folder)[1] == ["a", "b"]
    assert read(folder)[1] == []


def test_an_index_that_was_edited_is_made_anew(folder: Path) -> None:
    read(folder)
    path = folder / INDEX
    path.write_bytes(path.read_bytes().replace(b"text of a", b"text of A"))

    assert read(folder)[0] == {"a": "text of a", "b": "text of b"}


def test_an_index_of_another_python_is_made_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(folder)
    monkeypatch.setattr("sys.implementation.cache_tag", "snake-1")

    assert read(folder)[1] == ["a", "b"]


def test_where_the_index_cannot_be_written_all_is_read(folder: Path) -> None:
    (folder / INDEX).mkdir()

    assert read(folder)[0] == {"a": "text of a", "b": "text of b"}


def test_equal_inputs_stand_once_in_the_index(folder: Path) -> None:
    long = "[" + "0," * 500 + "0]"
    read_tables(folder, ("a", "b"), ("x.txt",), lambda _folder: {"inputs": long})

    assert (folder / INDEX).read_bytes().count(long.encode()) == 1
    assert [table["inputs"] for table in read_tables(folder, ("a", "b"), ("x.txt",), Reader()).values()] == [long] * 2
