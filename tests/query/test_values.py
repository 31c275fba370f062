"""How values sort."""

from __future__ import annotations

import math

import pytest

from kb.query.arithmetic import exact, number_text
from kb.query.moments import Duration, parse_moment
from kb.query.values import Tag, compare, sort_key


def test_values_sort_by_kind_then_by_size_or_name() -> None:
    day, later = parse_moment("2025-01-01"), parse_moment("2025-01-01 10:00")
    values = [0, True, 2.5, day, later, Duration(1), Tag("a"), "a2", "A10", "b", math.nan]

    assert sorted([*values, None], key=sort_key) == [*values, None]
    assert sorted(["9" * 5000, "10", "x", "009"], key=sort_key) == ["009", "10", "9" * 5000, "x"]


def test_a_date_is_compared_with_a_text_that_says_one_and_comes_behind_an_empty_one() -> None:
    day = parse_moment("2025-01-01")

    assert [compare(day, other) for other in ("2025-01-02", "", "words", 1, None)] == [-1, 1, None, None, None]
    assert compare("", day) == -1


@pytest.mark.parametrize(
    ("number", "known"),
    [(2**53, 2**53), (2**53 + 2, 2.0**53 + 2), (-(10**400), -math.inf), (10**400, math.inf), (2.0, 2), (0.5, 0.5)],
)
def test_numbers_are_those_of_javascript(number: float, known: float) -> None:
    assert exact(number) == known
    assert type(exact(number)) is type(known)


def test_a_number_is_written_without_the_noise_of_binary_arithmetic() -> None:
    numbers = [
        0.1 + 0.2,
        -730.0600000000001,
        1.1174999999999997,
        2.9999999999999996,
        1e-7 + 2e-7,
        1 / 3,
        2**53,
        4e15 / 3,
    ]

    assert list(map(number_text, numbers)) == [
        *("0.3", "-730.06", "1.1175", "3", "3e-7", "0.333333333333333", "9007199254740992", "1333333333333333.2"),
    ]


def test_numbers_are_written_as_in_javascript() -> None:
    numbers = [5e-324, 0, -0.0, 1e20, 123456789012345680000.0, 1e21, -1.5e-7, 1e-6, 100.0, math.inf, -math.inf]

    assert list(map(number_text, numbers)) == [
        *("5e-324", "0", "0", "100000000000000000000", "123456789012345680000", "1e+21", "-1.5e-7", "0.000001", "100"),
        *("Infinity", "-Infinity"),
    ]
