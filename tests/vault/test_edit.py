"""Properties changed one at a time: every other byte stays."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.vault.edit import property_line, set_properties

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
    edited = set_properties(NOTE, {"sharpe_ratio": None, "symbols": ["AAPL", "NO"]})

    assert edited == NOTE.replace("# the end\n", "# the end\nsharpe_ratio:\nsymbols:\n  - AAPL\n  - NO\n")


def test_windows_line_ends_and_the_byte_order_mark_stay() -> None:
    edited = set_properties("\ufeff---\r\na: 1\r\nb: [x,\r\n  y]\r\n---\r\nText", {"b": 2, "c": 3})

    assert edited == "\ufeff---\r\na: 1\r\nb: 2\r\nc: 3\r\n---\r\nText"


def test_a_note_without_frontmatter_gets_one() -> None:
    assert set_properties("\ufeffOne\r\nTwo", {"a": 1}) == "\ufeff---\r\na: 1\r\n---\r\nOne\r\nTwo"
    assert set_properties("---\nrule above\n", {"a": 1}) == "---\na: 1\n---\n---\nrule above\n"


def test_properties_in_braces_cannot_be_edited_line_by_line() -> None:
    with pytest.raises(KbError, match="without touching others"):
        set_properties("---\n{a: 1, b: 2}\n---\n", {"b": 3}, path="a.md")


def test_malformed_frontmatter_is_refused_with_its_line() -> None:
    with pytest.raises(KbError, match=r"a\.md:3: This is not valid YAML"):
        set_properties("---\na: 1\nb: c: d\n---\n", {"a": 2}, path="a.md")


def test_the_line_of_a_property_is_that_of_its_name() -> None:
    assert [property_line(NOTE, name) for name in ("title", "tags", "stage", "unknown")] == [3, 4, 12, 1]
