"""Expressions of queries: signs, kinds of values, words and bounds."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.dataview.values import as_text
from tests.query.dataview.conftest import Ask


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("1 + 2 * 3", "7"),
        ("7 % 4 - -1", "4"),
        ('"a" + null + 1 + true', "a-1true"),
        ('"x" * 3', "xxx"),
        ('3 * "x"', "xxx"),
        ('"x" * -1', ""),
        ('"x" * (date(2024-01-20) - date(2024-01-01)).weeks', "xx"),
        ("[1] + [2]", "1, 2"),
        ("{a: 1} + {b: 2}", "{ a: 1, b: 2 }"),
        ("({mood: 9, n: 1} + this).mood", "okay"),
        ('((x) => {a: 1, b: x}[x])("a")', "1"),
        ("((x, y) => x + default(y, 2))(1) * ((x) => x)(3)", "9"),
        ("map([1, 2], (x) => ((y) => x + y)(10))", "11, 12"),
        ("(() => 5)()", "5"),
        ("2 * dur(1 h)", "2 hours"),
        ("dur(1 h) * 2", "2 hours"),
        ("date(2024-01-31) + dur(1 month)", "February 29, 2024"),
        ("date(2024-03-15) - date(2023-01-10)", "1 year, 2 months, 5 days"),
        ("date(2023-01-10) - date(2024-03-15)", "-1 year, 2 months, 5 days"),
        ("date(2024-03-01) - date(2024-01-31) > dur(4 weeks)", "true"),
        ("null + 1", "-"),
        ("-null", "-"),
        ("1 = 1 and 1 != 2", "true"),
        ("1 or nosuch", "true"),
        ("null and 1", "false"),
        ("!null", "true"),
        ("null < 1 and null <= null and 1 >= null and 1 > null", "true"),
        ('1 < "a"', "true"),
        ('"b" > 1', "true"),
        ("[1, 2] < [1, 3] and [1] < [1, 1]", "true"),
        ("[[Dune]] = [[Books/Dune]]", "true"),
        ("![[cover.png]] = [[cover.png]]", "true"),
        ("[[Emma]] = [[Books/Emma.md|shown]] and [[Nosuch#a|x]] = [[Nosuch#a]]", "true"),
        ("[[Emma#a]] = [[Emma#b]] or [[Emma#a]] = [[Emma]] or [[Emma#a]] = [[Emma#^a]]", "false"),
        ("[[Emma#a: b]] = [[Emma#a b]]", "true"),
        ("{a: [[[Emma]]]} = {a: [[[Emma|x]]]} and [[[Emma]]] != [[[Emma#a]]]", "true"),
        ("contains([[[Emma#a]]], [[Emma]])", "false"),
        ("unique([[[Emma]], [[Emma#a]], [[Emma|x]], [[Emma#a]]])", "[[Emma]], [[Emma#a]]"),
        ("sort([[[Emma#b]], [[Emma]], [[Emma#a]], [[Dune#c]]])", "[[Dune#c]], [[Emma]], [[Emma#a]], [[Emma#b]]"),
        ("[[Dune]] < [[Emma]]", "true"),
        ('{a: 1} = {a: 1} and "#a" = #a', "true"),
        ("{a: 1} < {a: 2}", "false"),
        ("date(today)", "May 27, 2025"),
        ("date(now)", "2:30 PM - May 27, 2025"),
        ("date(tomorrow)", "May 28, 2025"),
        ("date(yesterday)", "May 26, 2025"),
        ("date(sow)", "May 26, 2025"),
        ("date(eow)", "June 01, 2025"),
        ("date(som)", "May 01, 2025"),
        ("date(eom)", "May 31, 2025"),
        ("date(2025-05-31T10:00) < date(eom) and date(eom) < date(2025-06-01)", "true"),
        ("date(soy)", "January 01, 2025"),
        ("date(end-of-year)", "December 31, 2025"),
        ("map([1, 2], (x, place) => x + place)", "1, 3"),
        ("map([1], (x, place, more) => more)", "-"),
        ("map([1, 2], (x) => map([x], (y) => x + y))", "[2], [4]"),
        ("[[Dune|Sand]]", "[[Dune|Sand]]"),
        ('elink("a.b", "c")', "[c](https://a.b)"),
        ("![[cover.png]]", "![[cover.png]]"),
    ],
)
def test_an_expression_has_a_value(expression: str, text: str, ask: Ask) -> None:
    assert as_text(ask(expression)) == text


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("[1] - 1", "Only numbers, dates and durations are taken from one another"),
        ('"x" * 1000000', "This text grows too long"),
        ('reduce([1], "?")', "`reduce` takes one of + - * / & |: string ?"),
        ("map([1], 1)", "This function takes `(x) => …`: number 1"),
        ("object(1)", "`object` takes names and values in turn"),
        ("dateformat(1, 2)", "This is no date: number 1"),
        ("durationformat(1, 2)", "This is no duration: number 1"),
        ('regextest("(", "a")', "This regular expression cannot be used"),
        (
            'map(split(padleft("", 90000, "x"), ""), (x) => map([x, x, x, x], (y) => [y, y, y, y]))',
            "takes too much work",
        ),
    ],
)
def test_what_has_no_value_says_why(expression: str, said: str, ask: Ask) -> None:
    with pytest.raises(KbError) as caught:
        ask(expression)

    assert said in str(caught.value)
