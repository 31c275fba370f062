from __future__ import annotations

from pathlib import Path

import nbformat

from kb.config import Settings
from kb.model.run import Record, Result
from kb.runs.costs import UNKNOWN_BYTES, UNKNOWN_SECONDS, costs_of, read_costs
from kb.runs.plan import PlannedRun
from kb.runs.store import write_result


def run(key: str, notebook: str = "n.py") -> PlannedRun:
    return PlannedRun(key, notebook, {}, "new")


def result(key: str, seconds: float, peak_bytes: int | None = None) -> Result:
    record = Record(key, "succeeded", {}, {}, "", (), key)
    return Result(record, "n.py", Path(), seconds, None, peak_bytes=peak_bytes)


def test_a_run_takes_what_it_took_the_last_time_else_the_mean_of_its_notebook() -> None:
    costs = costs_of([result("a", 2), result("b", 4)])

    assert [costs.seconds(run(key)) for key in "abx"] == [2, 4, 3]
    assert costs.seconds(run("x", "other.py")) == UNKNOWN_SECONDS
    assert costs.total_seconds([run("a"), run("b"), run("x")], jobs=2) == 4.5


def test_a_run_needs_the_memory_it_held_else_the_most_that_its_notebook_held() -> None:
    costs = costs_of([result("a", 2, 100), result("b", 4, 300), result("c", 1)])

    assert [costs.peak_bytes(run(key)) for key in "abcx"] == [100, 300, 300, 300]
    assert costs.peak_bytes(run("x", "other.py")) == UNKNOWN_BYTES


def test_what_is_stored_is_known(settings: Settings) -> None:
    write_result(settings, result("0123456789abcdef", 7), nbformat.writes(nbformat.v4.new_notebook()).encode())

    assert read_costs(settings).own_seconds("0123456789abcdef") == 7
