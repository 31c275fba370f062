"""One number, written in several ways."""

from __future__ import annotations

import pytest

from kb.site.private.amounts import number_forms, number_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("98765.43", ("98765", "43")),
        ("98,765.43", ("98765", "43")),
        ("98.765,43", ("98765", "43")),
        ("98 765,43", ("98765", "43")),
        ("98'765.43 CHF", ("98765", "43")),
        ("-$1,234,567", ("1234567", "")),
        ("EUR 1.234.567", ("1234567", "")),
        ("1,234.567", ("1234", "567")),
        ("123,456", ("123456", "")),
        ("123.456", ("123", "456")),
        ("7", ("7", "")),
    ],
)
def test_a_number_is_read_as_it_is_meant(text: str, number: tuple[str, str]) -> None:
    assert number_of(text.removeprefix("-")) == number


@pytest.mark.parametrize("text", ["", "U1234567", "1 or 2", "2024-05-01", ".", "12:30"])
def test_other_texts_are_no_numbers(text: str) -> None:
    assert number_of(text) is None
    assert number_forms(text) == set()


def test_a_number_is_known_in_all_the_ways_to_write_it() -> None:
    forms = number_forms("98765.4")

    assert {"98765.4", "98765.40", "98,765.40", "98 765,40", "98.765,4", "98'765.40", "98\u202f765,40"} <= forms
    assert "98.765.40" not in forms
    assert {"1234567", "1,234,567", "1.234.567", "1 234 567.00"} <= number_forms("1,234,567")
