"""Markdown wherever it stands, and where each of its characters stands in the file."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.vault.passages import Passage, body_passage, property_passages


def stands(text: str, passage: Passage) -> bool:
    """Whether the letters of a passage are found where it says."""
    places = zip(passage.text, passage.offsets, strict=False)
    return all(text[offset] == letter for letter, offset in places if letter.isalnum())


def test_a_body_stands_behind_the_properties() -> None:
    assert body_passage("---\na: b\n---\nbody") == Passage("body", range(13, 18), line=4)


@pytest.mark.parametrize(
    ("yaml", "text"),
    [
        ("a: x y", "x y"),
        ("a: 'it''s x'", "it's x"),
        ('a: "x \\" \\u00e9 z"', 'x " é z'),
        ("a: |\n  x\n    y\n  z\n", "x\n  y\nz"),
        ("a: >-\n  x\n  y\n\n  z\n", "x y\nz"),
        ("a: x\n  y\n  z", "x y z"),
        ("a: ' x '", "x"),
        ("a: {b: [x]}", "x"),
        ("a:\tx\ty", "x y"),
    ],
)
def test_a_property_s_text_stands_where_it_says(yaml: str, text: str) -> None:
    file = f"---\n{yaml}\n---\n"
    (passage,) = property_passages(file)

    assert (passage.name, passage.text) == ("a", text)
    assert len(passage.offsets) == len(text) + 1
    assert stands(file.replace("\\u00e9", "é     "), passage)


@pytest.mark.parametrize("yaml", ['a: "x\\\n  y"', "a: 'x\n  y'"])
def test_where_a_text_is_quoted_over_lines_its_place_is_not_known(yaml: str) -> None:
    (passage,) = property_passages(f"---\n{yaml}\n---\n")

    assert list(passage.offsets) == []


def test_malformed_properties_have_no_texts() -> None:
    with pytest.raises(KbError):
        list(property_passages("---\na: [\n---\n"))
