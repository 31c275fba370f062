from __future__ import annotations

from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.model.run import Failure, Input, Record, Result
from kb.runs.store import make_store, read_executed, read_result, read_results, results_folder, write_result


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


def test_a_result_cut_short_is_no_result(settings: Settings) -> None:
    write_result(settings, result("0011", "One"), b"{}")
    file = results_folder(settings) / "0011/result.json"
    file.write_text(file.read_text()[:50])

    assert read_result(settings, "0011") is None


def test_a_result_without_its_whole_notebook_is_no_result(settings: Settings) -> None:
    stored = write_result(settings, result("0011", "One"), b"{}")
    stored.executed.write_bytes(b"{")

    assert read_result(settings, "0011") is None


def test_a_notebook_damaged_in_place_is_said_to_be(settings: Settings) -> None:
    stored = write_result(settings, result("0011", "One"), b"{}")
    stored.executed.write_bytes(b"xx")

    with pytest.raises(KbError, match="This stored notebook is damaged"):
        read_executed(stored)


def test_a_file_where_the_store_should_be_is_named(settings: Settings) -> None:
    settings.store.write_text("")

    with pytest.raises(KbError, match="kb cannot keep its state here"):
        make_store(settings)
