"""Functions of texts and regular expressions."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from tests.query.conftest import Ask


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('"hello".length', 5),
        ('"hello".contains("ell")', True),
        ('"hello".contains("Ell")', False),
        ('"hello".containsAll("h", "e")', True),
        ('"hello".containsAll("h", "x")', False),
        ('"hello".containsAny("x", "y", "e")', True),
        ('"hello".containsAny("x")', False),
        ('"hello".endsWith("lo")', True),
        ('"hello".startsWith("he")', True),
        ('"hello".startsWith("lo")', False),
        ('"Hello world".isEmpty()', False),
        ('"".isEmpty()', True),
        ('"HeLLo".lower()', "hello"),
        ('"a:b:c:d".replace(/:/, "-")', "a-b:c:d"),
        ('"a:b:c:d".replace(/:/g, "-")', "a-b-c-d"),
        ('"a:b:c:d".replace(":", "-")', "a-b-c-d"),
        ('"ab".replace("", "-")', "-a-b-"),
        ('"2025-05".replace(/(\\d+)-(\\d+)/, "$2.$1 $& $$ $9")', "05.2025 2025-05 $ $9"),
        ('"ab".replace(/(x)?b/, "[$1]")', "a[]"),
        ('"123".repeat(2)', "123123"),
        ('"123".repeat(-1)', ""),
        ('"".repeat(1000000000)', ""),
        ('"hello".reverse()', "olleh"),
        ('"hello".slice(1, 4)', "ell"),
        ('"hello".slice(-2)', "lo"),
        ('"a,b,c,d".split(",", 3)', ("a", "b", "c")),
        ('"a,b,c,d".split(/,/, 3)', ("a", "b", "c")),
        ('"ab".split("")', ("a", "b")),
        ('"a1b".split(/\\d/)', ("a", "b")),
        ('"a,b".split(",", -1)', ()),
        ('"hello wORLD  x".title()', "Hello World  X"),
        ('"  hi  ".trim()', "hi"),
        ('/abc/.matches("abcde")', True),
        ('/^b/.matches("abc")', False),
        ('/B/i.matches("abc")', True),
        ('/a.c/s.matches("a\\nc")', True),
        ('/^c$/m.matches("a\\nc")', True),
        ('/[/]/.matches("a/c")', True),
        ("/1/.matches(1)", True),
    ],
)
def test_a_text(ask: Ask, expression: str, value: object) -> None:
    assert ask(expression) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("file.tags[0].replace(/#/, '')", "book/novel"),
        ("file.tags[0].startsWith('#book')", True),
        ("file.tags[0].length", 11),
        ("author.lower()", "frank herbert"),
        ("html('<b>').contains('b')", True),
        ("icon('plus').length", 4),
    ],
)
def test_what_shows_a_text_can_do_what_texts_do(ask: Ask, expression: str, value: object) -> None:
    assert ask(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        '"abc".repeat(1000000000)',
        '"abc".repeat(1e300)',
        '"a".repeat(50000).replace("a", "b".repeat(50000))',
        '"a".repeat(50000).replace(/a/g, "b".repeat(50000))',
        '"a".repeat(90000) + "a".repeat(90000)',
        '["a", "b", "c"].join("a".repeat(90000))',
    ],
)
def test_a_text_does_not_grow_without_end(ask: Ask, expression: str) -> None:
    with pytest.raises(KbError, match="This text grows too long"):
        ask(expression)


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ('"a".repeat("b")', "How often a text is repeated must be a number"),
        ('"a".repeat(0 / 0)', "How often a text is repeated must be a whole number"),
        ('"a".slice(1 / 0)', "The start must be a whole number"),
        ('"a".slice(true)', "The start must be a number"),
        ('/(?=a)/.matches("a")', "This regular expression cannot be used: /(?=a)/: invalid perl operator: (?="),
        (r'/(a)\1/.matches("a")', "It may not look ahead or behind, nor repeat what a group matched."),
    ],
)
def test_what_a_text_cannot_do(ask: Ask, expression: str, what: str) -> None:
    with pytest.raises(KbError) as caught:
        ask(expression)

    assert what in str(caught.value)


def test_a_pattern_that_would_take_others_years_takes_no_time(ask: Ask) -> None:
    assert ask('/^(a+)+$/.matches("a".repeat(50000) + "b")') is False
