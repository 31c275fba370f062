from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.config import Settings
from kb.model.run import Input, Record, Result
from kb.workflows.run import Outcome
from kb.workflows.runs import KnownRun, read_runs

Run = Callable[..., Outcome]


def known_run(**changes: Any) -> KnownRun:
    fields: dict[str, Any] = {
        "key": "0011",
        "status": "succeeded",
        "parameters": {"fast": 5, "notebook": "mine", "both": 1},
        "metrics": {"sharpe_ratio": 0.5, "both": 2},
        "fingerprint": "",
        "inputs": (Input("notebook", "notebooks/x.py", "1"),),
        "title": "X 5",
    }
    return KnownRun(Record(**fields | changes))


def test_stored_runs_are_listed_by_title(settings: Settings, run_all: Run) -> None:
    run_all()

    runs, problems = read_runs(settings)

    assert [run.record.title for run in runs] == ["Crossover 10", "Crossover 5", "Crossover 60"]
    assert all(run.result for run in runs)
    assert problems == []


def test_runs_that_are_only_recorded_are_listed_after_them(settings: Settings, run_all: Run) -> None:
    outcome = run_all()
    shutil.rmtree(settings.store / "runs" / outcome.results[1].record.key)

    runs, _ = read_runs(settings)

    assert [(run.record.title, run.result is None) for run in runs] == [
        ("Crossover 5", False),
        ("Crossover 60", False),
        ("Crossover 10", True),
    ]
    assert {run.notebook for run in runs} == {"notebooks/crossover.py"}


def test_records_that_cannot_be_read_are_reported(settings: Settings) -> None:
    (settings.vault / "x records.csv").write_bytes(b"\xff")

    assert [problem.path for problem in read_runs(settings)[1]] == ["x records.csv"]


def test_a_sync_clients_copy_of_records_is_not_read(settings: Settings) -> None:
    (settings.vault / "x (conflicted copy) records.csv").write_bytes(b"\xff")

    assert read_runs(settings) == ([], [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "X 5"),
        ("fast", 5),
        ("sharpe_ratio", 0.5),
        ("notebook", "notebooks/x.py"),
        ("parameter_notebook", "mine"),
        ("both", 1),
        ("metric_both", 2),
        ("metric_sharpe_ratio", 0.5),
        ("seconds", None),
        ("nothing", None),
    ],
)
def test_a_run_has_values_by_name(name: str, value: Any) -> None:
    assert known_run().value(name) == value


def test_a_stored_run_says_what_it_took() -> None:
    record = known_run().record
    run = KnownRun(record, Result(record, "notebooks/y.py", Path(), 1.5, way="fork", peak_bytes=10))

    assert [run.value(name) for name in ("seconds", "way", "peak_bytes", "notebook")] == [
        1.5,
        "fork",
        10,
        "notebooks/y.py",
    ]


def test_a_record_may_not_say_of_which_notebook_it_is() -> None:
    assert known_run(inputs=()).notebook == ""
