"""Functions of any value."""

from __future__ import annotations

import pytest

from tests.query.conftest import Ask


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1.isTruthy()", True),
        ("0.isTruthy()", False),
        ("(0/0).isTruthy()", False),
        ('"".isTruthy()', False),
        ("[].isTruthy()", False),
        ("missing.isTruthy()", False),
        ("{}.isTruthy()", False),
        ("duration('0d').isTruthy()", False),
        ("now().isTruthy()", True),
        ("file.isTruthy()", True),
        ('"example".isType("string")', True),
        ('true.isType("boolean")', True),
        ('1.5.isType("number")', True),
        ('started.isType("date")', True),
        ('[].isType("List")', True),
        ('{}.isType("object")', True),
        ('file.isType("file")', True),
        ('author.isType("link")', True),
        ('missing.isType("null")', True),
        ('/a/.isType("regexp")', True),
        ('duration("1d").isType("duration")', True),
        ('file.tags[0].isType("tag")', True),
        ('1.isType("string")', False),
        ("123.toString()", "123"),
        ("(-0).toString()", "0"),
        ("(0.1 + 0.2).toString()", "0.3"),
        ("(1e-7).toString()", "1e-7"),
        ("(0.00001).toString()", "0.00001"),
        ("(1.5e300).toString()", "1.5e+300"),
        ("(100000000000000000000).toString()", "100000000000000000000"),
        ("true.toString()", "true"),
        ("missing.toString()", ""),
        ("[1, [2, null]].toString()", "1, 2, "),
        ("sizes.toString()", "small: 1, large: 2"),
        ("author.toString()", "[[Frank Herbert]]"),
        ("link('Emma', 'Sand').toString()", "[[Emma|Sand]]"),
        ("file.toString()", "Books/Dune.md"),
        ("file.tags.toString()", "#book/novel, #Read, #classic"),
        ("/a/g.toString()", "/a/g"),
        ("html('<b>').toString() + icon('x').toString()", "<b>x"),
        ("missing.isEmpty()", True),
        ("empty.isEmpty()", True),
        ("nothing.isEmpty()", True),
    ],
)
def test_a_value(ask: Ask, expression: str, value: object) -> None:
    assert ask(expression) == value
