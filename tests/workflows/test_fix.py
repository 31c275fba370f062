"""Repairs over a whole workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.config import Settings
from kb.errors import KbError
from kb.files import write_atomically
from kb.workflows.check import Scope
from kb.workflows.fix import fix_workspace


def fix(settings: Settings, *rules: str) -> tuple[list[str], list[str]]:
    repairs, problems = fix_workspace(settings, Scope(rules))
    return [repair.new for repair in repairs], [str(problem) for problem in problems]


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


def test_a_link_whose_place_is_not_certain_is_left(settings: Settings) -> None:
    (settings.vault / "index.md").write_text("[[my_note]] and `[[my_note]]`\n")
    (settings.vault / "My note.md").touch()

    assert fix(settings) == ([], [])


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
        patch.setattr("kb.vault.fix.write_atomically", refuse_one)

        assert fix(settings) == (["[[My note]]"], ["a.md: Cannot write this file"])
    assert [(settings.vault / name).read_text() for name in ("a.md", "b.md")] == ["[[my_note]]\n", "[[My note]]\n"]
