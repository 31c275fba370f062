from __future__ import annotations

import copy
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.runs.noise import ABSOLUTE, RELATIVE, settle_text, settle_value

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
INEXACT = st.floats(-1e12, 1e12).filter(lambda number: round(number, 2) != number)
NOISE = st.floats(-9e-10, 9e-10)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
TEXTS = st.lists(
    st.sampled_from(["a", " ", ".", ":", "-", "+", "e", "\n", "<td>", "_", "é"])
    | st.integers(0, 120).map(str)
    | st.floats(allow_nan=False).map(repr)
    | st.floats(-1e6, 1e6).map("{:.2f}".format),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (0.30000000000000004, 0.3),
        (1.0, 0.9999999999999999),
        (-0.0, 0.0),
        (3e-17, -1e-16),  # what is left where numbers around one cancel out
        (1234567.890123456, 1234567.890123457),
        (1e300, 1.0000000001e300),
        (1.000000001, 1.0),  # ten digits, the last one flipped
    ],
)
def test_a_number_that_is_the_same_but_for_noise_keeps_its_old_form(new: float, old: float) -> None:
    assert repr(settle_value(new, old)) == repr(old)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (0.61, 0.62),
        (1.000000002, 1.0),
        (1e-13, 2e-13),
        (11, 10),
        (1_700_000_001, 1_700_000_000),
        (1_700_000_001.0, 1_700_000_000.0),  # pandas makes floats of whole numbers beside a gap
        (10_000_000.01, 10_000_000.0),  # a cent
        (True, 1.0),
        (10, 10.0),
        (None, 0.5),
        (0.5, None),
        ("0.5", 0.5),
        (math.inf, 1e308),
        (math.inf, math.inf),
        ([1.0], [1.0, 2.0]),
    ],
)
def test_any_other_value_stays_as_it_came(new: Any, old: Any) -> None:
    assert repr(settle_value(new, old)) == repr(new)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("sharpe = 0.30000000000000004", "sharpe = 0.3"),
        ("<td>-0.0</td><td>1.5</td>", "<td>0.0</td><td>1.5</td>"),
        ("residual 3.1e-17, -2e-16.", "residual 1.0e-16, 4e-17."),
        ("a\n0.1000000000000001\nb", "a\n0.1\nb"),
        ("(12.345678901234568%)", "(12.345678901234567%)"),
        ("1,234.5600000000002", "1,234.56"),
    ],
)
def test_numbers_in_a_text_keep_their_old_form(new: str, old: str) -> None:
    assert settle_text(new, old) == old


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("took 1.4 s", "took 1.3 s"),
        ("10 trades", "11 trades"),
        ("10,000,000.01", "10,000,000.00"),
        ("10000000.01", "10000000.00"),
        ("2024-01-02", "2024-01-03"),
        ("2024-01-02 09:30:59.999999999", "2024-01-02 09:30:59.999999998"),
        ("10.0.0.1", "10.0.0.2"),
        ("pandas 2.10", "pandas 2.1"),
        ("0.50", "0.5"),
        ("run 12345678e1", "run 12345679e1"),
        ("12e45678", "13e45678"),
        ("1e+400", "2e+400"),
        ("a 0.30000000000000004", "b 0.3"),
        ("x1.0000000000000002", "x1.0"),
        ("0.30000000000000004 0.1", "0.3"),
    ],
)
def test_any_other_text_stays_as_it_came(new: str, old: str) -> None:
    assert settle_text(new, old) == new


def test_a_line_that_differs_leaves_the_numbers_of_the_others_settled() -> None:
    old = "sharpe 0.3\ntook 1.3 s, mean 0.1\nend"
    new = "sharpe 0.30000000000000004\ntook 1.9 s, mean 0.10000000000000002\nthe end"

    assert settle_text(new, old) == "sharpe 0.3\ntook 1.9 s, mean 0.1\nthe end"


@given(JSON)
def test_a_value_settled_by_itself_is_itself(value: Any) -> None:
    assert json.dumps(settle_value(value, copy.deepcopy(value))) == json.dumps(value)


@given(JSON, JSON)
def test_settling_twice_is_settling_once(new: Any, old: Any) -> None:
    once = settle_value(new, old)

    assert json.dumps(settle_value(once, old)) == json.dumps(once)


@given(NUMBERS, NUMBERS)
def test_what_is_kept_is_never_further_off_than_the_tolerance(new: float, old: float) -> None:
    settled = settle_value(new, old)

    assert settled in {new, old}
    assert math.isclose(settled, new, rel_tol=RELATIVE, abs_tol=ABSOLUTE)


@given(INEXACT, NOISE)
def test_noise_never_shows(old: float, noise: float) -> None:
    assert settle_value(old * (1 + noise), old) == old


@given(st.floats(1e-6, 1e12), st.floats(1.1e-9, 1e3))
def test_a_change_above_the_tolerance_is_always_kept(old: float, change: float) -> None:
    new = old * (1 + change)

    assert settle_value(new, old) == new


@given(st.integers(), st.integers())
def test_whole_numbers_are_exact(new: int, old: int) -> None:
    assert settle_value(new, old) == new
    assert settle_text(f"{new}", f"{old}") == f"{new}"


@given(TEXTS)
def test_a_text_settled_by_itself_is_itself(text: str) -> None:
    assert settle_text(text, text) == text


@given(TEXTS, TEXTS)
def test_settling_a_text_twice_is_settling_it_once(new: str, old: str) -> None:
    once = settle_text(new, old)

    assert settle_text(once, old) == once


@given(st.lists(INEXACT, min_size=1), NOISE)
def test_noise_in_a_text_never_shows(numbers: list[float], noise: float) -> None:
    old, new = (", ".join(f"{number * factor:.17e}" for number in numbers) for factor in (1, 1 + noise))

    assert settle_text(new, old) == old
