from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Kb


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_next_steps_are_told(kb: Kb) -> None:
    said = kb("init", "desk")

    assert said.code == 0
    assert said.out.splitlines()[1:] == ["Next:", "  cd desk", "  kb build", "  kb serve"]


def test_a_folder_with_a_space_is_quoted(kb: Kb) -> None:
    assert '  cd "my desk"' in kb("init", "my desk").out


def test_in_the_current_folder_there_is_nowhere_to_go(kb: Kb) -> None:
    assert "cd" not in kb("init", ".").out


def test_a_second_time_exits_with_1(kb: Kb) -> None:
    kb("init", "desk")

    said = kb("init", "desk")

    assert said.code == 1
    assert "There is a workspace here already" in said.err


def test_a_file_as_vault_exits_with_1(kb: Kb) -> None:
    Path("file").write_text("mine")

    said = kb("init", "desk", "--vault", "file")

    assert said.code == 1
    assert "The vault is not a folder" in said.err
