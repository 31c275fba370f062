"""Expressions as they are written."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kb.errors import KbError
from kb.query.nodes import Call, Chain, Expression, Field, Item, ListOf, Literal, Name, ObjectOf, Regexp, Unary, size
from kb.query.syntax import MOST_CHARACTERS, parse_expression

A, B, C = Name("a"), Name("b"), Name("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        (" a\n", A),
        ("émile_2$", Name("émile_2$")),
        ("true", Literal(value=True)),
        ("null", Literal(None)),
        ("1", Literal(1)),
        ("(2.5)", Literal(2.5)),
        ("1e3", Literal(1000.0)),
        ("12345678901234567890", Literal(12345678901234567890.0)),
        ('"a\'b"', Literal("a'b")),
        ("'a\"b'", Literal('a"b')),
        (r'"a\"\n\t\r\\\q"', Literal('a"\n\t\r\\q')),
        ('"a\\\nb"', Literal("ab")),
        ("/a\\/b[/]/gi", Regexp("a\\/b[/]", "gi")),
        ("a / b / c", Chain(A, (("/", B), ("/", C)))),
        ("a.b", Field(A, "b")),
        ('note["b c"]', Field(Name("note"), "b c")),
        ("a[0]", Item(A, Literal(0))),
        ("a[b]", Item(A, B)),
        ("a()", Call(None, "a")),
        ("a.b(c, 1,)", Call(A, "b", (C, Literal(1)))),
        ("5.isEmpty()", Call(Literal(5), "isEmpty")),
        ("(-5).abs()", Call(Unary("-", Literal(5)), "abs")),
        ("!a.b", Unary("!", Field(A, "b"))),
        ("!!a", Unary("!", Unary("!", A))),
        ("[]", ListOf(())),
        ("[a, [1,],]", ListOf((A, ListOf((Literal(1),))))),
        ("{}", ObjectOf(())),
        ('{"a": 1, b: c,}', ObjectOf((("a", Literal(1)), ("b", C)))),
        ("a + b * c", Chain(A, (("+", Chain(B, (("*", C),))),))),
        ("(a + b) * c", Chain(Chain(A, (("+", B),)), (("*", C),))),
        ("a - b - c", Chain(A, (("-", B), ("-", C)))),
        ("a - -b", Chain(A, (("-", Unary("-", B)),))),
        ("a || b && c", Chain(A, (("||", Chain(B, (("&&", C),))),))),
        ("a == b > c", Chain(A, (("==", Chain(B, ((">", C),))),))),
        ("a != b == c", Chain(A, (("!=", B), ("==", C)))),
        ("image-property", Chain(Name("image"), (("-", Name("property")),))),
    ],
)
def test_an_expression_is_a_tree(text: str, tree: Expression) -> None:
    assert parse_expression(text) == tree


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = 1", "This expression is wrong from here on: = 1. Write `==` to compare."),
        ("a === 1", "This expression is wrong from here on: = 1. Write `==` to compare."),
        ("a and b", "This expression is wrong from here on: and b. Write `&&` for `and`."),
        ("a OR b", "This expression is wrong from here on: OR b. Write `||` for `OR`."),
        (
            'a == "open',
            (
                'This expression is wrong from here on: "open. '
                'Text stands in quotes; a property with spaces or dashes is `note["its name"]`.'
            ),
        ),
        (
            "two words",
            (
                "This expression is wrong from here on: words. "
                'Text stands in quotes; a property with spaces or dashes is `note["its name"]`.'
            ),
        ),
        ("(a", "This expression has no end: (a. Close its brackets, or write what is missing behind its last sign."),
        ("a +", "This expression has no end: a +. Close its brackets, or write what is missing behind its last sign."),
        ("", "This expression has no end. Close its brackets, or write what is missing behind its last sign."),
        ("a" * 10_001, "This expression is too long: 10,001 characters, at most 10,000"),
        (
            "!" * 61 + "a",
            f"This expression is nested too deeply: {'!' * 40}…. Split it into formulas.",
        ),
        (
            "[" * 5_000,
            (
                f"This expression has no end: {'[' * 40}…. "
                "Close its brackets, or write what is missing behind its last sign."
            ),
        ),
    ],
)
def test_what_is_no_expression_says_why(text: str, message: str) -> None:
    with pytest.raises(KbError) as caught:
        parse_expression(text)

    assert str(caught.value) == message


def test_brackets_alone_make_nothing_deeper() -> None:
    assert parse_expression("(" * 1000 + "a" + ")" * 1000) == A


def test_the_longest_expression_is_read() -> None:
    text = "1" + "+1" * ((MOST_CHARACTERS - 1) // 2)

    assert size(parse_expression(text)) == MOST_CHARACTERS // 2 + 1


def test_the_parser_is_loaded_where_there_is_an_expression() -> None:
    script = "import sys, kb.query.rows; print('lark' in sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert loaded.stdout == "False\n"
