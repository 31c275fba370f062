from __future__ import annotations

from collections.abc import Callable

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.workflows.ask import read_desk
from kb.workflows.asked import asking_specs, keys_asked_in
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
