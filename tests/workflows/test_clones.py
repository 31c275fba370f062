"""Two clones of one vault: what git brought from the other stands against what this one had run before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.model.run import Result
from kb.runs.fingerprint import Inputs
from kb.runs.store import read_result
from kb.workflows.ask import read_desk
from kb.workflows.notes import Notes
from kb.workflows.plan import plan_questions
from kb.workflows.run import Outcome, compile_plan
from tests.workflows.fake_engine import QUESTION, FakeEngine

Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def summarised(settings: Settings) -> None:
    """A question with a summary, and without the run that fails."""
    text = QUESTION.replace("notes: 2", "summary: report").replace(", 60", "")
    (settings.vault / "strategies/Question.md").write_text(text)


def edit(settings: Settings, notebook: str) -> None:
    path = settings.notebooks / notebook
    path.write_text(path.read_text() + "\n# %%\n1\n")


def compiled(settings: Settings) -> Notes:
    desk = read_desk(settings)
    return compile_plan(settings, desk, plan_questions(settings, desk, Inputs(settings)))


def put_back(kept: Path, place: Path) -> None:
    shutil.rmtree(place)
    shutil.copytree(kept, place)


@pytest.fixture
def run_in_other_clone(settings: Settings, run_all: Run, tmp_path: Path) -> Callable[[str], None]:
    """Run all, edit a notebook and run all as another clone would: the vault has what it found, the store has not."""

    def run(notebook: str) -> None:
        run_all()
        shutil.copytree(settings.store, tmp_path / "here")
        edit(settings, notebook)
        run_all()
        put_back(tmp_path / "here", settings.store)

    return run


@pytest.mark.parametrize("notebook", ["report.py", "crossover.py"])
def test_what_another_clone_ran_later_is_not_replaced(
    settings: Settings, run_in_other_clone: Callable[[str], None], notebook: str
) -> None:
    run_in_other_clone(notebook)

    assert compiled(settings) == Notes()


@pytest.mark.parametrize("notebook", ["report.py", "crossover.py"])
def test_what_another_clone_ran_stays_though_all_is_stale_since(
    settings: Settings, run_in_other_clone: Callable[[str], None], notebook: str
) -> None:
    run_in_other_clone(notebook)
    edit(settings, notebook)

    assert compiled(settings) == Notes()


def test_what_another_clone_ran_is_run_again_where_it_is_stale(
    settings: Settings, run_in_other_clone: Callable[[str], None], run_all: Run, engine: FakeEngine
) -> None:
    run_in_other_clone("crossover.py")
    edit(settings, "crossover.py")

    assert "runs/Crossover/Crossover records.csv" in run_all().notes.changed
    assert engine.executed == ["Crossover 5", "Crossover 10", ""]
    assert compiled(settings) == Notes()


def test_a_note_that_is_gone_waits_for_the_clone_that_ran_it(
    settings: Settings, run_in_other_clone: Callable[[str], None]
) -> None:
    run_in_other_clone("crossover.py")
    (settings.vault / "runs/Crossover/Crossover 5.md").unlink()

    compiled(settings)

    assert not (settings.vault / "runs/Crossover/Crossover 5.md").exists()


@pytest.mark.parametrize("notebook", ["report.py", "crossover.py"])
def test_what_ran_here_before_a_kill_is_written(
    settings: Settings, run_all: Run, tmp_path: Path, notebook: str
) -> None:
    run_all()
    shutil.copytree(settings.vault, tmp_path / "before")
    edit(settings, notebook)
    run_all()
    later = {path: path.read_bytes() for path in settings.vault.rglob("*.csv")}
    put_back(tmp_path / "before", settings.vault)

    compiled(settings)

    assert {path: path.read_bytes() for path in settings.vault.rglob("*.csv")} == later


def test_a_failure_of_this_clone_does_not_replace_a_success_from_the_same_inputs(
    settings: Settings, run_all: Run, engine: FakeEngine
) -> None:
    key = run_all().results[0].record.key
    stored = read_result(settings, key)
    assert isinstance(stored, Result)
    engine.store(replace(stored, record=replace(stored.record, status="failed", error="OSError: busy")))

    assert compiled(settings) == Notes()
