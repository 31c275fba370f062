"""Headings and blocks as links name them, in a note of any size."""

from __future__ import annotations

import pytest

from kb.vault.fragments import find_block, find_heading
from tests.vault.writing.written import note_of

NOTE = note_of("a.md", "# A\n## B\n### C\n# A\n## C\n# B\n# A#C\n\nx ^Id\n\ny ^id\n")


@pytest.mark.parametrize(
    ("fragment", "line"),
    [
        ("A", 1),
        ("a#b", 2),
        ("A#C", 3),
        ("A#B#C", 3),
        ("B", 2),
        ("B#C", 3),
        ("C", 3),
        ("A#A", None),
        ("C#B", None),
        ("D", None),
        ("", None),
    ],
)
def test_a_chain_names_the_first_heading_below_the_first(fragment: str, line: int | None) -> None:
    found = find_heading(NOTE.outline.headings, fragment)

    assert (found and found.line) == line


def test_where_no_chain_fits_the_whole_is_one_heading() -> None:
    note = note_of("a.md", "# C# and F#\n")

    assert find_heading(note.outline.headings, "C# and F#") == note.outline.headings[0]


def test_of_two_blocks_with_one_id_the_first_is_named() -> None:
    assert [find_block(NOTE, name) for name in ("ID", "no", "")] == ["Id", "", ""]


def test_ten_thousand_links_into_a_note_of_ten_thousand_headings_are_no_trouble() -> None:
    headings = note_of("a.md", "\n".join(f"# H {number}" for number in range(10_000))).outline.headings

    assert all(find_heading(headings, f"H {number}") is heading for number, heading in enumerate(headings))
