from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import KbError
from kb.runs.where import holds, names_in, parse_where


@pytest.mark.parametrize(
    ("text", "is_met"),
    [
        ("fast < slow", True),
        ("fast * 2 + 1 <= slow / 4", True),
        ("fast > slow or symbol == 'AAPL'", True),
        ("not (fast < slow)", False),
        ("1 < fast < 5", False),
        ("symbol in ['IBM', 'MSFT']", False),
        ("symbol not in ('IBM', 'MSFT')", True),
        ("fast - -10 != 20", False),
        ("start == None and fast >= 10", True),
    ],
)
def test_a_condition_is_decided_by_its_parameters(text: str, *, is_met: bool) -> None:
    values = {"fast": 10, "slow": 100, "symbol": "AAPL", "start": None}

    assert holds(parse_where(text), values) is is_met


@pytest.mark.parametrize(
    "text",
    [
        "fast",
        "fast <",
        "",
        "__import__('os').system('true') == 0",
        "fast.real < slow",
        "[x for x in y] == 1",
        "(lambda: 1)() == 1",
        "fast ** 9 < slow",
        "f'{fast}' == slow",
        "fast is slow",
        "fast < slow\n" * 200,
    ],
)
def test_what_is_no_comparison_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(KbError, match="must compare parameters.*fast < slow"):
        parse_where(text)


def test_values_that_cannot_be_compared_are_named() -> None:
    with pytest.raises(KbError, match="cannot be decided: fast < slow: fast=None, slow=3"):
        holds(parse_where("fast < slow"), {"fast": None, "slow": 3})


def test_of_a_long_value_the_beginning_is_named() -> None:
    with pytest.raises(KbError) as told:
        holds(parse_where("text < slow"), {"text": "x" * 1_000_000, "slow": 3})

    assert len(str(told.value)) < 300


def test_the_parameters_of_a_condition_are_listed_once() -> None:
    assert names_in(parse_where("slow > fast and fast > 1")) == ["fast", "slow"]


@given(st.text(max_size=200))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        tree = parse_where(text)
    except KbError:
        return

    assert names_in(tree) is not None
