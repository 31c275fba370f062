from __future__ import annotations

from collections.abc import Callable

from kb.config import Settings
from kb.workflows.ask import read_desk
from kb.workflows.run import Outcome
from tests.workflows.fake_engine import QUESTION

Run = Callable[..., Outcome]


def test_of_two_blocks_of_one_name_the_first_is_answered(settings: Settings, run_all: Run) -> None:
    (settings.vault / "ideas").mkdir()
    (settings.vault / "strategies/Question.md").rename(settings.vault / "ideas/Question.md")
    (settings.vault / "strategies/Other.md").write_text(QUESTION.replace("name: Crossover", 'name: "crossover?"'))

    outcome = run_all()

    (problem,) = outcome.blocked
    assert str(problem).startswith("strategies/Other.md:7: Two kb blocks have one name: crossover?")
    results = (settings.vault / "runs/Crossover/Crossover results.md").read_text()
    assert "Two kb blocks" not in results
    assert "[[Crossover 10]]" in results
    assert list((settings.vault / "runs").iterdir()) == [settings.vault / "runs/Crossover"]


def test_a_condition_that_admits_nothing_is_told_at_its_line(settings: Settings) -> None:
    path = settings.vault / "strategies/Question.md"
    path.write_text(path.read_text().replace("notes: 2", "where: fast < 1"))

    (question,) = read_desk(settings).questions

    assert question.combinations == ()
    assert str(question.problems[0]).startswith("strategies/Question.md:14: No combination of the sweep meets `where`")


def test_a_second_block_of_a_note_has_a_number_and_kbs_own_notes_ask_nothing(settings: Settings) -> None:
    block = "```kb\nnotebook: crossover\n```\n"
    (settings.vault / "Two.md").write_text(block * 2)
    (settings.vault / "Ours.md").write_text(f"---\nkb_run: 0123456789abcdef\n---\n{block}")
    (settings.vault / "templates").mkdir()
    (settings.vault / "templates/Experiment.md").write_text(block)

    (settings.vault / ".obsidian").mkdir(exist_ok=True)
    (settings.vault / ".obsidian/templates.json").write_text('{"folder": "Meta"}')
    (settings.vault / "Meta").mkdir()
    (settings.vault / "Meta/Question.md").write_text(block)

    names = [question.spec.name for question in read_desk(settings).questions]

    assert names == ["Two", "Two 2", "Crossover"]
