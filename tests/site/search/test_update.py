"""An edit of one note changes few files, and those as a clean build would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.search import shards
from kb.site.search.findable import findable_of
from kb.site.search.record import Record, Section
from kb.site.search.shards import ENTRY, render_search
from kb.site.search.update import updated_search
from tests.site.search.test_shards import RECORDS, VAULTS


@given(VAULTS.filter(bool), st.integers(0, 4), RECORDS, st.sampled_from([20, 60, 40_000]))
def test_an_update_is_what_a_clean_build_writes(
    records: Sequence[Record], place: int, edited: Record, largest: int
) -> None:
    number = place % len(records)
    old, new = findable_of(records[number]), findable_of(replace(edited, url=records[number].url))
    notes = [findable_of(record) for record in records]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "LARGEST", largest)
        before = render_search(notes)
        after = render_search([*notes[:number], new, *notes[number + 1 :]])
        changed = updated_search(old, new, number, before.__getitem__)

    assert changed is not None
    assert changed == {
        path: after.get(path) for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    }


def test_an_edit_of_one_word_changes_its_shard_and_the_fragment() -> None:
    notes = [Record(f"{number}/", f"Note {number}", sections=(Section("", "", "some words"),)) for number in range(3)]
    edited = replace(notes[1], sections=(Section("", "", "some birds"),))
    files = render_search(findable_of(note) for note in notes)
    changed = updated_search(findable_of(notes[1]), findable_of(edited), 1, files.__getitem__)

    assert changed is not None
    assert sorted(changed) == [
        ENTRY,
        "search/notes/1.json",
        "search/words/t-bi.json",
        "search/words/t-wo.json",
    ]


def test_a_note_at_another_url_shifts_the_numbers() -> None:
    old, new = findable_of(Record("a/", "A")), findable_of(Record("b/", "A"))

    assert updated_search(old, new, 0, render_search([old]).__getitem__) is None
