"""Frontmatter: split without losing a byte."""

from __future__ import annotations

import pytest

from kb.errors import KbError
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


@pytest.mark.parametrize("top", ["a: 1\n", "a:", '\n  # mine\r\n"a b": 1\nText\n', "über: x\n--- x\n---- \n"])
def test_properties_without_a_closing_fence_are_an_error(top: str) -> None:
    with pytest.raises(KbError) as caught:
        read_properties(f"---\n{top}", path="a.md")

    assert str(caught.value) == (
        "a.md:1: The properties that this `---` opens have no closing `---`."
        " Write `---` on a line of its own below the last property."
    )


@pytest.mark.parametrize("text", ["---\nText\n", "---\n\n- a: b\n", "---\n", "---", "---\nhttps://x.org\n", "Note: x"])
def test_a_line_above_text_is_no_frontmatter(text: str) -> None:
    assert read_properties(text, path="a.md") == {}
