from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.runs.fingerprint import Inputs
from kb.workflows.ask import read_desk
from kb.workflows.plan import Plan, plan_notebook, plan_questions
from kb.workflows.run import Outcome, run_plan
from tests.workflows.fake_engine import QUESTION, FakeEngine

Run = Callable[..., Outcome]


def plan_of(settings: Settings, **texts: str) -> Plan:
    return plan_notebook(settings, read_desk(settings), Inputs(settings), "crossover", texts)


def test_a_notebook_runs_with_parameters_from_the_command_line(settings: Settings, engine: FakeEngine) -> None:
    run_plan(settings, read_desk(settings), plan_of(settings, fast="7"), engine)

    note = settings.vault / "runs/crossover from the command line/crossover from the command line 7.md"
    assert "fast: 7" in note.read_text()


def test_a_secret_on_the_command_line_is_refused_and_not_shown(settings: Settings) -> None:
    with pytest.raises(KbError, match="A parameter must not hold a secret: api_key") as caught:
        plan_of(settings, fast="10", api_key="hidden")
    assert "hidden" not in str(caught.value)


def test_runs_of_the_command_line_stay_together(settings: Settings, engine: FakeEngine) -> None:
    for fast in ("7", "8", "7"):
        run_plan(settings, read_desk(settings), plan_of(settings, fast=fast), engine)

    assert len(engine.executed) == 2
    records = settings.vault / "runs/crossover from the command line/crossover from the command line records.csv"
    assert len(records.read_text().splitlines()) == 3


@pytest.mark.parametrize(
    ("texts", "message"),
    [({"fst": "1"}, "Did you mean `fast`"), ({"fast": "often"}, "`fast` must be int: often")],
)
def test_a_wrong_parameter_runs_nothing(settings: Settings, texts: dict[str, str], message: str) -> None:
    with pytest.raises(KbError, match=message):
        plan_of(settings, **texts)


def test_a_plan_can_be_of_one_note(settings: Settings) -> None:
    (settings.vault / "Other.md").write_text(QUESTION.replace("Crossover", "Other"))

    plan = plan_questions(settings, read_desk(settings), Inputs(settings), only="Other.md")

    assert [batch.spec.name for batch in plan.batches] == ["Other"]


def test_a_run_asked_for_twice_is_run_once(settings: Settings) -> None:
    (settings.vault / "Other.md").write_text(QUESTION.replace("Crossover", "Other"))

    plan = plan_questions(settings, read_desk(settings), Inputs(settings))

    assert len(plan.stale) == 3


def test_records_that_cannot_be_read_are_problems_of_the_plan(settings: Settings) -> None:
    (settings.vault / "x records.csv").write_bytes(b"\xff")

    plan = plan_questions(settings, read_desk(settings), Inputs(settings))

    assert "cannot be read" in str(plan.problems[0])


def test_a_strategy_brings_its_own_parameters(settings: Settings) -> None:
    (settings.notebooks / "crossover.py").write_text('# %% tags=["parameters"]\nstrategy: str = "sma_crossover"\n')

    assert plan_of(settings, fast="7").batches[0].runs[0].parameters == {"fast": 7}


def test_an_unknown_strategy_is_the_blocks_problem(settings: Settings) -> None:
    (settings.notebooks / "crossover.py").write_text('# %% tags=["parameters"]\nstrategy: str = "sma_crossover"\n')
    text = "```kb\nnotebook: crossover\nparameters: {strategy: turtles}\n```\n"
    (settings.vault / "strategies/Question.md").write_text(text)

    assert "turtles" in str(read_desk(settings).questions[0].problems[0])


def test_a_summary_is_planned_when_its_records_will_change_or_it_was_edited(settings: Settings, run_all: Run) -> None:
    path = settings.vault / "strategies/Question.md"
    path.write_text(QUESTION.replace(", 60", "").replace("notes: 2", "summary: report"))

    def reason() -> str | None:
        plan = plan_questions(settings, read_desk(settings), Inputs(settings))
        return plan.summaries["Crossover"].reason

    before, _, after = reason(), run_all(), reason()
    path.write_text(path.read_text().replace("[5, 10]", "[5, 10, 20]"))
    with_new_run = reason()
    (settings.notebooks / "report.py").write_text('# %% tags=["parameters"]\nrecords: str = "none"\n')

    assert (before, after, with_new_run, reason()) == ("new", None, "input", "source")


def test_a_parameter_of_another_strategy_is_refused_before_anything_runs(settings: Settings) -> None:
    cell = '# %% tags=["parameters"]\nstrategy: str = "sma_crossover"\nfast: int | None = None\n'
    (settings.notebooks / "crossover.py").write_text(cell)
    text = "```kb\nnotebook: crossover\nparameters: {strategy: buy_and_hold, fast: 10}\n```\n"
    (settings.vault / "strategies/Question.md").write_text(text)

    problem = read_desk(settings).questions[0].problems[0]

    assert "`buy_and_hold` has no parameter `fast`; it belongs to `sma_crossover`" in str(problem)


@pytest.mark.parametrize("name", ["result.json", "executed.ipynb"])
@pytest.mark.parametrize("has_record", [True, False])
def test_a_run_whose_result_is_damaged_is_planned_again(
    settings: Settings, run_all: Run, name: str, *, has_record: bool
) -> None:
    results = run_all().results
    if not has_record:
        (settings.vault / "runs/Crossover/Crossover records.csv").unlink()
    file = results[0].executed.parent / name
    file.write_bytes(file.read_bytes()[:-1])

    plan = plan_questions(settings, read_desk(settings), Inputs(settings))

    assert [(run.key, run.reason) for run in plan.stale if run.reason != "failed before"] == [
        (results[0].record.key, "damaged")
    ]
