"""Numbers as short text, and back."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from kb.site.search.postings import parse_numbers, parse_postings, render_numbers, render_postings


@given(st.lists(st.integers(0, 1 << 40)))
def test_numbers_survive(numbers: Sequence[int]) -> None:
    assert list(parse_numbers(render_numbers(numbers))) == numbers


@given(st.dictionaries(st.integers(0, 100_000), st.integers(0, 15)))
def test_postings_survive(levels: dict[int, int]) -> None:
    postings = [note * 16 + level for note, level in sorted(levels.items())]

    assert parse_postings(render_postings(postings)) == postings


def test_a_word_of_every_note_takes_one_character_a_note() -> None:
    assert render_postings(note * 16 + 1 for note in range(5)) == "RRRRR"
