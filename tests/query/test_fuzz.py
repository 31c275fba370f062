"""Whatever is written, and whatever notes hold: an answer or a KbError, in bounded time and space."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kb.errors import KbError
from kb.query.called import KNOWN
from kb.query.evaluate import ready
from kb.query.files import FIELDS, Desk
from kb.query.functions.everywhere import EVERYWHERE
from kb.query.reading import parse_base
from kb.query.rows import answer
from kb.query.scope import Scope
from kb.query.summaries import SUMMARIES, summary_of
from kb.query.syntax import parse_expression
from kb.query.values import is_same, key_of, sort_key, text_of, type_name
from kb.vault.index import build_index
from tests.query.conftest import NOTES, NOW, note
from tests.query.written import EXPRESSIONS, written

TOKENS = [
    *("a", "file", "note", "formula", "this", "value", "acc", "null", "true", ".", ",", ":", "(", ")", "[", "]"),
    *("{", "}", "+", "-", "*", "/", "%", "!", "&&", "||", "==", "!=", "<", ">=", "=", "1", "1.5", "1e999", "'x'"),
    *('"', "'", "\\", "/x/g", "/[", " ", "\n", "\u2028", "é", "🚀", "\x00", "and", "or", "?", "=>", ";", "//", "$"),
    *sorted({*KNOWN, *EVERYWHERE, *FIELDS}),
]
SOUP = st.lists(st.sampled_from(TOKENS), max_size=60).map("".join)
PROPERTIES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.dates(),
        st.datetimes(),
        st.sampled_from([10**400, -(10**400), 10**22, math.nan, math.inf, "[[Emma]]", "[[x|y]]", "2025-05-27", ""]),
        st.sampled_from([date(1, 1, 1), date(9999, 12, 31), datetime(9999, 12, 31, 23, 59)]),  # noqa: DTZ001
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


KEYS = [
    *("filters", "and", "or", "not", "formulas", "summaries", "properties", "views", "type", "name", "order", "sort"),
    *(
        "limit",
        "groupBy",
        "property",
        "column",
        "direction",
        "displayName",
        "a",
        "file.name",
        "formula.a",
        "price",
        "image",
    ),
]
TABLES = st.recursive(
    st.one_of(
        st.sampled_from(
            [*KEYS, "formula.a + 1", "price > 8", "values.length", "file.hasTag('book')", "DESC", "Sum", 1, 0]
        ),
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        SOUP,
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
)
OTHERS = [note(path, text) for path, text in NOTES.items()]
FUZZED = note("fuzz.md", "#tag [[Emma]]")


def asked(text: str, **properties: Any) -> Any:
    """What an expression says of a note with these properties; None where it raises KbError."""
    desk = Desk(build_index([*OTHERS, replace(FUZZED, properties=properties)]), NOW)
    try:
        return ready(text)(Scope(desk.file("fuzz.md"), desk.file("Plain.md")))
    except KbError:
        return None


def refusal(text: str) -> str:
    """Why a text is no expression; empty where it is one."""
    try:
        parse_expression(text)
    except KbError as error:
        return str(error)
    return ""


@given(st.one_of(st.text(), SOUP))
@example("'" * 10_000)
@example("/" * 10_000)
@example("(" * 10_000)
@example("a[" * 5_000)
@example("{" * 10_000)
@example("-" * 9_999 + "1")
@example("a" + ".b" * 4_999)
@example("9" * 10_000)
@example("\\" * 10_000)
@example("1" + "e9" * 4_000)
def test_any_text_is_an_expression_or_none(text: str) -> None:
    assert len(refusal(text)) < 300


@given(EXPRESSIONS)
def test_a_tree_written_down_is_read_as_that_tree(tree: Any) -> None:
    assert parse_expression(written(tree)) == tree


@given(EXPRESSIONS, PROPERTIES, PROPERTIES)
@settings(max_examples=300)
def test_any_expression_has_a_value_of_a_known_kind(tree: Any, first: Any, second: Any) -> None:
    value = asked(written(tree), a=first, b=second)

    assert isinstance(text_of(value), str)
    assert isinstance(type_name(value), str)
    assert sort_key(value) <= sort_key(value)
    assert hash(key_of(value)) == hash(key_of(value))


@given(SOUP, PROPERTIES)
def test_what_happens_to_be_an_expression_has_one_too(text: str, first: Any) -> None:
    assert isinstance(text_of(asked(text, a=first)), str)


@given(st.lists(PROPERTIES, max_size=6))
def test_any_values_can_be_sorted_compared_and_summed_up(given_values: list[Any]) -> None:
    values = asked("a", a=given_values)
    places = sorted(map(sort_key, values))

    assert sorted(map(sort_key, values[::-1])) == places
    assert all(is_same(left, right) == is_same(right, left) for left in values for right in values)
    for name in SUMMARIES:
        assert isinstance(text_of(summary_of(name, values, {}, Scope(Desk(build_index([]), NOW).file("")))), str)


@given(st.dictionaries(st.sampled_from(KEYS), TABLES))
def test_any_base_is_read_and_answered_as_far_as_it_is_one(table: dict[str, Any]) -> None:
    base, _ = parse_base(json.dumps(table, ensure_ascii=False), path="b.base")
    desk = Desk(build_index(OTHERS), NOW)
    for view in base.views:
        found = answer(base, view, desk, desk.file("Plain.md"))

        assert sum(len(group.rows) for group in found.groups) == min(
            found.count, found.count if view.limit is None else view.limit
        )
