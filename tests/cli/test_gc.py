from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.config import Settings
from kb.runs.store import read_results, stored_keys, write_result
from tests.cli.conftest import Kb


@pytest.fixture
def stray(answered: Settings) -> str:
    """The key of a stored run that nothing needs."""
    result = read_results(answered)[0]
    write_result(answered, replace(result, record=replace(result.record, key="00ff", title="Stray")), b"{}")
    return "00ff"


def test_what_nothing_needs_is_removed(answered: Settings, kb: Kb, stray: str) -> None:
    said = kb("gc")
    lines = said.out.splitlines()

    assert said.code == 0
    assert lines[0].startswith(f"Removed stored run Stray: {Path('.kb', 'runs', stray)}, ")
    assert lines[1].startswith("1 thing, ")
    assert lines[1].endswith(" freed.")
    assert stray not in stored_keys(answered)


def test_a_dry_run_removes_nothing(answered: Settings, kb: Kb, stray: str) -> None:
    lines = kb("gc", "--dry-run").out.splitlines()

    assert lines[0].startswith("Would remove stored run Stray: ")
    assert lines[1].endswith(" to free.")
    assert stray in stored_keys(answered)


def test_while_a_block_is_broken_no_run_is_removed(answered: Settings, kb: Kb, stray: str) -> None:
    (answered.vault / "Broken.md").write_text("```kb\nnotebook: nothing\n```\n")

    said = kb("gc")

    assert (said.code, said.out) == (0, "0 things, 0 bytes freed.\n")
    assert "No stored run is removed while a kb block is broken" in said.err
    assert stray in stored_keys(answered)
