from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.workflows.ask import read_desk
from kb.workflows.asked import asking_specs, find_asked, find_note, keys_asked_in
from kb.workflows.run import Outcome
from tests.workflows.fake_engine import QUESTION

Run = Callable[..., Outcome]


def test_a_block_asks_for_its_runs_and_its_summary(settings: Settings, run_all: Run) -> None:
    path = settings.vault / "strategies/Question.md"
    path.write_text(QUESTION.replace("notes: 2", "summary: report"))
    results = run_all().results

    asking = asking_specs(settings, read_desk(settings))

    assert set(asking) == {result.record.key for result in results}
    assert {spec.name for specs in asking.values() for spec in specs} == {"Crossover"}


def test_a_run_may_be_asked_for_by_several(settings: Settings) -> None:
    (settings.vault / "Other.md").write_text(QUESTION.replace("Crossover", "Other").replace("[5, 10, 60]", "[5]"))

    asking = asking_specs(settings, read_desk(settings))

    assert sorted(len(specs) for specs in asking.values()) == [1, 1, 2]
    assert len(keys_asked_in(settings, "Other")) == 1
    assert len(keys_asked_in(settings, "Question")) == 3


def test_a_notebook_asks_nothing(settings: Settings) -> None:
    with pytest.raises(KbError, match="This is a notebook: crossover. Give it with `--notebook`"):
        keys_asked_in(settings, "crossover")


@pytest.mark.parametrize("name", ["Question", "question", "strategies/Question.md", "vault/strategies/Question.md"])
def test_a_note_is_found_by_any_of_its_names(settings: Settings, name: str) -> None:
    assert find_note(read_desk(settings), name) == "strategies/Question.md"


def test_a_name_of_several_notes_asks_for_a_path(settings: Settings) -> None:
    for folder in ("a", "b"):
        (settings.vault / folder).mkdir()
        (settings.vault / folder / "Twin.md").write_text("")

    with pytest.raises(KbError, match="Give a path: a/Twin.md, b/Twin.md"):
        find_note(read_desk(settings), "Twin")


def test_no_note_of_a_name_is_none(settings: Settings) -> None:
    assert find_note(read_desk(settings), "Nothing") is None


def test_what_a_command_names_is_a_note_that_asks_or_a_notebook(settings: Settings) -> None:
    (settings.vault / "Plain.md").write_text("No question.\n")
    desk = read_desk(settings)

    assert find_asked(settings, desk, "Question") == "strategies/Question.md"
    assert find_asked(settings, desk, "crossover") is None
    with pytest.raises(KbError, match="Plain.md: This note asks nothing"):
        find_asked(settings, desk, "Plain")


@pytest.mark.parametrize(
    ("name", "hint"),
    [("Questoin", "Did you mean `Question`?"), ("crosover", "Did you mean `crossover`?"), ("zzz", "Notebooks here: ")],
)
def test_a_name_of_nothing_gets_a_hint(settings: Settings, name: str, hint: str) -> None:
    with pytest.raises(KbError, match="There is no such note or notebook") as raised:
        find_asked(settings, read_desk(settings), name)

    assert raised.value.do.startswith(hint)
