"""What a desk is told that redaction took out of notes, beside properties that a question names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.model.audience import OWNER_AUDIENCE
from kb.query.hidden import PROPERTIES
from kb.site.private.audience import notes_for
from tests.query.conftest import note

FRIENDS = replace(OWNER_AUDIENCE, name="friends", redact=("pnl",))


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("side: long", set()),
        ("pnl: 3", {PROPERTIES}),
        ("Trade: {pnl: 3}", {"note.trade"}),
        ("fills: [{price: 2, pnl: 3}]", {"note.fills"}),
        ("x: 1\n---\npnl:: #win [[b]]\n", set()),
    ],
)
def test_what_notes_lack_is_told_of_all_together(text: str, lacks: set[str]) -> None:
    notes = [note("a.md", f"---\n{text}\n---\n"), note("b.md", "")]

    assert notes_for(FRIENDS, notes, []).lacks == lacks


def test_what_a_private_note_would_lack_does_not_count() -> None:
    private = note("a.md", "---\npublish: false\npnl: '[[b]]'\n---\n")

    assert notes_for(FRIENDS, [private, note("b.md", "")], []).lacks == set()
