from __future__ import annotations

from pathlib import Path

import pytest

from kb.model.problem import Problem
from kb.vault.walk import is_conflict_copy, walk_vault


def test_files_are_walked_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("a.md", "b/c.csv", ".obsidian/app.json", "node_modules/x.md", "b/.hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")

    assert sorted(walk_vault(tmp_path, [])) == ["a.md", "b/c.csv"]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    problems: list[Problem] = []

    assert list(walk_vault(tmp_path / "none", problems)) == []
    assert problems[0].rule == "unreadable-folder"


@pytest.mark.parametrize(
    ("path", "is_copy"),
    [("a/x (conflicted copy 2024-01-01).md", True), ("x.sync-conflict-20240101-101010.csv", True), ("a/x.md", False)],
)
def test_a_sync_clients_conflict_copy_is_known_by_its_name(path: str, *, is_copy: bool) -> None:
    assert is_conflict_copy(path) is is_copy
