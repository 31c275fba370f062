from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from kb.config import Settings
from kb.runs.fingerprint import Inputs
from kb.workflows.ask import read_desk
from kb.workflows.plan import plan_questions
from kb.workflows.run import Outcome, run_plan
from tests.workflows.fake_engine import QUESTION, FakeEngine

Run = Callable[..., Outcome]
BATCH = "vault/runs/Crossover"


def edit(settings: Settings, old: str, new: str) -> None:
    path = settings.vault / "strategies/Question.md"
    path.write_text(path.read_text().replace(old, new))


def test_a_question_is_answered_by_notes(settings: Settings, run_all: Run, engine: FakeEngine) -> None:
    outcome = run_all()

    assert engine.executed == ["Crossover 5", "Crossover 10", "Crossover 60"]
    assert sorted(path.name for path in (settings.root / BATCH).iterdir()) == [
        "Crossover 10.md",
        "Crossover 5.md",
        "Crossover records.csv",
        "Crossover results.md",
    ]
    results = (settings.root / BATCH / "Crossover results.md").read_text()
    assert "[[Crossover 10]]" in results
    assert "ValueError: too fast" in results
    assert "spec: '[[Question]]'" in results
    assert outcome.notes.problems == ()


def test_a_second_run_runs_only_what_failed_and_writes_nothing(run_all: Run, engine: FakeEngine) -> None:
    run_all()

    assert run_all().notes.changed == ()
    assert engine.executed == ["Crossover 60"]


def test_a_second_clone_runs_nothing_and_leaves_its_notes(settings: Settings, run_all: Run, engine: FakeEngine) -> None:
    edit(settings, ", 60", "")
    run_all()
    shutil.rmtree(settings.store)

    outcome = run_all()

    assert (engine.executed, outcome.notes.changed) == ([], ())


def test_an_edited_value_runs_only_what_is_new(settings: Settings, run_all: Run, engine: FakeEngine) -> None:
    edit(settings, ", 60", "")
    run_all()
    edit(settings, "[5, 10]", "[5, 10, 20]")

    run_all()

    assert engine.executed == ["Crossover 20"]
    assert "[[Crossover 20]]" in (settings.root / BATCH / "Crossover results.md").read_text()


def test_an_edited_notebook_rewrites_the_same_notes(settings: Settings, run_all: Run, engine: FakeEngine) -> None:
    edit(settings, ", 60", "")
    run_all()
    before = sorted((settings.root / BATCH).iterdir())
    notebook = settings.notebooks / "crossover.py"
    notebook.write_text(notebook.read_text() + "\n# %%\nprint(ratio)\n")

    run_all()

    assert engine.executed == ["Crossover 5", "Crossover 10"]
    assert sorted((settings.root / BATCH).iterdir()) == before


def test_a_paragraph_written_by_hand_survives_renaming_and_forcing(settings: Settings, run_all: Run) -> None:
    run_all()
    note = settings.root / BATCH / "Crossover 5.md"
    moved = settings.vault / "ideas/My favourite.md"
    moved.parent.mkdir()
    moved.write_text(note.read_text() + "\nI like this one.\n")
    note.unlink()

    run_all(force=True)

    assert moved.read_text().endswith("\nI like this one.\n")
    assert not note.exists()
    assert "[[My favourite]]" in (settings.root / BATCH / "Crossover results.md").read_text()


def test_a_region_edited_by_hand_is_refused_and_both_versions_kept(settings: Settings, run_all: Run) -> None:
    run_all()
    note = settings.root / BATCH / "Crossover 5.md"
    note.write_text(note.read_text().replace("Found by", "Seen by"))
    notebook = settings.notebooks / "crossover.py"
    notebook.write_text(notebook.read_text() + "\n# %%\n1\n")

    outcome = run_all()

    assert "edited by hand" in str(outcome.notes.problems[0])
    assert "Seen by" in note.read_text()
    assert "Found by" in (settings.store / "conflicts/runs/Crossover/Crossover 5.md").read_text()


def test_a_note_deleted_by_hand_comes_back_from_the_store(settings: Settings, run_all: Run, engine: FakeEngine) -> None:
    edit(settings, ", 60", "")
    run_all()
    (settings.root / BATCH / "Crossover 5.md").unlink()

    run_all()

    assert engine.executed == []
    assert (settings.root / BATCH / "Crossover 5.md").exists()


