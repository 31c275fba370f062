"""Regular expressions that notes hold."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.patterns import Pattern, check_pattern


def test_a_pattern_replaces_once_or_all() -> None:
    assert Pattern("a").replaced("aaa", "b", 100) == "baa"
    assert Pattern("a", "g").replaced("aaa", "b", 100) == "bbb"
    assert Pattern("x*", "g").replaced("ab", "-", 100) == "-a-b-"
    assert Pattern("^.", "gm").replaced("ab\ncd", "-", 100) == "-b\n-d"


def test_a_pattern_says_where_it_matches() -> None:
    assert list(Pattern("b*").places("abba b")) == [(1, 3), (5, 6)]


def test_behind_so_many_characters_nothing_is_replaced() -> None:
    assert Pattern("a", "g").replaced("aaaa", "bbb", 5) == "bbbbbbaa"


def test_a_pattern_that_repeats_itself_without_end_is_refused() -> None:
    with pytest.raises(KbError, match="cannot be used"):
        check_pattern(Pattern("(((a{100}){100}){100})"))
