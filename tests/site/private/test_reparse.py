"""A note written anew: other properties, the same lines."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.files import checksum
from kb.model.note import Note
from kb.site.private.reparse import with_parts
from kb.vault.reading.entries import note_of
from kb.vault.reading.frontmatter import read_properties
from kb.vault.reading.parse import parse_note
from kb.vault.writing.edit import same_value


def note(text: str) -> Note:
    data = text.encode()
    return note_of(parse_note(data, "a.md", checksum(data)), "a.md")[0]


def test_only_the_lines_of_what_changed_are_written_anew() -> None:
    before = note("---\n# mine\na: 1 # one\nlist:\n  - x\n  - y\nb: 'two'\n---\n# Body\n")
    after = with_parts(before, {"a": 1, "list": ["z"], "b": "two"}, "# Body\n")

    assert after.text == '---\n# mine\na: 1 # one\n"list": ["z"]\n\n\nb: \'two\'\n---\n# Body\n'
    assert after.outline is before.outline


def test_what_is_gone_leaves_blank_lines() -> None:
    assert with_parts(note("---\na: 1\nb:\n  c: 2\n---\nx"), {"a": 1}, "y").text == "---\na: 1\n\n\n---\ny"
    assert with_parts(note("---\na: 1\n---\nx"), {}, "x").text == "---\n\n---\nx"


def test_properties_on_one_line_stay_on_it() -> None:
    assert with_parts(note("---\n{a: 1, b: 2}\n---\n"), {"b": [1, None]}, "").text == '---\n{"b": [1, null]}\n---\n'


def test_properties_over_lines_that_cannot_be_told_apart_are_written_on_one() -> None:
    after = with_parts(note("---\n{a: 1,\nb: [2,\n3]}\n---\n"), {"a": 4, "b": [2, 3]}, "")

    assert after.text == '---\n{"a": 4, "b": [2, 3]}\n\n\n---\n'


def test_a_note_that_says_so_already_is_itself() -> None:
    before = note("---\na: 1\n---\nx")

    assert with_parts(before, {"a": 1}, "x") is before


def test_the_body_is_parsed_anew() -> None:
    after = with_parts(note("---\na: '[[x]]'\n---\n# Old [[x]]\n"), {"a": "[[y]]"}, "# New [[z]]\n")

    assert [heading.text for heading in after.outline.headings] == ["New z"]
    assert [(link.target, link.line) for link in (*after.property_links, *after.outline.links)] == [("y", 2), ("z", 4)]
    assert after.checksum == checksum(after.text.encode())


SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.dates(min_value=date(1000, 1, 1)),
    st.sampled_from(["yes", "1", "~", "[[a]]", "a: b", "# c", "\x85\u2028\x7f", "- x", "'", '"']),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
)


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=6), VALUES, min_size=1, max_size=4))
def test_any_properties_are_read_back_from_the_text(properties: dict[str, Any]) -> None:
    after = with_parts(note("---\na: 1\nb: 2\n---\nx"), properties, "x")

    assert same_value(read_properties(after.text, path=""), properties)
    assert after.text.count("\n") == 4


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, 1e-07, 1e300, datetime(2024, 1, 2, 3, 4, 5)])  # noqa: DTZ001  (YAML has such)
def test_numbers_and_times_keep_their_kind(value: object) -> None:
    after = with_parts(note("---\n{a: 1, b: 2}\n---\n"), {"a": value}, "")

    assert same_value(read_properties(after.text, path=""), {"a": value})
