from __future__ import annotations

from collections.abc import Callable

from kb.config import Settings
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
