"""Properties changed one at a time: every other byte stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import KbError
from kb.vault.edit import property_line, property_lines, set_properties
from kb.vault.frontmatter import read_properties

NOTE = """\
---
# what this is about
title: "Carry"   # short
tags:
  - fx
  # the next one is new
  - carry
body: |
  first
  # not a comment

stage: draft
# the end
---
# Carry
"""


def test_only_the_lines_of_a_changed_property_change() -> None:
    edited = set_properties(NOTE, {"stage": "forward", "title": "FX carry"})

    assert edited == NOTE.replace("stage: draft", "stage: forward").replace('"Carry"   #', "FX carry   #")


def test_an_equal_value_is_left_as_it_was_written() -> None:
    assert set_properties(NOTE, {"title": "Carry", "tags": ["fx", "carry"]}) == NOTE


def test_a_number_is_not_the_same_number_of_another_type() -> None:
    assert set_properties("---\na: 1\n---\n", {"a": 1.0}) == "---\na: 1.0\n---\n"


def test_a_removed_property_takes_its_lines_along_and_no_comment_between() -> None:
    edited = set_properties(NOTE, {}, remove=["body", "stage", "unknown"])

    assert edited == NOTE.replace("body: |\n  first\n  # not a comment\n", "").replace("stage: draft\n", "")


def test_a_new_property_goes_to_the_end() -> None:
    edited = set_properties(NOTE, {"sharpe_ratio": None, "symbols": ["AAPL", "MSFT"]})

    assert edited == NOTE.replace("# the end\n", "# the end\nsharpe_ratio:\nsymbols:\n  - AAPL\n  - MSFT\n")


def test_a_new_property_goes_behind_the_one_that_it_is_given_after() -> None:
    text = "---\nfirst: 1\n# of b\nb: [x,\n  y]  # too\n# of c\nc: 3\n---\n"
    edited = set_properties(text, {"new": 0, "b": 2, "b1": None, "b2": [1], "c": 3, "c1": 4}, remove=["first"])

    assert edited == "---\n# of b\nb: 2  # too\nb1:\nb2:\n  - 1\n# of c\nc: 3\nc1: 4\nnew: 0\n---\n"


def test_windows_line_ends_and_the_byte_order_mark_stay() -> None:
    edited = set_properties("\ufeff---\r\na: 1\r\nb: [x,\r\n  y]\r\n---\r\nText", {"b": 2, "c": 3})

    assert edited == "\ufeff---\r\na: 1\r\nb: 2\r\nc: 3\r\n---\r\nText"


def test_a_note_without_frontmatter_gets_one() -> None:
    assert set_properties("\ufeffOne\r\nTwo", {"a": 1}) == "\ufeff---\r\na: 1\r\n---\r\nOne\r\nTwo"
    assert set_properties("---\nrule above\n", {"a": 1}) == "---\na: 1\n---\n---\nrule above\n"


def test_properties_in_braces_cannot_be_edited_line_by_line() -> None:
    with pytest.raises(KbError, match="without touching others"):
        set_properties("---\n{a: 1, b: 2}\n---\n", {"b": 3}, path="a.md")


def test_an_indented_comment_does_not_become_part_of_the_text_above() -> None:
    with pytest.raises(KbError, match="without touching others"):
        set_properties("---\na: |\n  text\nb: 1\n  # about b\n---\n", {}, remove=["b"])


def test_malformed_frontmatter_is_refused_with_its_line() -> None:
    with pytest.raises(KbError, match=r"a\.md:3: This is not valid YAML"):
        set_properties("---\na: 1\nb: c: d\n---\n", {"a": 2}, path="a.md")


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("a:\t1\ntags:\t[x]\t# c", "a:\t1\ntags:\t[x, 'y']\t# c"),
        ("tags:\n  -\tx\n\t\nb: 1", "tags:\n  -\tx\n  - 'y'\n\t\nb: 1"),
    ],
)
def test_tabs_that_stand_for_spaces_stay(yaml: str, expected: str) -> None:
    assert set_properties(f"---\n{yaml}\n---\n", {"tags": ["x", "y"]}) == f"---\n{expected}\n---\n"


def test_a_property_behind_a_tab_has_its_line() -> None:
    assert property_lines("---\na:\t'1'\n\t\nb: 2\n---\n") == {"a": 2, "b": 4}


def test_the_line_of_a_property_is_that_of_its_name() -> None:
    assert [property_line(NOTE, name) for name in ("title", "tags", "stage", "unknown")] == [3, 4, 12, 1]


@pytest.mark.parametrize(
    ("yaml", "value", "expected"),
    [
        ("a: 1 # one", [2], "# one\na:\n  - 2"),
        ("a: # none", 2, "a: 2 # none"),
        ("a: [1, 2] # two", 3, "a: 3 # two"),
        ("a: 'x # y'", 3, "a: 3"),
        ("a: |  # text\n  x", 3, "a: 3"),
        ("a:\n  - 1\n  -\n# end", 3, "a: 3\n# end"),
        ("a:\n  b:\n    - {c: 1}\n\n# end", 3, "a: 3\n\n# end"),
        ("a: one\n  two", 3, "a: 3"),
        ("a:\n  b:\n\n# end\nc: 1", 3, "a: 3\n\n# end\nc: 1"),
        ('"a": 1', 3, "a: 3"),
        ("  a: 1\n  b: 2", 3, "  a: 3\n  b: 2"),
        ("? a\n: 1\nb: 2", 3, "a: 3\nb: 2"),
    ],
)
def test_a_value_of_any_shape_is_replaced_whole(yaml: str, value: object, expected: str) -> None:
    assert set_properties(f"---\n{yaml}\n---\n", {"a": value}) == f"---\n{expected}\n---\n"


@pytest.mark.parametrize(
    ("yaml", "items", "expected"),
    [
        ("a: [1]", [1, "x", "y z", "true", "a,b", 2.5], 'a: [1, x, "y z", \'true\', "a,b", 2.5]'),
        ("a: [1]", [1, "MSFT"], "a: [1, MSFT]"),
        ("a: [1,]", [1, 2], "a: [1, 2]"),
        ("a:\n- 1 # one\n\n# end", [1, "x: y"], "a:\n- 1 # one\n- 'x: y'\n\n# end"),
        ("a:\n    - 1", [1, [2, 3]], "a:\n    - 1\n    -   - 2\n        - 3"),
        ("a: []", [1], "a:\n  - 1"),
        ("a: [1, 2]", [2, 3], "a:\n  - 2\n  - 3"),
    ],
)
def test_a_list_that_grows_keeps_its_lines(yaml: str, items: list[object], expected: str) -> None:
    assert set_properties(f"---\n{yaml}\n---\n", {"a": items}) == f"---\n{expected}\n---\n"


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.dates(), st.text(max_size=20)
)
VALUES = st.one_of(
    SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(st.text("xyz", min_size=1), SCALARS, max_size=2)
)
NAMES = st.sampled_from(["alpha", "beta", "gamma", "Delta", "e f"])
"""Values of properties as kb and people write them."""

PIECES = st.sampled_from(
    [
        "alpha: 1 # one\n",
        "beta:\n",
        "beta:\n  - 1\n  # between\n  - two\n",
        "gamma: |\n  text\n  # text too\n\n",
        "gamma: >-\n  folded\n  text\n",
        "'Delta': \"quoted # text\"   # comment\n",
        "e f: {x: 1, y: [2, 3]}\n",
        "alpha:\n  x: 1\n  y:\n    - z\n",
        "other: 12:30\n",
    ]
)
COMMENTS = st.sampled_from(["", "", "\n", "# a comment\n"])


@st.composite
def notes(draw: st.DrawFn) -> str:
    pieces = {piece.partition(":")[0]: piece for piece in draw(st.lists(PIECES, max_size=6))}
    yaml = "".join(draw(COMMENTS) + piece for piece in pieces.values()) + draw(COMMENTS)
    text = f"---\n{yaml}---\n# Body\n"
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@settings(deadline=None, max_examples=60)
@given(notes(), st.dictionaries(NAMES, VALUES, max_size=3), st.sets(NAMES, max_size=2))
def test_any_edit_gives_the_values_asked_for_and_touches_no_other_line(
    text: str, values: dict[str, object], remove: set[str]
) -> None:
    before = read_properties(text, path="a.md")
    edited = set_properties(text, values, remove=remove)
    after = read_properties(edited, path="a.md")

    expected = {name: value for name, value in before.items() if name not in remove} | values
    assert {name: repr(value) for name, value in after.items()} == {n: repr(v) for n, v in expected.items()}
    assert [line for line in edited.splitlines() if "# a comment" in line] == [
        line for line in text.splitlines() if "# a comment" in line
    ]
    assert "\r\n" not in text or "\n" not in edited.replace("\r\n", "")
    assert set_properties(edited, values, remove=remove) == edited


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="-#:[]{}|>?&*!%'\" \t\r\nab1", max_size=60))
def test_an_edit_of_anything_succeeds_or_is_refused(yaml: str) -> None:
    text = f"---\n{yaml}\n---\nbody"
    try:
        edited = set_properties(text, {"a": 2}, remove=["b"])
    except KbError:
        return

    assert read_properties(edited, path="")["a"] == 2
    assert edited.endswith("body")


def test_tabs_where_spaces_may_stand_hide_no_property() -> None:
    assert property_line("---\ntags: \t\nAliases: x\n---\n", "Aliases") == 3
