from __future__ import annotations

import pytest

from kb.config import Settings
from tests.cli.conftest import Kb


def test_an_export_says_what_it_wrote(workspace: Settings, kb: Kb) -> None:
    said = kb("export", "out")

    assert (said.code, said.out) == (0, "1 note and 0 other files are in out: 1 written, 0 removed.\n")
    assert (workspace.root / "out/strategies/Question.md").is_file()
    assert kb("export", "out").out == "1 note and 0 other files are in out: 0 written, 0 removed.\n"


def test_a_public_export_holds_only_what_is_published(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / "Open.md").write_text("---\npublish: true\naccount: U1\n---\n[[Question]] ![[t.csv]]\n")
    (workspace.vault / "t.csv").write_text("day,account\n1,U1\n")

    said = kb("export", "--public", "out")

    assert (said.code, said.out) == (0, "1 note and 1 other file are in out: 2 written, 0 removed.\n")
    assert (workspace.root / "out/t.csv").read_text() == "day,account\n1,…\n"
    assert "private note" in (workspace.root / "out/Open.md").read_text()
    assert "U1" not in (workspace.root / "out/Open.md").read_text()


def test_a_public_export_in_which_a_secret_is_found_writes_nothing(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / "Open.md").write_text("---\npublish: true\n---\n![[a.txt]] ![[b.mp4]]\n")
    (workspace.vault / "a.txt").write_text("password=hunter2hunter2")
    (workspace.vault / "b.mp4").write_text("password=hunter2hunter2")

    said = kb("export", "--public", "out")

    assert (said.code, said.err.count("This holds a password")) == (1, 1)
    assert not (workspace.root / "out").exists()


def test_a_note_that_cannot_be_read_is_told(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / "bad.md").write_bytes(b"\xff")

    said = kb("export", "out")

    assert (said.code, "bad.md" in said.err) == (1, True)


@pytest.mark.usefixtures("workspace")
def test_an_export_needs_a_folder(kb: Kb) -> None:
    assert kb("export").code == 2
