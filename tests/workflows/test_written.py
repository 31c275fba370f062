from __future__ import annotations

import pytest

from kb.config import Settings
from kb.workflows.written import remember, stands

NOTE = "strategies/Question.md"


@pytest.fixture(autouse=True)
def written(settings: Settings) -> None:
    (settings.vault / "a.png").write_bytes(b"1")
    remember(settings, NOTE, "sources", ["a.png"])


def test_a_note_stands_while_nothing_about_it_changes(settings: Settings) -> None:
    assert stands(settings, NOTE, "sources")


def test_a_note_from_other_sources_does_not_stand(settings: Settings) -> None:
    assert not stands(settings, NOTE, "other sources")


def test_a_note_that_was_edited_does_not_stand(settings: Settings) -> None:
    (settings.vault / NOTE).write_text("edited")

    assert not stands(settings, NOTE, "sources")


@pytest.mark.parametrize("gone", [NOTE, "a.png"])
def test_a_note_that_lost_a_file_does_not_stand(settings: Settings, gone: str) -> None:
    (settings.vault / gone).unlink()

    assert not stands(settings, NOTE, "sources")


def test_a_damaged_memory_is_no_memory(settings: Settings) -> None:
    for path in (settings.store / "written").iterdir():
        path.write_text("{")

    assert not stands(settings, NOTE, "sources")
