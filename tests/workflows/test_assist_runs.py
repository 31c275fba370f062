"""Runs as assistants see them; over the protocol they are tested in tests/integrations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from kb.config import Settings
from kb.model.run import Record
from kb.runs.records import render_records
from kb.workflows.assist_runs import Wanted, compare_runs, list_runs
from kb.workflows.reading import Reader, Reading
from kb.workflows.run import Outcome

if TYPE_CHECKING:
    import pytest

Run = Callable[..., Outcome]


def reading_of(settings: Settings, audience: str = "owner") -> Reading:
    return Reader(settings.root, lambda now: now.audience(audience), print, datetime.now).now()


def test_the_owner_sees_what_this_machine_has_stored(settings: Settings, run_all: Run) -> None:
    run_all()
    reading = reading_of(settings)
    found = compare_runs(reading, "Crossover 5", "Crossover 10")

    assert found.first.notebook == "notebooks/crossover.py"
    assert found.cells is not None
    assert found.cells[0]["source"] == ["@@ -1 +1 @@", "-Found by Crossover 5.", "+Found by Crossover 10."]
    assert list_runs(reading, Wanted(notebook="crossover")).count >= 2


def test_others_see_neither_outputs_nor_inputs(settings: Settings, run_all: Run) -> None:
    run_all()
    results = settings.vault / "runs/Crossover/Crossover results.md"
    results.write_text(results.read_text().replace("---\n", "---\npublish: true\n", 1))
    reading = reading_of(settings, "public")
    runs = list_runs(reading, Wanted()).runs
    found = compare_runs(reading, *(run.key for run in runs[:2]))

    assert {run.title for run in runs} <= {""} | {run.title for run in runs if run.note is None}
    assert {run.notebook for run in runs} == {""}
    assert (found.cells, found.inputs) == (None, [])


def test_a_record_with_a_secret_is_left_out(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROKER_TOKEN", "hunter2-hunter2")
    records = [
        Record("k1", "succeeded", {"x": "hunter2-hunter2"}, {}, "f", (), "One"),
        Record("k2", "succeeded", {"x": 1}, {}, "f", (), "Two"),
    ]
    (settings.vault / "B results.md").write_text("---\npublish: true\nkb_batch: B\n---\n")
    (settings.vault / "B records.csv").write_text(render_records(records))

    assert [run.title for run in list_runs(reading_of(settings, "public"), Wanted()).runs] == ["Two"]
