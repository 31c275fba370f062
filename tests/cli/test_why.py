from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from kb.config import Settings
from kb.runs.store import read_results
from kb.workflows.why import InputState, Why
from tests.cli.conftest import Kb
from tests.workflows.fake_engine import NOTEBOOK


def test_a_fresh_run_is_said_to_be(answered: Settings, kb: Kb) -> None:
    key = next(result.record.key for result in read_results(answered) if result.record.title == "Crossover 5")

    assert kb("why", "Crossover 5").out.splitlines() == [
        f"Crossover 5  {key}",
        "fresh: all that it depended on is as it was",
        "asked by: strategies/Question.md:7",
    ]


def test_what_changed_is_told(answered: Settings, kb: Kb) -> None:
    (answered.notebooks / "crossover.py").write_text(NOTEBOOK + "\n# %%\n1\n")

    lines = kb("why", "Crossover 5").out.splitlines()

    assert lines[1] == "stale: its notebook, code that it uses, or a library has changed"
    assert lines[3] == "changed:"
    assert lines[4].startswith("  notebook  notebooks/crossover.py  was ")


def test_libraries_are_told_with_their_versions(workspace: Settings, kb: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    states = (InputState("library", "numpy", "2.1", "2.2"), InputState("library", "pandas", "3.1", "3.1"))
    why = Why("0011", "", "source", (), states, "", None)
    monkeypatch.setattr("kb.workflows.why.explain", lambda settings, name: why if settings == workspace else name)

    assert kb("why", "0011").out.splitlines() == [
        "untitled  0011",
        "stale: its notebook, code that it uses, or a library has changed",
        "asked by: no kb block",
        "changed:",
        "  library   numpy  was 2.1, is 2.2",
        "libraries as they were: pandas 3.1",
    ]


@pytest.mark.usefixtures("workspace")
def test_a_failed_run_says_why(kb: Kb) -> None:
    kb("run")

    lines = kb("why", "60").out.splitlines()

    assert lines[1:] == [
        "stale: it did not succeed the last time",
        "asked by: strategies/Question.md:7",
        "it failed: ValueError: too fast (cell 2)",
        "> 1 ratio",
    ]


@pytest.mark.usefixtures("workspace")
def test_a_run_that_never_ran_is_new(kb: Kb) -> None:
    assert "stale: nothing is known of any run of its batch" in kb("why", "Crossover 5").out


@pytest.mark.usefixtures("answered")
def test_why_as_json(kb: Kb, ask: Callable[[str, str], None]) -> None:
    ask("[5, 10]", "[5, 10, 20]")

    table = json.loads(kb("why", "Crossover 20", "--json").out)

    assert (table["reason"], table["changed"], table["asked_by"]) == ("parameters", [], ["strategies/Question.md:7"])


def test_a_run_that_is_damaged_is_said_to_be(answered: Settings, kb: Kb) -> None:
    next(result for result in read_results(answered) if result.record.title == "Crossover 5").executed.write_bytes(b"")

    assert kb("why", "Crossover 5").out.splitlines()[1] == "stale: what this machine has stored of it is damaged"


def test_what_nobody_asks_for_is_judged_as_if_one_did(
    answered: Settings, kb: Kb, ask: Callable[[str, str], None]
) -> None:
    ask("[5, 10]", "[10]")

    assert kb("why", "Crossover 5").out.splitlines()[1:] == [
        "fresh: all that it depended on is as it was",
        "asked by: no kb block",
    ]
    next(result for result in read_results(answered) if result.record.title == "Crossover 5").executed.write_bytes(b"")
    assert "is damaged" in kb("why", "Crossover 5").out