def test_a_wanted_note_whose_result_is_elsewhere_is_run_again(
    settings: Settings,
    run_all: Run,
    engine: FakeEngine,
) -> None:
    edit(settings, ", 60", "")
    run_all()
    shutil.rmtree(settings.store)
    (settings.root / BATCH / "Crossover 5.md").unlink()

    run_all()

    assert engine.executed == ["Crossover 5"]


def test_a_summary_runs_once_over_the_records(settings: Settings, run_all: Run, engine: FakeEngine) -> None:
    edit(settings, ", 60", "")
    edit(settings, "notes: 2", "summary: report")
    run_all()
    first = list(engine.executed)
    run_all()

    assert (first, engine.executed) == (["Crossover 5", "Crossover 10", ""], [])
    assert "## Summary\n\nFound by the summary." in (settings.root / BATCH / "Crossover results.md").read_text()


def test_a_second_clone_does_not_run_the_summary(settings: Settings, run_all: Run, engine: FakeEngine) -> None:
    edit(settings, ", 60", "")
    edit(settings, "notes: 2", "summary: report")
    run_all()
    shutil.rmtree(settings.store)

    outcome = run_all()

    assert (engine.executed, outcome.notes.changed) == ([], ())


def test_a_summary_whose_records_changed_runs_again(settings: Settings, run_all: Run, engine: FakeEngine) -> None:
    edit(settings, ", 60", "")
    edit(settings, "notes: 2", "summary: report")
    run_all()
    edit(settings, "[5, 10]", "[5]")

    run_all()

    assert engine.executed == [""]


def test_a_block_that_cannot_run_says_so_in_its_results_note(
    settings: Settings, run_all: Run, engine: FakeEngine
) -> None:
    edit(settings, "fast: [", "fst: [")

    outcome = run_all()

    results = (settings.root / BATCH / "Crossover results.md").read_text()
    assert engine.executed == []
    assert "> [!error] Line 12: notebooks/crossover.py has no such parameter: `fst`" in results
    assert [problem.line for problem in outcome.blocked] == [12]


def test_a_block_broken_later_keeps_the_results_it_had(settings: Settings, run_all: Run) -> None:
    run_all()
    edit(settings, "fast: [", "fst: [")

    run_all()

    results = (settings.root / BATCH / "Crossover results.md").read_text()
    assert "no such parameter" in results
    assert "Crossover 10" in results


def test_two_blocks_of_one_name_are_told_and_the_first_is_run(
    settings: Settings,
    run_all: Run,
    engine: FakeEngine,
) -> None:
    (settings.vault / "Zweite.md").write_text(QUESTION)

    outcome = run_all()

    assert len(engine.executed) == 3
    assert "Two kb blocks have one name" in str(outcome.blocked[0])


def test_a_run_that_two_blocks_ask_for_has_one_note(settings: Settings, run_all: Run, engine: FakeEngine) -> None:
    (settings.vault / "strategies/Second.md").write_text(QUESTION.replace("name: Crossover", "name: Second"))
    run_all()
    first = list(engine.executed)

    assert run_all().notes.changed == ()
    assert len(first) == 3
    assert not (settings.vault / "runs/Second/Second 5.md").exists()
    assert "[[Crossover 10]]" in (settings.vault / "runs/Second/Second results.md").read_text()


def test_a_run_gets_its_note_from_the_block_that_wants_one_though_another_asks_first(
    settings: Settings, run_all: Run
) -> None:
    first = QUESTION.replace("name: Crossover", "name: First").replace("notes: 2", "notes: 0")
    (settings.vault / "strategies/First.md").write_text(first)

    run_all()

    assert "[[Question]]" in (settings.root / BATCH / "First 10.md").read_text()
    assert "[[First 10]]" in (settings.vault / "runs/First/First results.md").read_text()


def test_of_two_copies_of_a_run_note_the_one_with_its_name_is_renewed(settings: Settings, run_all: Run) -> None:
    run_all()
    note = settings.root / BATCH / "Crossover 5.md"
    copy = note.with_name("Crossover 5 1.md")
    copy.write_text(note.read_text())
    note.with_name("Crossover results.md").rename(settings.vault / "Answers.md")  # which the note links to
    before = copy.read_text()

    run_all()

    assert copy.read_text() == before != note.read_text()


