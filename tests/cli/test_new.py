from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.config import Settings
from tests.cli.conftest import Kb


def test_the_files_written_are_told_from_the_workspace(workspace: Settings, kb: Kb) -> None:
    said = kb("new", "strategy", "Turtle breakout")

    paths = [Path("vault/strategies/Turtle breakout.md"), Path("strategies/turtle_breakout.py")]
    assert (said.code, said.out.splitlines()) == (0, [str(path) for path in paths])
    assert all((workspace.root / path).exists() for path in paths)


def test_a_vault_elsewhere_is_told_whole(workspace: Settings, kb: Kb, tmp_path: Path) -> None:
    (tmp_path / "Notes").mkdir()
    (workspace.root / "kb.toml").write_text('vault = "../Notes"\n')

    assert kb("new", "note", "Mine").out == f"{(tmp_path / 'Notes').resolve() / 'Mine.md'}\n"


@pytest.mark.parametrize(
    ("words", "code"), [(("note", ""), 2), (("note",), 2), (("note", "../x"), 2), (("poem", "x"), 2)]
)
@pytest.mark.usefixtures("workspace")
def test_wrong_usage_exits_with_2(kb: Kb, words: tuple[str, str], code: int) -> None:
    assert kb("new", *words).code == code


@pytest.mark.usefixtures("workspace")
def test_a_note_that_exists_exits_with_1(kb: Kb) -> None:
    kb("new", "idea", "Mine")

    assert kb("new", "idea", "Mine").code == 1


def test_a_journal_entry_without_a_title_is_todays(workspace: Settings, kb: Kb) -> None:
    assert kb("new", "journal").code == 0

    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", next((workspace.vault / "journal").iterdir()).stem)


def test_a_daily_note_is_made_once_and_found_again(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / ".obsidian").mkdir()
    (workspace.vault / ".obsidian/daily-notes.json").write_text('{"folder": "days"}')

    assert kb("new", "daily", "2024-05-01").out.split() == [str(Path("vault/days/2024-05-01.md"))]
    assert kb("new", "daily", "2024-05-01").code == 0
    assert re.search(r"\d{4}-\d{2}-\d{2}\.md$", kb("new", "daily").out.strip())


@pytest.mark.parametrize("words", [("daily", "tomorrow"), ("daily", "--folder", "x"), ("daily", "--template", "x")])
@pytest.mark.usefixtures("workspace")
def test_a_daily_note_is_told_by_a_date_alone(kb: Kb, words: tuple[str, ...]) -> None:
    assert kb("new", *words).code == 2


def test_settings_of_obsidian_that_cannot_be_read_are_told(workspace: Settings, kb: Kb) -> None:
    (workspace.vault / ".obsidian").mkdir()
    (workspace.vault / ".obsidian/app.json").write_text("{")

    said = kb("new", "note", "Mine")

    assert (said.code, ".obsidian/app.json: These settings of Obsidian cannot be read" in said.err) == (0, True)
