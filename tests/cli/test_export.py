from __future__ import annotations

import pytest

from kb.config import Settings
from tests.cli.conftest import Kb


def test_an_export_says_what_it_wrote(workspace: Settings, kb: Kb) -> None:
    said = kb("export", "out")

    assert (said.code, said.out) == (0, "1 note and 0 other files are in out: 1 written, 0 removed.\n")
    assert (workspace.root / "out/strategies/Question.md").is_file()
    assert kb("export", "out").out == "1 note and 0 other files are in out: 0 written, 0 removed.\n"


def test_a_note_that_cannot_be_read_is_told(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / "bad.md").write_bytes(b"\xff")

    said = kb("export", "out")

    assert (said.code, "bad.md" in said.err) == (1, True)


@pytest.mark.usefixtures("workspace")
def test_an_export_needs_a_folder(kb: Kb) -> None:
    assert kb("export").code == 2
