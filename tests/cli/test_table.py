from __future__ import annotations

import json
from typing import Any

import pytest

from kb.cli.table import cell_text, size_text, table_text
from kb.query.values import text_of


def test_columns_are_in_line_and_numbers_to_the_right() -> None:
    text = table_text(("name", "ratio", "n"), [("a", 0.5, 1), ("long name", None, 200)], most_characters=None)

    assert text.splitlines() == ["name       ratio  n", "a            0.5  1", "long name      -  200"]


def test_lines_are_cut_to_the_terminal() -> None:
    text = table_text(("name", "parameters"), [("a", "x" * 100)], most_characters=20)

    assert [len(line) for line in text.splitlines()] == [16, 20]
    assert text.endswith("x…")


def test_a_table_without_rows_is_its_header() -> None:
    assert table_text(("a", "b"), [], most_characters=None) == "a  b"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "-"), (12, "12"), ("a\nb", "a b"), (True, "True"), ("", "")],
)
def test_values_read_in_one_line(value: Any, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234567.89, "1234567.89"),
        (0.000012345, "0.000012345"),
        (100000000, "100000000"),
        (1e8, "100000000"),
        (123456789012, "123456789012"),
        (64321.12345678, "64321.12345678"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (1.5e-9, "1.5e-9"),
        (float("nan"), "NaN"),
    ],
)
def test_a_number_has_all_its_digits_as_on_the_site_and_is_the_same_in_json(value: float, text: str) -> None:
    assert cell_text(value) == text_of(value) == text
    assert json.loads(json.dumps(value)) == pytest.approx(float(text), rel=1e-15, nan_ok=True)


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [(0, "0 bytes"), (1023, "1023 bytes"), (2048, "2 KB"), (5 * 2**20, "5 MB"), (3 * 2**30, "3.0 GB")],
)
def test_sizes_are_said_as_people_do(size_bytes: int, text: str) -> None:
    assert size_text(size_bytes) == text
