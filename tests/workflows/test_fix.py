"""Repairs over a whole workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.files import write_atomically
from kb.model.problem import Problem
from kb.workflows.ask import Desk
from kb.workflows.check import Scope, check_desk
from kb.workflows.fix import fix_workspace


def fix(settings: Settings, *rules: str) -> tuple[list[str], list[str]]:
    repairs, problems = fix_workspace(settings, Scope(rules))
    return [repair.edit.after for repair in repairs], [str(problem) for problem in problems]


def test_what_is_broken_is_repaired_once(settings: Settings) -> None:
    note = settings.vault / "index.md"
    note.write_text("[[QUESTION]] [[Ques-tion]] [[my_note]]\n")
    (settings.vault / "My note.md").touch()

    assert fix(settings) == (["[[My note]]"], [])
    assert note.read_text() == "[[QUESTION]] [[Ques-tion]] [[My note]]\n"
    assert fix(settings) == ([], [])


def test_only_the_rules_that_are_named_are_repaired(settings: Settings) -> None:
    (settings.vault / "index.md").write_text("[[my_note]] [[My note#in-bps]]\n")
    (settings.vault / "My note.md").write_text("# In bps\n")

    assert fix(settings, "broken-heading") == (["[[My note#In bps]]"], [])


def test_a_file_keeps_its_mark_its_line_ends_and_all_else(settings: Settings) -> None:
    old = "\ufeff---\r\nup: '[[my_note]]'\r\n---\r\ncaf\u00e9 [[my_note]]\r\rtail \t\n\n[[my_note]]"
    (settings.vault / "index.md").write_bytes(old.encode())
    (settings.vault / "My note.md").touch()

    assert fix(settings) == (["[[My note]]"] * 3, [])
    assert (settings.vault / "index.md").read_bytes().decode() == old.replace("my_note", "My note")


def test_a_note_that_was_saved_meanwhile_is_not_written(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def save_one(settings: Settings, desk: Desk, scope: Scope) -> list[Problem]:
        (settings.vault / "a.md").write_text("[[my_note]] more")
        return check_desk(settings, desk, scope)

    (settings.vault / "a.md").write_text("[[my_note]]\n")
    (settings.vault / "My note.md").touch()
    monkeypatch.setattr("kb.workflows.fix.check_desk", save_one)

    assert fix(settings) == ([], ["a.md: Another program saved this file just now. Run the command again."])
    assert (settings.vault / "a.md").read_text() == "[[my_note]] more"


def test_a_link_to_results_that_are_awaited_is_left(settings: Settings) -> None:
    (settings.vault / "index.md").write_text("[[gone/Crossover results]]\n")
    (settings.vault / "old").mkdir()
    (settings.vault / "old/Crossover results.md").touch()

    assert fix(settings) == ([], [])


def test_a_note_that_cannot_be_written_stops_no_other(settings: Settings) -> None:
    def refuse_one(path: Path, data: bytes) -> bool:
        if path.name == "a.md":
            raise KbError("Cannot write this file", path=path)
        return write_atomically(path, data)

    for name in ("a.md", "b.md"):
        (settings.vault / name).write_text("[[my_note]]\n")
    (settings.vault / "My note.md").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kb.workflows.fix.write_atomically", refuse_one)

        assert fix(settings) == (["[[My note]]"], ["a.md: Cannot write this file"])
    assert [(settings.vault / name).read_text() for name in ("a.md", "b.md")] == ["[[my_note]]\n", "[[My note]]\n"]
