from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.runs.fingerprint import Inputs
from kb.workflows.ask import read_desk
from kb.workflows.plan import plan_notebook
from kb.workflows.run import Outcome, run_plan
from kb.workflows.why import InputState, explain
from tests.workflows.fake_engine import NOTEBOOK, QUESTION, FakeEngine

Run = Callable[..., Outcome]


def test_a_run_of_which_nothing_changed_is_fresh(settings: Settings, run_all: Run) -> None:
    run_all()

    why = explain(settings, "Crossover 5")

    assert (why.reason, why.changed, why.asked_by, why.error) == (None, (), ("strategies/Question.md:7",), "")
    assert [state.name for state in why.inputs] == ["notebooks/crossover.py"]


def test_an_input_that_changed_says_what_it_was_and_is(settings: Settings, run_all: Run) -> None:
    run_all()
    before = Inputs(settings).checksum("notebook", "notebooks/crossover.py")
    (settings.notebooks / "crossover.py").write_text(NOTEBOOK + "\n# %%\n1\n")
    now = Inputs(settings).checksum("notebook", "notebooks/crossover.py")

    why = explain(settings, "Crossover 5")

    assert why.reason == "source"
    assert why.changed == (InputState("notebook", "notebooks/crossover.py", before, now),)
    assert why.libraries == ()


def test_an_input_that_is_gone_is_missing(settings: Settings, run_all: Run) -> None:
    run_all()
    key = explain(settings, "Crossover 5").key
    (settings.notebooks / "crossover.py").unlink()

    assert [state.now for state in explain(settings, key).changed] == ["missing"]


def test_a_failed_run_says_why_it_failed(settings: Settings, run_all: Run) -> None:
    run_all()

    why = explain(settings, "Crossover 60")

    assert (why.reason, why.error) == ("failed before", "ValueError: too fast (cell 2)")
    assert why.failure is not None
    assert why.failure.source == "> 1 ratio"


def test_of_a_failure_on_another_machine_one_line_is_known(settings: Settings, run_all: Run) -> None:
    run_all()
    shutil.rmtree(settings.store)

    why = explain(settings, "Crossover 60")

    assert (why.error, why.failure) == ("ValueError: too fast (cell 2)", None)


def test_a_run_that_never_ran_is_new(settings: Settings) -> None:
    why = explain(settings, "Crossover 5")

    assert (why.reason, why.title, why.inputs) == ("new", "Crossover 5", ())


def test_a_new_combination_of_a_known_batch_is_told_so(settings: Settings, run_all: Run) -> None:
    run_all()
    path = settings.vault / "strategies/Question.md"
    path.write_text(QUESTION.replace("[5, 10, 60]", "[5, 7]"))

    assert explain(settings, "Crossover 7").reason == "parameters"


def test_a_run_that_no_block_asks_for_is_judged_as_well(settings: Settings, engine: FakeEngine) -> None:
    desk = read_desk(settings)
    run_plan(settings, desk, plan_notebook(settings, desk, Inputs(settings), "crossover", {"fast": "7"}), engine)

    why = explain(settings, "crossover from the command line 7")

    assert (why.reason, why.asked_by) == (None, ())


def test_a_summary_is_asked_for_by_its_block(settings: Settings, run_all: Run) -> None:
    path = settings.vault / "strategies/Question.md"
    path.write_text(QUESTION.replace("notes: 2", "summary: report"))
    assert explain(settings, "Crossover summary").reason == "new"
    run_all()

    why = explain(settings, "Crossover summary")

    assert (why.reason, why.asked_by) == ("input", ("strategies/Question.md:7",))


def test_a_name_of_no_run_is_refused(settings: Settings) -> None:
    with pytest.raises(KbError, match="There is no run of that name: nothing"):
        explain(settings, "nothing")
