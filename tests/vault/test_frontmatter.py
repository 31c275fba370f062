"""Frontmatter: split without losing a byte."""

from __future__ import annotations

import pytest

from kb.vault.frontmatter import read_properties, split_frontmatter


def test_the_parts_of_a_note_join_to_the_note() -> None:
    parts = split_frontmatter("\ufeff---  \r\na: 1\r\n---\r\nText\r\n")

    assert (parts.opening, parts.yaml, parts.closing, parts.body) == (
        "\ufeff---  \r\n",
        "a: 1\r\n",
        "---\r\n",
        "Text\r\n",
    )
    assert parts.body_line == 4


@pytest.mark.parametrize(
    "text", ["", "Text", "---\na: 1\n", "\n---\na: 1\n---\n", "----\na: 1\n----\n", "--- x\n---\n"]
)
def test_a_note_without_a_closed_pair_of_fences_on_top_has_no_frontmatter(text: str) -> None:
    parts = split_frontmatter(text)

    assert (parts.yaml, parts.body, parts.body_line) == ("", text, 1)


def test_names_that_yaml_reads_as_numbers_are_text() -> None:
    assert read_properties("---\n2024: x\n---\n", path="a.md") == {"2024": "x"}
