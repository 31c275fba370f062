"""An edit of one note changes few files, and those as a clean build would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.site.search import shards
from kb.site.search.findable import findable_of
from kb.site.search.record import Record, Section
from kb.site.search.shards import ENTRY, render_search
from kb.site.search.update import MOST_SINGLY, update_search, updated_search
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


def test_after_a_few_edits_the_files_that_differ_are_made_and_after_many_all(tmp_path: Path) -> None:
    notes = [Record(f"{number}/", "A", sections=(Section("", "", "words"),)) for number in range(MOST_SINGLY + 1)]
    edited = [replace(note, sections=(Section("", "", "birds"),)) for note in notes]
    old = {note.url: findable_of(note) for note in notes}
    standing = render_search(old.values())
    for path, content in standing.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    few = {note.url: findable_of(note) for note in [*edited[:2], *notes[2:]]}
    many = {note.url: findable_of(note) for note in edited}

    files, kept = update_search(old, few, tmp_path, [*standing, "index.html"])

    assert {**{path: standing[path] for path in kept}, **files} == render_search(few.values())
    assert "search/notes/2.json" in kept
    assert update_search(old, many, tmp_path, standing) == (render_search(many.values()), [])
