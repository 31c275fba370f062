"""What a desk is told that redaction took out of notes, beside properties that a question names."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kb.model.audience import OWNER_AUDIENCE
from kb.query.hidden import LINKS, PROPERTIES, TAGS
from kb.site.private.audience import notes_for
from tests.query.conftest import note

FRIENDS = replace(OWNER_AUDIENCE, name="friends", redact=("pnl",))


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("side: long", set()),
        ("pnl: 3", {PROPERTIES}),
        ("pnl: '[[b]]'", {PROPERTIES, LINKS}),
        ("pnl: '[[b]]'\nup: '[[b]]'", {PROPERTIES, LINKS}),
        ("pnl: '[[Private]]'", {PROPERTIES}),
        ("Trade: {pnl: 3}", {"note.trade"}),
        ("fills: [{price: 2, pnl: 3}]", {"note.fills"}),
        ("x: 1\n---\npnl:: #win [[b]]\n", {LINKS, TAGS}),
        ("x: 1\n---\n| a | pnl |\n|-|-|\n| b | ![[b]] |\n", {LINKS}),
        ("x: 1\n---\n`pnl` of [[b]] #win\n", set()),
    ],
)
def test_what_notes_lack_is_told_of_all_together(text: str, lacks: set[str]) -> None:
    notes = [note("a.md", f"---\n{text}\n---\n"), note("b.md", ""), note("Private.md", "---\npublish: false\n---\n")]

    assert notes_for(FRIENDS, notes, []).lacks == lacks


def test_what_a_private_note_would_lack_does_not_count() -> None:
    private = note("a.md", "---\npublish: false\npnl: '[[b]]'\n---\n")

    assert notes_for(FRIENDS, [private, note("b.md", "")], []).lacks == set()


def test_what_is_taken_out_of_cards_counts_too() -> None:
    card = {"id": "1", "type": "text", "text": "(pnl:: [[b]])", "x": 0, "y": 0, "width": 9, "height": 9}
    drawn = {"c.canvas": json.dumps({"nodes": [card], "edges": []})}

    assert notes_for(FRIENDS, [note("b.md", "")], ["c.canvas"], drawn=drawn).lacks == {LINKS}