def test_records_that_cannot_be_read_are_kept_beside(settings: Settings, run_all: Run) -> None:
    run_all()
    records = settings.root / BATCH / "Crossover records.csv"
    records.write_text("x,y\n1,2\n")

    run_all()

    assert (settings.store / "conflicts/runs/Crossover/Crossover records.csv").read_text() == "x,y\n1,2\n"
    assert records.read_text().startswith("key,")


def test_a_run_note_stays_with_the_block_that_it_names(settings: Settings, run_all: Run) -> None:
    run_all()
    (settings.vault / "An earlier note.md").write_text(QUESTION.replace("name: Crossover", "name: Earlier"))

    run_all()

    assert "spec: '[[Question]]'" in (settings.root / BATCH / "Crossover 5.md").read_text()


@pytest.mark.parametrize("path", ["templates/Experiment.md", "strategies/Fenced.md"])
def test_templates_and_blocks_shown_in_longer_fences_ask_nothing(settings: Settings, path: str) -> None:
    (settings.vault / "strategies/Question.md").unlink()
    note = settings.vault / path
    note.parent.mkdir(exist_ok=True)
    note.write_text(QUESTION if path.startswith("templates") else f"````md\n{QUESTION}\n````\n")

    assert read_desk(settings).questions == ()


def test_a_second_block_without_a_name_gets_one(settings: Settings) -> None:
    block = "```kb\nnotebook: crossover\n```\n"
    (settings.vault / "strategies/Question.md").write_text(f"{block}\n{block}")

    assert [question.spec.name for question in read_desk(settings).questions] == ["Question", "Question 2"]


def test_a_read_only_vault_is_a_problem_and_nothing_is_lost(settings: Settings, run_all: Run) -> None:
    (settings.vault / "runs").write_text("a file where the folder should be")

    outcome = run_all()

    assert len(outcome.results) == 3
    assert {problem.severity for problem in outcome.notes.problems} == {"error"}
    assert (settings.vault / "runs").read_text() == "a file where the folder should be"


def test_forced_the_summary_runs_again_though_nothing_changed(
    settings: Settings, run_all: Run, engine: FakeEngine
) -> None:
    edit(settings, ", 60", "")
    edit(settings, "notes: 2", "summary: report")
    run_all()

    run_all(force=True)

    assert engine.executed == ["Crossover 5", "Crossover 10", ""]


@pytest.mark.parametrize("name", ["result.json", "executed.ipynb"])
@pytest.mark.parametrize("data", [b"", b"xx"])
def test_a_damaged_result_is_run_again_and_only_that(
    settings: Settings, run_all: Run, engine: FakeEngine, name: str, data: bytes
) -> None:
    question = settings.vault / "strategies/Question.md"
    question.write_text(question.read_text().replace("[5, 10, 60]", "[5, 10]"))
    executed = run_all().results[0].executed
    before = {path: path.read_bytes() for path in settings.vault.rglob("*") if path.is_file()}
    executed.with_name(name).write_bytes(data)
    run_all()

    assert engine.executed == ["Crossover 5"]
    assert before == {path: path.read_bytes() for path in settings.vault.rglob("*") if path.is_file()}
    run_all()
    assert engine.executed == []


def test_a_damaged_summary_is_run_again(settings: Settings, run_all: Run, engine: FakeEngine) -> None:
    question = settings.vault / "strategies/Question.md"
    question.write_text(question.read_text().replace("notes: 2", "summary: report").replace(", 60", ""))
    summary = run_all().results[-1]
    summary.executed.write_bytes(b"")
    run_all()

    assert engine.executed == [""]


def test_runs_that_did_not_begin_are_counted_in_the_results_note(settings: Settings, engine: FakeEngine) -> None:
    edit(settings, "notes: 2", "stop_on_failure: true")
    edit(settings, "[5, 10, 60]", "[60, 5, 10]")
    desk = read_desk(settings)
    plan = plan_questions(settings, desk, Inputs(settings))

    run_plan(settings, desk, plan, lambda asked: engine(asked[:1]))

    note = (settings.root / BATCH / "Crossover results.md").read_text()
    assert " 1 failed. 2 not begun: the first failure stops this batch." in note
