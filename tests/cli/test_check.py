from __future__ import annotations

import json

import pytest

from kb.config import Settings
from tests.cli.conftest import Kb


@pytest.mark.usefixtures("workspace")
def test_warnings_are_told_and_the_exit_code_is_0(kb: Kb) -> None:
    said = kb("check")

    assert (said.code, said.out) == (0, "0 errors, 2 warnings.\n")
    assert "warning: strategies/Question.md:17: These results are not there yet" in said.err


def test_an_error_makes_the_exit_code_1(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / "index.md").write_text("[[Question]]\n\n[[Quest]]\n")

    said = kb("check")

    assert (said.code, said.out) == (1, "1 error, 1 warning.\n")
    assert "error: index.md:3: This link leads to nothing in the vault: [[Quest]]." in said.err


def test_findings_as_json(workspace: Settings, kb: Kb) -> None:
    assert kb("check", "--json").code == 0
    (workspace.vault / "index.md").write_text("[[Nowhere]]\n")

    said = kb("check", "--json")

    assert said.code == 1
    assert [found["rule"] for found in json.loads(said.out)] == ["broken-link", "orphan", "no-results-yet"]
