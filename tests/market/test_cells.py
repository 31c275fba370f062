from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.market.cells import has_decimal_comma, parse_numbers, parse_times


def numbers(*texts: str, decimal_comma: bool = False) -> list[float | None]:
    values, _ = parse_numbers(pd.Series(texts, dtype="str"), decimal_comma=decimal_comma)
    return [None if pd.isna(value) else value for value in values]


def wrong(*texts: str) -> list[bool]:
    return list(parse_numbers(pd.Series(texts, dtype="str"))[1])


def times(*texts: str, zone: str = "UTC") -> list[str]:
    values, reasons = parse_times(pd.Series(texts, dtype="str"), zone)
    return [reason or f"{value:%Y-%m-%d %H:%M:%S}" for value, reason in zip(values, reasons, strict=True)]


def test_numbers_are_read_exactly() -> None:
    assert numbers("118.56", " -1 ", "+.5", "1e5", "1,234.5", "12,345,678") == [118.56, -1, 0.5, 1e5, 1234.5, 12345678]


def test_empty_cells_are_missing_and_not_wrong() -> None:
    assert numbers("", "NaN", "null") == [None, None, None]
    assert wrong("", "NaN", "null") == [False, False, False]


@pytest.mark.parametrize("text", ["n/a", "1_000", "inf", "12,34", "1.2.3", "$5", "5%", "0x10", "--1", "1,2345"])
def test_text_that_is_no_number_is_wrong(text: str) -> None:
    assert numbers(text, "1") == [None, 1]
    assert wrong(text, "1") == [True, False]


def test_a_decimal_comma_is_read_with_points_between_thousands() -> None:
    assert numbers("1234,5", "1.234,5", "1.234", "7", decimal_comma=True) == [1234.5, 1234.5, 1234, 7]


def test_a_decimal_point_among_decimal_commas_is_wrong() -> None:
    assert numbers("1.5", "1,5", decimal_comma=True) == [None, 1.5]


def test_numbers_that_are_numbers_stay() -> None:
    values, bad = parse_numbers(pd.Series([1, 2]))

    assert (list(values), str(values.dtype), list(bad)) == ([1.0, 2.0], "float64", [False, False])


@pytest.mark.parametrize(("texts", "expected"), [(["1,5", "2"], True), (["1.5"], False), (["1,234.50"], False)])
def test_a_decimal_comma_is_told_from_thousands(texts: list[str], expected: bool) -> None:
    assert has_decimal_comma(pd.Series(texts)) is expected


@settings(max_examples=30, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False, width=64))
def test_every_number_comes_back_as_it_was_written(number: float) -> None:
    assert numbers(repr(number)) == [number]
    assert numbers(repr(number).replace(".", ","), decimal_comma=True) == [number]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-31", "2024-01-31 00:00:00"),
        ("2024.01.31 09:30", "2024-01-31 09:30:00"),
        ("2024/1/5 9:30:15", "2024-01-05 09:30:15"),
        ("20240131", "2024-01-31 00:00:00"),
        ("2024-01-31T09:30:00.250", "2024-01-31 09:30:00"),
        ("31.01.2024 23:59", "2024-01-31 23:59:00"),
        ("1/31/2024", "2024-01-31 00:00:00"),
        ("31/1/2024", "2024-01-31 00:00:00"),
        ("02.03.2024", "2024-03-02 00:00:00"),
        ("2024-01-31T09:30:00Z", "2024-01-31 09:30:00"),
        ("2024-01-31T09:30:00-05:00", "2024-01-31 14:30:00"),
        ("2024-01-31 09:30:00+0530", "2024-01-31 04:00:00"),
        ("1706693400", "2024-01-31 09:30:00"),
        ("1706693400000", "2024-01-31 09:30:00"),
        ("1706693400000000", "2024-01-31 09:30:00"),
        ("1706693400000000000", "2024-01-31 09:30:00"),
        ("-2208988800", "1900-01-01 00:00:00"),
    ],
)
def test_a_time_is_read_in_many_shapes(text: str, expected: str) -> None:
    assert times(text) == [expected]


@pytest.mark.parametrize(
    "text", ["", "soon", "2024-02-30", "2024-13-01", "202411", "2024-01-02 25:00", "2024-01.02", "2024-01-02x", "1e9"]
)
def test_what_is_no_time_says_so(text: str) -> None:
    assert times(text, "2024-01-02") == ["not-a-time", "2024-01-02 00:00:00"]


def test_one_bad_epoch_spoils_no_other() -> None:
    assert times("1706693400", "x", "1706693460") == ["2024-01-31 09:30:00", "not-a-time", "2024-01-31 09:31:00"]


def test_other_rows_tell_day_from_month() -> None:
    assert times("01/02/2024", "31/01/2024") == ["2024-02-01 00:00:00", "2024-01-31 00:00:00"]
    assert times("01/02/2024", "01/31/2024") == ["2024-01-02 00:00:00", "2024-01-31 00:00:00"]
    assert times("01/02/2024", "02/02/2024") == ["day-or-month", "day-or-month"]


def test_naive_times_are_in_the_zone_and_offsets_are_kept() -> None:
    assert times("2024-01-02 09:30", "2024-07-02 09:30", "2024-07-02 09:30Z", zone="America/New_York") == [
        "2024-01-02 14:30:00",
        "2024-07-02 13:30:00",
        "2024-07-02 09:30:00",
    ]


def test_local_times_that_came_twice_or_never_are_not_guessed() -> None:
    assert times("2024-03-10 01:30", "2024-03-10 02:30", "2024-11-03 01:30", zone="America/New_York") == [
        "2024-03-10 06:30:00",
        "clock-change",
        "clock-change",
    ]


def test_a_day_without_a_midnight_starts_at_its_first_instant() -> None:
    assert times("2018-11-03", "2018-11-04", zone="America/Sao_Paulo") == ["2018-11-03 03:00:00", "2018-11-04 03:00:00"]


def test_a_day_with_two_midnights_starts_at_the_first() -> None:
    assert times("2024-11-03", "2024-11-04", zone="America/Havana") == ["2024-11-03 04:00:00", "2024-11-04 05:00:00"]


def test_timestamps_stay() -> None:
    naive = pd.Series([pd.Timestamp("2024-01-02 09:30"), pd.NaT])

    assert list(parse_times(naive, "Asia/Tokyo")[1]) == ["", "not-a-time"]
    assert str(parse_times(naive, "Asia/Tokyo")[0][0]) == "2024-01-02 00:30:00+00:00"
    assert str(parse_times(naive.dt.tz_localize("Asia/Tokyo"), "UTC")[0][0]) == "2024-01-02 00:30:00+00:00"


@settings(max_examples=30, deadline=None)
@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(lambda moment: moment.replace(microsecond=0)))  # noqa: DTZ001  (naive on purpose)
def test_every_utc_time_comes_back_as_it_was_written(moment: datetime) -> None:
    expected = moment.replace(tzinfo=UTC)

    for shape in ("%Y-%m-%dT%H:%M:%S", "%Y.%m.%d %H:%M:%S", "%d.%m.%Y %H:%M:%S"):
        text = moment.strftime(shape).zfill(19)
        assert parse_times(pd.Series([text]), "UTC")[0][0] == expected


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_any_text_has_a_time_or_a_reason(texts: list[str]) -> None:
    values, reasons = parse_times(pd.Series(texts, dtype="str"), "Europe/Berlin")

    assert list(values.isna()) == [reason != "" for reason in reasons]
