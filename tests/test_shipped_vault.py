"""The vault of this repository: whole, and answered by the code that stands beside it."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from kb.config import Settings, read_settings
from kb.runs.fingerprint import Inputs
from kb.workflows.ask import Desk, read_desk
from kb.workflows.check import check_desk
from kb.workflows.plan import plan_questions
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
