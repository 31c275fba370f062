from __future__ import annotations

from decimal import Decimal
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.report.numbers import (
    MOST_PROPERTY_CHARACTERS,
    MOST_PROPERTY_ITEMS,
    alike,
    column_texts,
    in_reading_order,
    is_number,
    parameter_text,
    property_value,
    rounded,
    value_text,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.23456789, "1.23457"),
        (-0.000123456789, "-0.000123457"),
        (1234567.891, "1234567.89"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (2.0, "2"),
        (1.5e-9, "1.5e-9"),
        (1.5e20, "1.5e+20"),
        (12_345_678, "12345678"),
        (None, "–"),  # noqa: RUF001  (the dash for undefined)
        (nan, "–"),  # noqa: RUF001
        (inf, "–"),  # noqa: RUF001
        (True, "true"),
        ("text", "text"),
    ],
)
def test_a_metric_is_shown_to_six_digits_or_to_the_cent(value: Any, text: str) -> None:
    assert value_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_text_and_property_of_a_metric_are_the_same_number(value: float) -> None:
    assert float(value_text(value)) == rounded(value)
    assert rounded(rounded(value)) == rounded(value)


@pytest.mark.parametrize("value", [39153.51, -39153.51, 11372.56, 948201.86, 0.931274, 29232.7, 2.5e-9])
def test_money_keeps_its_cents_and_no_zeros_are_made_up(value: float) -> None:
    assert rounded(value) == value
    assert value_text(value) == str(value).replace("e-09", "e-9")


@given(st.integers(-(10**12), 10**12))
def test_any_amount_is_exact_to_the_cent_from_ten_thousand_up(cents: int) -> None:
    amount = cents / 100

    assert abs(amount) < 10_000 or Decimal(value_text(amount)) == Decimal(cents) / 100


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1 + 0.2, "0.30000000000000004"),
        (None, "null"),
        (False, "false"),
        ([True, None], "true, null"),
        (["AAPL", 1], "AAPL, 1"),
        ({"b": 1, "a": 2}, '{"a": 2, "b": 1}'),
    ],
)
def test_a_parameter_is_shown_exactly(value: Any, text: str) -> None:
    assert parameter_text(value) == text


def test_properties_are_flat() -> None:
    assert property_value(["AAPL", [1, None], True]) == ["AAPL", "1, null", True]
    assert property_value({"a": 1}) == '{"a": 1}'
    assert property_value(Decimal("1.50")) == "1.50"
    assert property_value(1.5) == 1.5


def test_properties_are_no_longer_than_people_read() -> None:
    long = property_value("x" * 1_000_000)

    assert (len(long), long[-2:]) == (MOST_PROPERTY_CHARACTERS, "x…")
    assert property_value(list(range(1_000))) == [*range(MOST_PROPERTY_ITEMS), "…"]
    assert property_value({"a": "x" * 1_000_000})[-1] == "…"


def test_a_truth_value_is_not_a_number() -> None:
    assert is_number(0.0)
    assert not is_number(True)
    assert not is_number(nan)
    assert not is_number("1")


def test_metrics_are_ordered_for_a_reader_however_they_were_recorded() -> None:
    names = ["zeta", "trades", "alpha", "sharpe_ratio"]

    assert in_reading_order(dict.fromkeys(names)) == ["sharpe_ratio", "trades", "alpha", "zeta"]
    assert in_reading_order(dict.fromkeys(reversed(names))) == ["sharpe_ratio", "trades", "alpha", "zeta"]


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        ((1.10149, 0.919281, -0.0829), ["1.10", "0.92", "-0.08"]),
        ((0.267119, 0.0148), ["0.267", "0.015"]),
        ((20.5661, -0.001), ["20.57", "0.00"]),
        ((39153.514, 12.5), ["39154", "12"]),
        ((17, 6.0), ["17", "6"]),
        ((0.00012, 0.00004567), ["0.00012", "0.0000457"]),
        ((4_938_271.564, 12.5), ["4938272", "12"]),
        ((0.0, 0.0), ["0", "0"]),
    ],
)
def test_numbers_that_are_compared_have_the_same_decimals(numbers: tuple[float, ...], texts: list[str]) -> None:
    text = alike(numbers)

    assert [text(number) for number in numbers] == texts


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.floats(-100, 100) | st.integers(), max_size=6))
def test_no_figure_of_a_column_says_another_number(values: list[float]) -> None:
    for value, text in zip(values, column_texts(values), strict=True):
        assert abs(float(text) - value) <= max(0.00501 * abs(value), 0.0005001)
        assert not text.startswith("-") or float(text) < 0


@pytest.mark.parametrize("value", [10**400, -(10**400), nan, inf, True, "1", None])
def test_what_no_float_holds_counts_for_no_number(value: Any) -> None:
    assert not is_number(value)
    assert column_texts([value]) == ["–"]  # noqa: RUF001
