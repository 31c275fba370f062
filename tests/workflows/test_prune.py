from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.runs.fingerprint import Inputs
from kb.runs.records import read_records, render_records
from kb.workflows.ask import read_desk
from kb.workflows.gc import find_garbage, remove_garbage
from kb.workflows.plan import plan_notebook
from kb.workflows.prune import check_forgotten, forgotten_notes, prune
from kb.workflows.run import Outcome, run_plan
from tests.workflows.fake_engine import QUESTION, FakeEngine

Run = Callable[..., Outcome]
BATCH = "runs/Crossover"


def ask(settings: Settings, old: str, new: str) -> None:
    path = settings.vault / "strategies/Question.md"
    path.write_text(path.read_text().replace(old, new))


@pytest.fixture
def forgotten(settings: Settings, run_all: Run) -> Settings:
    """A workspace whose one question has been answered and is then asked no more."""
    run_all()
    (settings.vault / "strategies/Question.md").write_text("Settled.\n")
    return settings


def test_a_value_taken_out_of_a_sweep_forgets_its_run(settings: Settings, run_all: Run) -> None:
    run_all()
    ask(settings, "[5, 10, 60]", "[5, 60]")

    (problem,) = check_forgotten(forgotten_notes(settings, read_desk(settings)))

    assert (problem.path, problem.severity) == (f"{BATCH}/Crossover 10.md", "warning")


def test_pruning_removes_notes_records_and_the_folder(forgotten: Settings) -> None:
    removed, kept = prune(forgotten, read_desk(forgotten))

    assert sorted(removed) == [
        f"{BATCH}/Crossover 10.md",
        f"{BATCH}/Crossover 5.md",
        f"{BATCH}/Crossover records.csv",
        f"{BATCH}/Crossover results.md",
    ]
    assert kept == []
    assert not (forgotten.vault / BATCH).exists()


def test_a_note_in_which_someone_wrote_is_kept(forgotten: Settings) -> None:
    note = forgotten.vault / BATCH / "Crossover 5.md"
    note.write_text(note.read_text() + "\nI like this one.\n")

    removed, (problem,) = prune(forgotten, read_desk(forgotten))

    assert f"{BATCH}/Crossover 5.md" not in removed
    assert problem.path == f"{BATCH}/Crossover 5.md"
    assert note.read_text().endswith("I like this one.\n")


def test_pictures_go_with_the_only_note_that_shows_them(forgotten: Settings) -> None:
    folder = forgotten.vault / "attachments/runs/key"
    folder.mkdir(parents=True)
    for name in ("only", "shared"):
        (folder / f"{name}.png").write_bytes(b"picture")
    (folder / "only.vl.json").write_bytes(b"{}")
    (forgotten.vault / "own.png").write_bytes(b"picture")
    note = forgotten.vault / BATCH / "Crossover 5.md"
    embeds = "![[attachments/runs/key/only.png]] ![[attachments/runs/key/shared.png]] ![[own.png]]"
    note.write_text(note.read_text().replace("spec: '[[Question]]'", f"spec: '{embeds} [[Question]]'"))
    (forgotten.vault / "Mine.md").write_text("![[shared.png]]\n")

    removed, _ = prune(forgotten, read_desk(forgotten))

    assert {"attachments/runs/key/only.png", "attachments/runs/key/only.vl.json"} <= {*removed}
    assert (folder / "shared.png").exists()
    assert (forgotten.vault / "own.png").exists()


def test_nothing_is_forgotten_while_a_block_is_broken(settings: Settings, run_all: Run) -> None:
    run_all()
    ask(settings, "notebook: crossover", "notebook: nowhere")

    removed, (problem,) = prune(settings, read_desk(settings))

    assert removed == forgotten_notes(settings, read_desk(settings)) == []
    assert "Nothing is removed while" in problem.what


def test_nothing_is_forgotten_while_a_note_cannot_be_read(settings: Settings, run_all: Run) -> None:
    run_all()
    (settings.vault / "strategies/Question.md").write_bytes(b"\xff")

    assert forgotten_notes(settings, read_desk(settings)) == []


def test_a_batch_of_the_same_file_names_keeps_its_records(forgotten: Settings) -> None:
    (forgotten.vault / "Other.md").write_text(QUESTION.replace("name: Crossover", "name: crossover?"))

    removed, _ = prune(forgotten, read_desk(forgotten))

    assert removed == [f"{BATCH}/Crossover results.md"]


def test_a_file_that_cannot_be_removed_is_a_problem(forgotten: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, *, missing_ok: bool) -> None:
        raise PermissionError(13, f"Permission denied {missing_ok}")

    desk = read_desk(forgotten)
    monkeypatch.setattr(Path, "unlink", refuse)

    removed, kept = prune(forgotten, desk)

    assert removed == []
    assert [problem.what for problem in kept] == ["This file cannot be removed"] * 4


def test_a_note_that_was_moved_goes_and_its_folder_stays(forgotten: Settings) -> None:
    folder = forgotten.vault / "projects"
    folder.mkdir()
    (forgotten.vault / BATCH / "Crossover 5.md").rename(folder / "Mine.md")

    removed, _ = prune(forgotten, read_desk(forgotten))

    assert "projects/Mine.md" in removed
    assert list(folder.iterdir()) == []


@pytest.fixture
def commanded(settings: Settings, engine: FakeEngine) -> Settings:
    """A workspace in which nothing ran but the notebook once, from the command line."""
    desk = read_desk(settings)
    run_plan(settings, desk, plan_notebook(settings, desk, Inputs(settings), "crossover", {"fast": "7"}), engine)
    (settings.vault / "strategies/Question.md").unlink()
    return settings


def test_what_the_command_line_asked_for_is_not_forgotten(commanded: Settings) -> None:
    assert forgotten_notes(commanded, read_desk(commanded)) == []


def test_what_the_command_line_asked_for_can_be_pruned_when_its_notebook_is_gone(commanded: Settings) -> None:
    (commanded.notebooks / "crossover.py").unlink()

    removed, kept = prune(commanded, read_desk(commanded))
    freed, _ = remove_garbage(commanded, find_garbage(commanded, read_desk(commanded), 0)[0])

    assert (len(removed), kept) == (3, [])
    assert list((commanded.vault / "runs").iterdir()) == []
    assert "stored run" in {garbage.what for garbage in freed}


def test_what_does_not_say_its_notebook_is_kept(commanded: Settings) -> None:
    (commanded.notebooks / "crossover.py").unlink()
    records = next(commanded.vault.rglob("*records.csv"))
    silent = [replace(record, inputs=()) for record in read_records(records)[0]]
    records.write_text(render_records(silent))

    assert forgotten_notes(commanded, read_desk(commanded)) == []
