from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.vault.view import NoteView
from kb.workflows.run import Outcome
from kb.workflows.show import FoundRun, find_run, find_runs, find_shown

Run = Callable[..., Outcome]


@pytest.mark.parametrize("name", ["Crossover 5", "crossover 5", "CROSSOVER 5"])
def test_a_run_is_found_by_its_title(settings: Settings, run_all: Run, name: str) -> None:
    run_all()

    found = find_run(settings, name)

    assert found.record.parameters["fast"] == 5
    assert found.note == "runs/Crossover/Crossover 5.md"
    assert found.result is not None


def test_a_run_is_found_by_the_start_of_its_key_and_by_part_of_its_title(settings: Settings, run_all: Run) -> None:
    run_all()
    key = find_run(settings, "Crossover 60").record.key

    assert find_run(settings, key[:7]).record.key == key
    assert find_run(settings, "60").record.key == key


def test_a_run_without_a_note_has_none(settings: Settings, run_all: Run) -> None:
    run_all()

    assert find_run(settings, "Crossover 60").note is None


def test_a_record_that_came_with_the_vault_has_no_result(settings: Settings, run_all: Run) -> None:
    run_all()
    shutil.rmtree(settings.store)

    found = find_run(settings, "Crossover 10")

    assert (found.record.metrics, found.result) == ({"sharpe_ratio": 0.2}, None)


def test_a_run_of_no_such_name_is_refused(settings: Settings) -> None:
    with pytest.raises(KbError, match="There is no run of that name: nothing"):
        find_run(settings, "nothing")


def test_several_runs_of_a_name_are_listed_with_their_keys(settings: Settings, run_all: Run) -> None:
    path = settings.vault / "strategies/Question.md"
    path.write_text(path.read_text().replace("[5, 10, 60]", "[1, 2, 3, 4, 5, 6, 7, 8, 9]"))
    run_all()

    with pytest.raises(KbError, match=r"Crossover 1 \([0-9a-f]{16}\); .* and 1 more"):
        find_run(settings, "cross")


@pytest.mark.parametrize("name", ["My favourite", "my favourite.md", "ideas/My favourite", "ideas\\My favourite.md"])
def test_a_run_is_found_by_its_note_wherever_it_was_moved(settings: Settings, run_all: Run, name: str) -> None:
    run_all()
    (settings.vault / "ideas").mkdir()
    (settings.vault / "runs/Crossover/Crossover 5.md").rename(settings.vault / "ideas/My favourite.md")

    found = find_run(settings, name)

    assert (found.record.title, found.note) == ("Crossover 5", "ideas/My favourite.md")


def test_several_runs_are_found_at_once(settings: Settings, run_all: Run) -> None:
    run_all()

    assert [run.record.title for run in find_runs(settings, "Crossover 5", "10")] == ["Crossover 5", "Crossover 10"]


@pytest.mark.parametrize(
    "name", ["Question", "question", "strategies/Question.md", "strategies\\Question", "[[Question]]"]
)
def test_a_note_is_found_as_a_link_would_find_it(settings: Settings, name: str) -> None:
    found = find_shown(settings, name)

    assert isinstance(found, NoteView)
    assert found.path == "strategies/Question.md"


def test_a_note_is_found_by_its_alias(settings: Settings) -> None:
    (settings.vault / "a.md").write_text("---\naliases: [Another name]\n---\n")

    found = find_shown(settings, "another name")

    assert isinstance(found, NoteView)
    assert found.path == "a.md"


@pytest.mark.parametrize("name", ["Crossover 5", "runs/Crossover/Crossover 5.md", "60"])
def test_the_note_of_a_run_means_the_run(settings: Settings, run_all: Run, name: str) -> None:
    run_all()

    assert isinstance(find_shown(settings, name), FoundRun)


def test_a_note_is_meant_before_a_run_whose_title_only_begins_so(settings: Settings, run_all: Run) -> None:
    run_all()
    (settings.vault / "Crossover.md").write_text("Mine.")

    assert isinstance(find_shown(settings, "Crossover"), NoteView)


def test_a_run_and_a_note_of_one_name_are_listed(settings: Settings, run_all: Run) -> None:
    run_all()
    (settings.vault / "Crossover 60.md").write_text("Mine.")

    with pytest.raises(KbError, match=r"the run Crossover 60 \([0-9a-f]{16}\); the note Crossover 60.md"):
        find_shown(settings, "Crossover 60")


def test_several_notes_of_one_name_are_listed(settings: Settings) -> None:
    for folder in ("a", "b"):
        (settings.vault / folder).mkdir()
        (settings.vault / folder / "Twin.md").write_text("")

    with pytest.raises(KbError, match=r"the note a/Twin\.md; the note b/Twin\.md"):
        find_shown(settings, "twin")


def test_a_name_of_nothing_is_refused_with_notes_that_are_close(settings: Settings) -> None:
    with pytest.raises(KbError, match="There is no note and no run of that name: Qestion. Did you mean `Question`?"):
        find_shown(settings, "Qestion")
