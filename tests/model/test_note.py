"""The nouns of a note."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from kb.model.note import GeneratedNote, Note, Outline


@pytest.mark.parametrize(
    ("path", "name"),
    [("Carry.md", "Carry"), ("ideas/FX/Carry 2.0.md", "Carry 2.0"), ("a.md.md", "a.md")],
)
def test_a_note_is_named_as_a_link_says_it(path: str, name: str) -> None:
    assert Note(path, {}, Outline(), "", 1, "").name == name


def test_a_note_cannot_be_changed() -> None:
    note = Note("a.md", {}, Outline(), "", 1, "")

    with pytest.raises(FrozenInstanceError):
        note.path = "b.md"  # type: ignore[misc]


def test_a_generated_note_has_no_attachments_unless_given() -> None:
    assert GeneratedNote({"title": "x"}, "body").attachments == {}
