"""The vault of this repository: whole, and answered by the code that stands beside it."""

from __future__ import annotations

import importlib
import re
from datetime import datetime
from pathlib import Path

import pytest

from kb.config import Settings, read_settings
from kb.errors import KbError
from kb.query import files as query
from kb.query.reading import parse_base
from kb.query.rows import answer
from kb.runs.fingerprint import Inputs
from kb.workflows.ask import Desk, read_desk
from kb.workflows.check import check_desk
from kb.workflows.plan import plan_questions
from kb.workflows.query import Shown, ask_vault
from kb.workflows.show import find_runs


@pytest.fixture(scope="module")
def settings() -> Settings:
    return read_settings(Path(__file__).parent)


@pytest.fixture(scope="module")
def desk(settings: Settings) -> Desk:
    return read_desk(settings)


def test_nothing_is_wrong_in_it(settings: Settings) -> None:
    assert [str(problem) for problem in check_desk(settings, read_desk(settings))] == []


@pytest.mark.parametrize("command", ["show", "open", "why", "diff"])
def test_runs_in_examples_are_runs_of_it(settings: Settings, command: str) -> None:
    asked = importlib.import_module(f"kb.cli.{command}").command.help
    titles = re.findall(r'"([^"]+)"', asked)

    assert titles
    assert [found.record.title for found in find_runs(settings, *titles)] == titles


def test_its_answers_are_those_of_its_notebooks_code_and_data(settings: Settings, desk: Desk) -> None:
    inputs = Inputs(settings)
    plan = plan_questions(settings, desk, inputs)
    runs = [run for batch in plan.batches for run in batch.runs] + list(plan.summaries.values())
    # Library versions differ between platforms, and a difference only makes the runs stale there.
    own = [run.record and tuple(item for item in run.record.inputs if item.kind != "library") for run in runs]

    assert len(runs) > 24
    assert None not in own
    assert {changed.name for kept in own if kept and (changed := inputs.changed(kept))} == set()


def queries() -> list[str]:
    """The expressions that the guide asks the vault."""
    guide = Path(__file__).parents[1] / "vault" / "guide"
    texts = [(guide / f"{name}.md").read_text("utf-8") for name in ("Query", "Commands")]
    return [question for text in texts for question in re.findall(r"^kb query '([^']+)'", text, re.MULTILINE)]


@pytest.mark.parametrize("question", queries())
def test_expressions_in_the_guide_find_something_in_it(settings: Settings, question: str) -> None:
    found, problems, _ = ask_vault(settings, question, Shown(), datetime(2024, 1, 1))  # noqa: DTZ001  (long ago)

    assert (found.count > 0, problems) == (True, [])


def test_bases_in_it_are_whole_and_show_something(desk: Desk) -> None:
    blocks = desk.index.blocks["base"]
    for block in blocks:
        base, problems = parse_base(block.text, path=block.path, first_line=block.line + 1)
        answers = [answer(base, view, query.Desk(desk.index, datetime(2024, 1, 1))) for view in base.views]  # noqa: DTZ001
        cells = [cell for found in answers for group in found.groups for row in group.rows for cell in row.cells]

        assert problems == ()
        assert all(found.count > 0 and not found.faults for found in answers)
        assert not [cell for cell in cells if isinstance(cell, KbError)]
    assert blocks
