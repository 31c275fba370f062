from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from kb.config import Settings
from kb.model.run import Failure, Result
from kb.runs.fingerprint import Inputs
from kb.runs.plan import Asked
from kb.workflows.ask import Question, answers, read_desk
from kb.workflows.notes import Notes, write_blocked
from kb.workflows.plan import plan_questions
from kb.workflows.run import Outcome, compile_plan, run_plan
from tests.workflows.fake_engine import FakeEngine

Run = Callable[..., Outcome]


def ask(settings: Settings, old: str, new: str) -> None:
    path = settings.vault / "strategies/Question.md"
    path.write_text(path.read_text().replace(old, new))


def results_of(settings: Settings) -> str:
    return (settings.vault / "runs/Crossover/Crossover results.md").read_text()


def test_a_summary_that_failed_is_told_in_the_results(settings: Settings) -> None:
    engine = FakeEngine(settings)
    failure = Failure("KeyError", "no such column", 2, "", "")

    def failing(runs: Sequence[Asked]) -> Iterator[Result]:
        for result in engine(runs):
            if "records" in result.record.parameters:
                record = replace(result.record, status="failed", error="KeyError: no such column (cell 2)")
                yield engine.store(replace(result, record=record, failure=failure))
            else:
                yield result

    ask(settings, "notes: 2", "summary: report")
    desk = read_desk(settings)
    run_plan(settings, desk, plan_questions(settings, desk, Inputs(settings)), failing)

    assert "The summary notebooks/report.py failed" in results_of(settings)
    assert "KeyError: no such column (cell 2)" in results_of(settings)


def test_a_broken_block_keeps_the_results_it_had_and_tells_of_records_that_cannot_be_read(
    settings: Settings, run_all: Run
) -> None:
    run_all()
    records = settings.vault / "runs/Crossover/Crossover records.csv"
    records.write_text(records.read_text().replace("succeeded", "well", 1))
    ask(settings, "rank_by: sharpe_ratio", "rank_bi: sharpe_ratio")

    outcome = run_all()

    assert {problem.path for problem in outcome.notes.problems} == {"runs/Crossover/Crossover records.csv"}
    assert "rank_bi" in results_of(settings)
    assert "0.2" in results_of(settings)


def test_a_rank_by_that_no_run_recorded_is_told_each_time(settings: Settings, run_all: Run) -> None:
    ask(settings, "rank_by: sharpe_ratio", "rank_by: sharp_ratio")

    first, second = run_all().notes, run_all().notes

    assert [(problem.rule, problem.path, problem.found) for problem in first.problems] == [
        ("rank-by", "strategies/Question.md", "sharp_ratio")
    ]
    assert second == Notes((), first.problems)
    assert "Did you mean `sharpe_ratio`?" in results_of(settings)
    assert "## Runs" in results_of(settings)


def test_a_rank_by_that_no_run_recorded_is_told_where_the_summary_is_on_another_machine(
    settings: Settings, run_all: Run
) -> None:
    ask(settings, "notes: 2", "summary: report")
    run_all()
    ask(settings, "rank_by: sharpe_ratio", "rank_by: sharp_ratio")
    shutil.rmtree(settings.store)
    desk = read_desk(settings)

    notes = compile_plan(settings, desk, plan_questions(settings, desk, Inputs(settings)))

    assert [problem.rule for problem in notes.problems] == ["rank-by"]


def test_the_second_of_two_blocks_writes_nothing(settings: Settings) -> None:
    text = (settings.vault / "strategies/Question.md").read_text()
    (settings.vault / "strategies/Zweite.md").write_text(text)
    desk = read_desk(settings)
    second: Question = desk.questions[1]

    assert [answers(desk, question) for question in desk.questions] == [True, False]
    assert write_blocked(settings, desk, second) == Notes()


def test_records_that_cannot_be_written_are_a_problem_by_their_path_in_the_vault(
    settings: Settings, run_all: Run
) -> None:
    (settings.vault / "runs/Crossover/Crossover records.csv").mkdir(parents=True)

    problems = run_all().notes.problems

    assert [problem.path for problem in problems] == ["runs/Crossover/Crossover records.csv"]


@pytest.mark.parametrize("summary", ["notes: 2", "summary: report"])
def test_compiling_before_anything_ran_writes_empty_results(settings: Settings, summary: str) -> None:
    ask(settings, "notes: 2", summary)
    desk = read_desk(settings)

    notes = compile_plan(settings, desk, plan_questions(settings, desk, Inputs(settings)))

    assert "runs/Crossover/Crossover results.md" in notes.changed
    assert notes.problems == ()


def test_a_notebook_damaged_since_it_was_planned_is_told_and_writes_no_note(settings: Settings, run_all: Run) -> None:
    result = run_all().results[0]
    (settings.vault / "runs/Crossover/Crossover 5.md").unlink()
    desk = read_desk(settings)
    plan = plan_questions(settings, desk, Inputs(settings))
    result.executed.write_bytes(b"{}")

    (problem,) = compile_plan(settings, desk, plan).problems

    assert (problem.rule, problem.path) == ("stored-notebook", str(result.executed))
    assert not (settings.vault / "runs/Crossover/Crossover 5.md").exists()


def test_a_note_that_is_gone_is_not_written_where_nothing_is_stored(settings: Settings, run_all: Run) -> None:
    run_all()
    (settings.vault / "runs/Crossover/Crossover 5.md").unlink()
    shutil.rmtree(settings.store)
    desk = read_desk(settings)

    notes = compile_plan(settings, desk, plan_questions(settings, desk, Inputs(settings)))

    assert notes.problems == ()
    assert not (settings.vault / "runs/Crossover/Crossover 5.md").exists()
