"""What stands below a column."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.files import Desk
from kb.query.missing import MissingValueError
from kb.query.moments import Moment, parse_moment
from kb.query.scope import Scope
from kb.query.summaries import as_read, summary_of
from kb.query.values import Value, text_of

NUMBERS = [3, 1, None, 2.5, "x", "", True, False, (), 1]
DATES = [parse_moment("2025-01-31"), None, parse_moment("2024-02-29"), parse_moment("2025-01-31 12:00")]


@pytest.mark.parametrize(
    ("name", "values", "text"),
    [
        ("Average", NUMBERS, "1.875"),
        ("Min", NUMBERS, "1"),
        ("Max", NUMBERS, "3"),
        ("Sum", NUMBERS, "7.5"),
        ("Range", NUMBERS, "2"),
        ("Median", NUMBERS, "1.75"),
        ("Stddev", [1, 3], "1"),
        ("Checked", NUMBERS, "1"),
        ("Unchecked", NUMBERS, "2"),
        ("Empty", NUMBERS, "3"),
        ("Filled", NUMBERS, "7"),
        ("Unique", NUMBERS, "6"),
        ("unique", [], "0"),
        ("EARLIEST", DATES, "2024-02-29"),
        ("latest", DATES, "2025-01-31 12:00:00"),
        ("Range", DATES, "337 days, 12 hours"),
        *((name, ["x", None], "") for name in ("Average", "Min", "Max", "Sum", "Range", "Median", "Stddev")),
        ("Earliest", ["x"], ""),
        ("Latest", [], ""),
        ("Average", [float("inf"), float("-inf")], "NaN"),
        ("Stddev", [float("inf"), 1], "NaN"),
        ("Stddev", [1e308, -1e308], "Infinity"),
        ("Sum", [1e308, 1e308], "Infinity"),
    ],
)
def test_a_summary(desk: Desk, name: str, values: list[Value], text: str) -> None:
    assert text_of(summary_of(name, values, {}, Scope(desk.file("")))) == text


@pytest.mark.parametrize(
    ("name", "total", "text"),
    [
        ("Average", 0.5933333333333334, "0.5933"),
        ("average", 123456.789012, "123456.789"),
        ("Stddev", 2.382975331087468, "2.383"),
        ("Stddev", 0.0000123456, "0.00001235"),
        ("Average", 2.00001, "2"),
        ("Average", float("nan"), "NaN"),
        ("Sum", -730.0600000000001, "-730.06"),
        ("Max", 1.123456, "1.123456"),
        ("Average", None, ""),
    ],
)
def test_an_average_and_a_deviation_are_read_with_few_decimals(name: str, total: Value, text: str) -> None:
    assert text_of(as_read(name, total)) == text


def test_a_summary_of_the_base_itself(desk: Desk) -> None:
    custom = {"spread": "values.reduce(max(acc, value), 0) - values[1]", "bad": "values.foo()", "min": "'own'"}
    scope = Scope(desk.file(""))

    assert summary_of("spread", [3, 1], custom, scope) == 2
    assert summary_of("min", [3], custom, scope) == "own"
    assert "no such function" in str(summary_of("bad", [], custom, scope))


def test_the_mean_is_that_of_the_numbers(desk: Desk) -> None:
    custom = {"m": "values.mean().round(2)"}

    assert summary_of("m", [1, None, "x", True, 2, 2], custom, Scope(desk.file(""))) == 1.67
    assert isinstance(summary_of("m", ["x"], custom, Scope(desk.file(""))), MissingValueError)


def test_a_summary_that_nobody_knows(desk: Desk) -> None:
    found = summary_of("Mode", [1], {}, Scope(desk.file("")))

    assert isinstance(found, KbError)
    assert str(found) == "There is no such summary: Mode"


def test_dates_stay_dates(desk: Desk) -> None:
    assert isinstance(summary_of("earliest", DATES, {}, Scope(desk.file(""))), Moment)
