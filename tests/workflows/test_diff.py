from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.model.run import Input
from kb.workflows.diff import Difference, compare_runs, differences
from kb.workflows.run import Outcome
from tests.workflows.fake_engine import NOTEBOOK, FakeEngine

Run = Callable[..., Outcome]


def test_two_runs_differ_in_what_they_were_given_and_found(settings: Settings, run_all: Run) -> None:
    run_all()

    found = compare_runs(settings, "Crossover 5", "Crossover 10")

    assert (found.first.record.title, found.second.record.title) == ("Crossover 5", "Crossover 10")
    assert found.parameters == (Difference("fast", 5, 10, 5, 1.0),)
    assert found.metrics == (Difference("sharpe_ratio", 0.1, 0.2, 0.1, 1.0),)
    assert found.inputs == ()
    assert [cell.source for cell in found.cells or ()] == [
        ("@@ -1 +1 @@", "-Found by Crossover 5.", "+Found by Crossover 10.")
    ]


def test_inputs_that_differ_are_named_with_their_kind(settings: Settings, run_all: Run) -> None:
    run_all()
    (settings.notebooks / "crossover.py").write_text(NOTEBOOK + "\n# %%\n1\n")
    run_all()
    stale = settings.vault / "runs/Crossover/Crossover records.csv"
    path = settings.vault / "strategies/Question.md"
    assert stale.is_file()
    path.write_text(path.read_text().replace("[5, 10, 60]", "[5]"))
    (settings.notebooks / "crossover.py").write_text(NOTEBOOK)
    run_all()

    found = compare_runs(settings, "Crossover 5", "Crossover 10")

    assert [difference.name for difference in found.inputs] == ["notebook notebooks/crossover.py"]


def test_without_both_notebooks_outputs_are_not_compared(settings: Settings, run_all: Run) -> None:
    run_all()
    shutil.rmtree(settings.store)

    assert compare_runs(settings, "Crossover 5", "Crossover 10").cells is None


def test_a_run_is_not_compared_with_itself(settings: Settings, run_all: Run) -> None:
    run_all()

    with pytest.raises(KbError, match="Both names mean one run: Crossover 5"):
        compare_runs(settings, "Crossover 5", "crossover 5")


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({"a": 1}, {"a": 1.0}, []),
        ({"a": 1}, {"a": True}, [Difference("a", 1, True)]),
        ({"a": None}, {}, []),
        ({"a": None}, {"a": 2}, [Difference("a", None, 2)]),
        ({"a": "x"}, {"a": "y"}, [Difference("a", "x", "y")]),
        ({"a": -2}, {"a": -1}, [Difference("a", -2, -1, 1, 0.5)]),
        ({"a": 0}, {"a": 3}, [Difference("a", 0, 3, 3, None)]),
        ({"a": 5e-324}, {"a": 1e300}, [Difference("a", 5e-324, 1e300, 1e300, None)]),
        ({"b": 1}, {"a": "x"}, [Difference("b", 1, None), Difference("a", None, "x")]),
    ],
)
def test_values_differ(first: dict[str, Any], second: dict[str, Any], found: list[Difference]) -> None:
    assert list(differences(first, second)) == found


def test_of_a_run_that_failed_only_inputs_that_both_have_are_compared(
    settings: Settings, run_all: Run, engine: FakeEngine
) -> None:
    failed = next(result for result in run_all().results if result.failure)
    (notebook,) = failed.record.inputs
    inputs = (replace(notebook, checksum="0011"), Input("code", "all.py", "0022"))
    engine.store(replace(failed, record=replace(failed.record, inputs=inputs)))

    found = compare_runs(settings, "Crossover 5", "Crossover 60")

    assert found.is_half_failed
    assert [(one.name, one.second) for one in found.inputs] == [("notebook notebooks/crossover.py", "0011")]
