"""Functions of numbers."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.values import text_of
from tests.query.conftest import Ask


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("(-5).abs()", "5"),
        ("(2.1).ceil()", "3"),
        ("(-2.1).ceil()", "-2"),
        ("(2.9).floor()", "2"),
        ("(1/0).floor()", "Infinity"),
        ("(0/0).ceil()", "NaN"),
        ("5.isEmpty()", "false"),
        ("(2.5).round()", "3"),
        ("(-2.5).round()", "-2"),
        ("(2.3333).round(2)", "2.33"),
        ("(1.005).round(2)", "1.01"),
        ("(12345.678).round(1)", "12345.7"),
        ("(1e300).round(100)", "1e+300"),
        ("(1/0).round()", "Infinity"),
        ("(3.14159).toFixed(2)", "3.14"),
        ("3.toFixed(2)", "3.00"),
        ("(2.5).toFixed(0)", "3"),
        ("(-2.5).toFixed()", "-3"),
        ("(1.005).toFixed(2)", "1.00"),
        ("(1e20).toFixed(30)", "100000000000000000000.000000000000000000000000000000"),
        ("(1e21).toFixed(2)", "1e+21"),
        ("(0/0).toFixed(2)", "NaN"),
        ("(-1/0).toFixed(2)", "-Infinity"),
        ("(-0).toFixed(1)", "0.0"),
        ("true.isEmpty()", "false"),
    ],
)
def test_a_number(ask: Ask, expression: str, text: str) -> None:
    assert text_of(ask(expression)) == text


@pytest.mark.parametrize("expression", ["1.toFixed(1000000000)", "1.round(101)", "1.toFixed(-1)", "(0/0).toFixed(101)"])
def test_digits_have_a_limit(ask: Ask, expression: str) -> None:
    with pytest.raises(KbError, match="The number of digits is from 0 to 100"):
        ask(expression)
