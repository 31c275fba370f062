"""Calls: which function is meant, and what it is given."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.missing import MissingValueError
from tests.query.conftest import Ask


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("foo()", "There is no such function: foo(). The guide lists what there is."),
        ("toady()", "There is no such function: toady(). Did you mean `today`?"),
        ("[].revers()", "There is no such function: revers(). Did you mean `reverse`?"),
        ("file.hasTags('x')", "There is no such function: hasTags(). Did you mean `hasTag`?"),
        ("price.upper()", "There is no such function: upper(). The guide lists what there is."),
        ("1.lower()", "`lower` is not for such a value: number"),
        ("'a'.round()", "`round` is not for such a value: string"),
        ("price.map(value)", "`map` is not for such a value: number"),
        ("price.relative()", "`relative` is not for such a value: number"),
        ("file.tags.hasTag('x')", "`hasTag` is not for such a value: list"),
        ("now(1)", "`now` takes no arguments: 1"),
        ("if(1)", "`if` takes 2 to 3 arguments: 1"),
        ("if(1, 2, 3, 4)", "`if` takes 2 to 3 arguments: 4"),
        ("date()", "`date` takes 1 argument: 0"),
        ("'a'.replace('b')", "`replace` takes 2 arguments: 1"),
        ("'a'.slice()", "`slice` takes 1 to 2 arguments: 0"),
        ("file.hasTag()", "`hasTag` takes 1 or more arguments: 0"),
        ("[].map()", "`map` takes 1 argument: 0"),
        ("[].reduce(acc)", "`reduce` takes 2 arguments: 1"),
        ("now().relative(1)", "`relative` takes no arguments: 1"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(ask: Ask, expression: str, message: str) -> None:
    with pytest.raises(KbError) as caught:
        ask(expression)

    assert str(caught.value) == message


@pytest.mark.parametrize("expression", ["missing.round()", "missing.map(value)", "missing.relative()"])
def test_a_function_of_a_missing_value_has_an_error_of_its_own(ask: Ask, expression: str) -> None:
    with pytest.raises(MissingValueError, match="There is no value for"):
        ask(expression)


@pytest.mark.parametrize("expression", ["'★'.repeat(missing)", "'abc'.slice(missing)"])
def test_a_function_that_needs_a_missing_value_has_the_same_error(ask: Ask, expression: str) -> None:
    with pytest.raises(MissingValueError, match="must be a number"):
        ask(expression)


def test_words_of_a_list_are_properties_outside_of_it(ask: Ask) -> None:
    assert ask("[1].map(value).length == 1 && value == null && index == null && acc == null") is True
    assert ask("[[1, 2], [3]].map(value.reduce(acc + value, 0)).reduce(acc + value, 0)") == 6


def test_only_what_is_asked_for_is_worked_out(ask: Ask) -> None:
    assert ask("if(true, 1, missing.round())") == 1
    assert ask("if(missing, missing.round(), 2)") == 2
