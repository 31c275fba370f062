"""Frontmatter: split without losing a byte."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.vault.frontmatter import MOST_CHARACTERS, read_properties, read_tolerantly, split_frontmatter


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


@pytest.mark.parametrize(
    ("yaml", "properties"),
    [
        ("a:\t1", {"a": 1}),
        ("a: x\t\nb:\t\n  -\ty", {"a": "x", "b": ["y"]}),
        ("a: 1\n\t\n \t \nb: two\tthree", {"a": 1, "b": "two three"}),
        ("a: 'x\ty'", {"a": "x\ty"}),
        ("a: |\n  x\ty\n", {"a": "x\ty\n"}),
    ],
)
def test_a_tab_may_stand_where_a_space_may(yaml: str, properties: dict[str, object]) -> None:
    assert read_properties(f"---\n{yaml}\n---\n", path="a.md") == properties


def test_tabs_do_not_indent() -> None:
    with pytest.raises(KbError, match="not valid YAML"):
        read_properties("---\ntags:\n\t- a\n---\n", path="a.md")


@pytest.mark.parametrize(
    ("yaml", "properties"),
    [
        ("a: 1\nb: 2\na: 3\nc:\n- d: 1\n# x\n  e: 2", {"b": 2, "c": [{"d": 1, "e": 2}]}),
        ("'a': 1\na: 2\nb:\n  a: 1", {"b": {"a": 1}}),
        ("b: 2\nc: {a: 1, a: 2}", {}),
        ("a: 1\na: 2\nb: 'x\nc: y'", {"b": "x c: y"}),
        ("a: 'x\nb: y'\na: 1\nb: 2", {}),
    ],
)
def test_of_a_name_that_stands_twice_neither_value_counts(yaml: str, properties: dict[str, object]) -> None:
    found, error = read_tolerantly(f"---\n{yaml}\n---\n", path="a.md")

    assert found == properties
    assert error is not None
    assert error.what == "A property stands here twice"


def test_a_name_that_stands_twice_is_told_with_its_line() -> None:
    properties, error = read_tolerantly("---\na: 1\nb: 2\na: 3\n---\n", path="a.md")

    assert properties == {"b": 2}
    assert error is not None
    assert (error.line, error.found, error.do) == (4, "a", "Keep one of the two.")


def test_properties_that_are_all_right_are_told_as_such() -> None:
    assert read_tolerantly("---\na: 1\n---\n", path="a.md") == ({"a": 1}, None)
    assert read_tolerantly("---\na: b: c\n---\n", path="a.md")[0] == {}


def test_properties_that_are_too_long_are_not_read_and_the_text_is() -> None:
    text = f"---\na: '{'x' * MOST_CHARACTERS}'\n---\nText"
    properties, error = read_tolerantly(text, path="n.md")

    assert properties == {}
    assert str(error) == (
        "n.md:1: These properties are over 100,000 characters: 100,006. "
        "Move what is long into the text below them, or into a file of its own."
    )
    assert split_frontmatter(text).body == "Text"
