"""Inline fields, as a line of text says them."""

from __future__ import annotations

import pytest

from kb.query.dataview.lines import fields_in, plain_name


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("My Field!", "my-field"),
        ("**Bold Field**", "bold-field"),
        ("_slanted_", "slanted"),
        ("a_b", "a_b"),
        ("Noël", "noël"),
        ("クリスマス", "クリスマス"),
        ("xmas🎄", "xmas🎄"),
        ("?", ""),
    ],
)
def test_a_field_has_a_plain_name(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("key:: value", {"key": ("value",)}),
        ("**Key**:: value: more", {"key": ("value: more",)}),
        ("key::", {"key": ("",)}),
        ("> quoted:: 1", {"quoted": ("1",)}),
        ("I rate [rating:: 9] and (mood:: so so)", {"rating": ("9",), "mood": ("so so",)}),
        ("[a:: 1] [A:: 2]", {"a": ("1", "2")}),
        ("[with:: [[Dune]] and [[Emma]]]", {"with": ("[[Dune]] and [[Emma]]",)}),
        ("(f:: g(x))", {"f": ("g(x)",)}),
        ("[🎅:: x]", {"🎅": ("x",)}),
        ("code `a:: 1`", {}),
        ("key:: with `code`", {"key": ("with `code`",)}),
        ("key::value", {"key": ("value",)}),
        ("a (b) c:: d", {}),
        ("a b", {}),
        ("[open:: 1", {"open": ("1",)}),
        ("## Next:: read on", {"next": ("read on",)}),
        ("📅 Due 🗓️:: soon", {"due-🗓️": ("soon",)}),
        ("a/b-c _d_:: 1", {"ab-c-_d": ("1",)}),
        ("⭐:: 4", {}),
        ("C++ std::move", {}),
        ("and so on, std::move", {}),
        ("[late:: `= this.due`]", {"late": ("`= this.due`",)}),
        ("[key! :: \\[value]", {"key": ("\\[value",)}),
        ("[a:: \\] b] [c:: d]", {"a": ("\\] b",), "c": ("d",)}),
        ("(?:: 1)", {}),
        ("text with [x] std::move", {}),
    ],
)
def test_a_line_holds_fields(line: str, fields: dict[str, tuple[str, ...]]) -> None:
    assert dict(fields_in(line)) == fields
