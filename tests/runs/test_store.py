from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.model.run import Failure, Input, Record, Result
from kb.runs.index import INDEX
from kb.runs.seal import seal, unseal
from kb.runs.store import (
    make_store,
    read_executed,
    read_result,
    read_results,
    read_store,
    remove_result,
    results_folder,
    stored_keys,
    write_result,
)


def result(key: str, title: str, failure: Failure | None = None) -> Result:
    record = Record(key, "succeeded", {"fast": 1}, {"sharpe_ratio": None}, "f", (Input("data", "a", "1"),), title)
    return Result(record, "notebooks/x.py", Path(), 1.5, failure)


def test_a_result_is_read_back_as_it_was_stored(settings: Settings) -> None:
    stored = write_result(settings, result("0011", "One", Failure("ValueError", "x", 3, "src", "tb")), b"{}")

    assert read_result(settings, "0011") == stored
    assert stored.executed.read_bytes() == b"{}"


def test_results_are_listed_by_title(settings: Settings) -> None:
    for key, title in (("1", "B"), ("2", "A")):
        write_result(settings, result(key, title), b"{}")

    assert [found.record.title for found in read_results(settings)] == ["A", "B"]


def test_nothing_stored_is_no_results(settings: Settings) -> None:
    assert read_results(settings) == []
    assert read_result(settings, "0011") is None


def keys_found(settings: Settings) -> tuple[bool, bool]:
    """Whether the result `0011` is found when it is read alone, and when all are listed."""
    listed = [found.record.key for found in read_results(settings)]
    return read_result(settings, "0011") is not None, "0011" in listed


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda data: data[:-3],
    "empty": lambda _data: b"",
    "zeros": lambda data: bytes(len(data)),
    "one bit": lambda data: data[:-2] + bytes([data[-2] ^ 1]) + data[-1:],
    "longer": lambda data: data + b" ",
    "edited": lambda data: data.replace(b"1", b"2"),
}


@pytest.mark.parametrize("name", ["result.json", "executed.ipynb"])
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("is_listed_before", [False, True])
def test_a_damaged_file_is_never_trusted(settings: Settings, name: str, damage: str, *, is_listed_before: bool) -> None:
    write_result(settings, result("0011", "One"), b'{"cells": 11111}')
    if is_listed_before:
        assert keys_found(settings) == (True, True)
    file = results_folder(settings) / "0011" / name
    file.write_bytes(DAMAGES[damage](file.read_bytes()))

    assert keys_found(settings) == (False, False)


@pytest.mark.parametrize("name", ["result.json", "executed.ipynb"])
def test_a_result_without_one_of_its_files_is_no_result(settings: Settings, name: str) -> None:
    write_result(settings, result("0011", "One"), b"{}")
    read_results(settings)
    (results_folder(settings) / "0011" / name).unlink()

    assert keys_found(settings) == (False, False)


def test_a_result_copied_under_another_key_is_no_result(settings: Settings) -> None:
    write_result(settings, result("0011", "One"), b"{}")
    folder = results_folder(settings)
    shutil.copytree(folder / "0011", folder / "0022")

    assert read_result(settings, "0022") is None
    assert [found.record.key for found in read_results(settings)] == ["0011"]


def test_a_result_of_the_first_format_counts_as_absent(settings: Settings) -> None:
    write_result(settings, result("0011", "One"), b"{}")
    old = {"record": {"key": "0011", "inputs": "[]"}, "notebook": "x", "seconds": 1, "failure": None}
    (results_folder(settings) / "0011/result.json").write_text(json.dumps(old | {"executed_bytes": 2}))

    assert keys_found(settings) == (False, False)


def test_a_result_of_another_version_of_kb_counts_as_absent(settings: Settings) -> None:
    write_result(settings, result("0011", "One"), b"{}")
    file = results_folder(settings) / "0011/result.json"
    table = unseal(file.read_bytes())
    del table["checksum"], table["peak_bytes"]
    file.write_bytes(seal(table))

    assert keys_found(settings) == (False, False)


def test_a_result_keeps_how_it_ran_and_what_it_took(settings: Settings) -> None:
    taken = replace(result("0011", "One"), way="fork", peak_bytes=123)
    write_result(settings, taken, b"{}")

    assert [(found.way, found.peak_bytes) for found in read_results(settings)] == [("fork", 123)]


def test_the_index_is_safe_to_delete(settings: Settings) -> None:
    stored = write_result(settings, result("0011", "One"), b"{}")
    before = read_results(settings)
    (results_folder(settings) / INDEX).unlink()

    assert before == read_results(settings) == [stored]


def test_a_stored_notebook_is_read_whole(settings: Settings) -> None:
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Ä")])
    stored = write_result(settings, result("0011", "One"), nbformat.writes(node).encode())

    assert read_executed(stored).cells[0].source == "Ä"


@pytest.mark.parametrize("data", [b"xx", b"\xff\xff"])
def test_a_notebook_damaged_in_place_is_said_to_be(settings: Settings, data: bytes) -> None:
    stored = write_result(settings, result("0011", "One"), b"{}")
    stored.executed.write_bytes(data)

    with pytest.raises(KbError, match="This stored notebook is damaged"):
        read_executed(stored)


def test_a_notebook_that_is_none_is_said_to_be_damaged(settings: Settings) -> None:
    stored = write_result(settings, result("0011", "One"), b"xx")

    with pytest.raises(KbError, match="This stored notebook is damaged"):
        read_executed(stored)


def test_a_result_is_removed_with_all_that_is_stored_of_it(settings: Settings) -> None:
    write_result(settings, result("0011", "One"), b"{}")
    remove_result(settings, "0011")

    assert stored_keys(settings) == []


def test_what_is_half_stored_is_removed_too(settings: Settings) -> None:
    write_result(settings, result("0011", "One"), b"{}")
    (results_folder(settings) / "0011/result.json").unlink()
    remove_result(settings, "0011")

    assert stored_keys(settings) == []


def test_a_result_that_is_not_there_cannot_be_removed(settings: Settings) -> None:
    with pytest.raises(KbError, match="This stored run cannot be removed"):
        remove_result(settings, "0011")


def test_a_link_in_the_store_is_not_followed(settings: Settings, tmp_path: Path) -> None:
    write_result(settings, result("0011", "One"), b"{}")
    (tmp_path / "elsewhere").mkdir()
    (results_folder(settings) / "0022").symlink_to(tmp_path / "elsewhere")

    assert stored_keys(settings) == ["0011"]


def test_a_file_where_the_store_should_be_is_named(settings: Settings) -> None:
    settings.store.write_text("")

    with pytest.raises(KbError, match="kb cannot keep its state here"):
        make_store(settings)


def test_what_is_damaged_is_told_from_what_is_not_there(settings: Settings) -> None:
    for key in ("0011", "0022", "0033"):
        write_result(settings, result(key, key), b"{}")
    folder = results_folder(settings)
    (folder / "0022/executed.ipynb").write_bytes(b"{ ")
    (folder / "0033/result.json").unlink()

    found, damaged = read_store(settings)

    assert ([one.record.key for one in found], damaged) == (["0011"], {"0022", "0033"})


def test_a_result_of_another_version_of_kb_is_not_damaged(settings: Settings) -> None:
    write_result(settings, result("0011", "One"), b"{}")
    file = results_folder(settings) / "0011/result.json"
    table = unseal(file.read_bytes())
    del table["checksum"], table["way"]
    file.write_bytes(seal(table))

    assert read_store(settings) == ([], frozenset())
