"""A workspace whose runs are executed by a fake: a note is read, planned, 'run' and written without a kernel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.config import Settings
from kb.runs.fingerprint import Inputs
from kb.workflows.ask import read_desk
from kb.workflows.plan import plan_questions
from kb.workflows.run import Outcome, run_plan
from tests.workflows.fake_engine import FakeEngine, write_workspace


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return write_workspace(tmp_path)


@pytest.fixture
def engine(settings: Settings) -> FakeEngine:
    return FakeEngine(settings)


@pytest.fixture
def run_all(settings: Settings, engine: FakeEngine) -> Callable[..., Outcome]:
    """Read, plan and run the vault; `executed` of the engine then holds what this call ran."""

    def run(**options: Any) -> Outcome:
        engine.executed.clear()
        desk = read_desk(settings)
        plan = plan_questions(settings, desk, Inputs(settings), **options)
        return run_plan(settings, desk, plan, engine)

    return run
