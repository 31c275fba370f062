from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.workflows.run import Outcome
from kb.workflows.show import find_run, find_runs

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
