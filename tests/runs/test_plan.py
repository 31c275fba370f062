from __future__ import annotations

from typing import Any

import pytest

from kb.config import Settings
from kb.model.run import Input, Record, Spec
from kb.runs.batch import run_key
from kb.runs.fingerprint import Inputs
from kb.runs.plan import judge, plan_batch

NOTEBOOK = "notebooks/crossover.py"
SPEC = Spec("Crossover", NOTEBOOK)


def record(settings: Settings, parameters: dict[str, Any], **changes: Any) -> Record:
    (settings.root / "bars.csv").touch()
    inputs = Inputs(settings)
    kept = (
        Input("notebook", NOTEBOOK, inputs.checksum("notebook", NOTEBOOK)),
        Input("library", "pandas", inputs.checksum("library", "pandas")),
        Input("data", "bars.csv", inputs.checksum("data", "bars.csv")),
    )
    fields: dict[str, Any] = {"metrics": {}, "fingerprint": "f", "inputs": kept, "title": "t", "status": "succeeded"}
    return Record(key=run_key(NOTEBOOK, parameters), parameters=parameters, **fields | changes)


def reasons(settings: Settings, records: list[Record], *parameters: dict[str, Any], force: bool = False) -> list[Any]:
    def known(key: str) -> list[Record]:
        return [record for record in records if record.key == key]

    batch = plan_batch(SPEC, parameters, known, Inputs(settings), force=force)
    return [(run.reason, run.detail) for run in batch.runs]


def test_a_run_that_was_never_run_is_new(settings: Settings) -> None:
    assert reasons(settings, [], {"fast": 1}) == [("new", "")]


def test_a_run_whose_inputs_are_the_same_is_fresh(settings: Settings) -> None:
    assert reasons(settings, [record(settings, {"fast": 1})], {"fast": 1}) == [(None, "")]


def test_a_value_added_to_a_known_batch_is_told_apart_from_a_new_batch(settings: Settings) -> None:
    assert reasons(settings, [record(settings, {"fast": 1})], {"fast": 1}, {"fast": 2}) == [
        (None, ""),
        ("parameters", ""),
    ]


def test_an_edited_notebook_makes_its_runs_stale(settings: Settings) -> None:
    known = record(settings, {"fast": 1})
    path = settings.root / NOTEBOOK
    path.write_text(path.read_text() + "\n# %%\nprint(ratio)\n")

    assert reasons(settings, [known], {"fast": 1}) == [("source", NOTEBOOK)]


def test_another_version_of_a_library_makes_its_runs_stale(settings: Settings) -> None:
    known = record(settings, {"fast": 1}, inputs=(Input("library", "pandas", "0.1"),))

    assert reasons(settings, [known], {"fast": 1}) == [("source", "pandas")]


def test_changed_data_makes_its_runs_stale(settings: Settings) -> None:
    known = record(settings, {"fast": 1})
    (settings.root / "bars.csv").write_text("new")

    assert reasons(settings, [known], {"fast": 1}) == [("input", "bars.csv")]


@pytest.mark.parametrize("kind", ["data", "code", "library", "notebook"])
def test_an_input_that_is_gone_makes_its_runs_stale(settings: Settings, kind: Any) -> None:
    known = record(settings, {"fast": 1}, inputs=(Input(kind, "none.such", "ab"),))

    assert reasons(settings, [known], {"fast": 1})[0][1] == "none.such"


def test_a_failed_run_is_run_again(settings: Settings) -> None:
    known = record(settings, {"fast": 1}, status="failed", error="ValueError: x")

    assert reasons(settings, [known], {"fast": 1}) == [("failed before", "ValueError: x")]


def test_one_fresh_record_of_several_is_enough(settings: Settings) -> None:
    stale = record(settings, {"fast": 1}, inputs=(Input("data", "gone", "ab"),))

    assert reasons(settings, [stale, record(settings, {"fast": 1})], {"fast": 1}) == [(None, "")]


def test_force_runs_what_is_fresh(settings: Settings) -> None:
    assert reasons(settings, [record(settings, {"fast": 1})], {"fast": 1}, force=True) == [("forced", "")]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({}, "damaged"), ({"status": "failed"}, "failed before"), ({"inputs": (Input("data", "x", "1"),)}, "input")],
)
def test_what_is_damaged_must_run_though_a_record_is_fresh(
    settings: Settings, changes: dict[str, Any], reason: str
) -> None:
    assert judge([record(settings, {}, **changes)], Inputs(settings), is_damaged=True)[0] == reason


def test_what_is_damaged_and_has_no_record_is_not_said_to_be_new(settings: Settings) -> None:
    key = run_key(NOTEBOOK, {"fast": 1})
    batch = plan_batch(SPEC, [{"fast": 1}, {"fast": 2}], lambda _key: [], Inputs(settings), damaged={key})

    assert [run.reason for run in batch.runs] == ["damaged", "new"]
