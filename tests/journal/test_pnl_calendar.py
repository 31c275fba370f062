"""Months of daily P&L: each day is there with its money, and the sums are those of the recaps."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.journal.pnl_calendar import GAIN, LOSS, NONE, Month, chart_of, color_of, draw_months
from kb.journal.tables import money, percent
from kb.report.charts.spec import read_chart
from kb.report.svg import safe_svg

MAY = Month(
    "2012-05",
    {date(2012, 5, 1): Decimal("12.5"), date(2012, 5, 2): Decimal(-400), date(2012, 5, 3): None},
    None,
)


def test_each_day_has_its_money_in_words() -> None:
    titles = re.findall("<title>(.*?)</title>", draw_months([MAY], "USD").decode())

    assert titles == ["2012-05-01: +12.50 USD", "2012-05-02: -400.00 USD", "2012-05-03: undefined"]


def test_less_than_half_a_cent_has_no_sign_of_a_loss() -> None:
    small = Month("2012-05", {date(2012, 5, 1): Decimal("-0.001")}, Decimal("-0.001"))

    assert "<title>2012-05-01: +0.00 USD</title>" in draw_months([small], "USD").decode()
    assert (money(Decimal("-0.001")), percent(Decimal("-0.0001"))) == ("0.00", "0.0%")


def test_a_month_has_its_name_and_its_sum() -> None:
    svg = draw_months([Month("2012-05", {date(2012, 5, 1): Decimal(1234)}, Decimal(1234))], "EUR").decode()

    assert ">2012-05</text>" in svg
    assert ">+1.2k</text>" in svg


def test_weekends_have_columns_only_where_something_happened_on_one() -> None:
    sunday = Month("2012-05", {**MAY.days, date(2012, 5, 6): Decimal(1)}, None)
    narrow, wide = (fromstring(draw_months([month], "USD").decode()) for month in (MAY, sunday))  # noqa: S314

    assert int(narrow.attrib["width"]) < int(wide.attrib["width"])


@pytest.mark.parametrize(
    ("pnl", "color"),
    [(100, "#2166ac"), (-100, "#b2182b"), (0, NONE)],
)
def test_the_largest_sum_has_the_strongest_colour(pnl: int, color: str) -> None:
    assert color_of(Decimal(pnl), Decimal(100)) == color


def test_colour_grows_with_the_money() -> None:
    greens = [int(color_of(Decimal(pnl), Decimal(100))[3:5], 16) for pnl in (1, 10, 50, 100)]

    assert greens == sorted(greens, reverse=True)
    assert GAIN[0][1] > greens[0] > greens[-1] == GAIN[1][1]
    assert LOSS[1] != GAIN[1]


@given(
    st.dictionaries(st.integers(0, 400), st.none() | st.decimals(-(10**9), 10**9, places=2), max_size=60),
    st.sampled_from(["USD", "EUR", "<&>"]),
)
def test_any_days_give_svg(found: dict[int, Decimal | None], currency: str) -> None:
    days = {date(2011, 12, 25) + timedelta(number): pnl for number, pnl in found.items()}
    names = sorted({day.isoformat()[:7] for day in days})
    months = [
        Month(name, {day: pnl for day, pnl in days.items() if day.isoformat()[:7] == name}, None) for name in names
    ]
    svg, chart = draw_months(months, currency), chart_of(months, currency)
    fromstring(svg.decode())  # noqa: S314  (kb's own)

    assert safe_svg(svg.decode())
    assert svg.decode().count("<title>") == len(days)
    assert read_chart(json.dumps(chart)) == chart
    assert [row["day"] for row in chart["data"]["values"]] == [day.isoformat() for day in sorted(days)]


def test_a_chart_has_the_same_days_with_the_same_money() -> None:
    rows = chart_of([MAY], "USD")["data"]["values"]

    assert [(row["day"], row["made"], row["weekday"], row["week"]) for row in rows] == [
        ("2012-05-01", "+12.50 USD", 1, 0),
        ("2012-05-02", "-400.00 USD", 2, 0),
        ("2012-05-03", "undefined", 3, 0),
    ]
    assert [(row["colour"], row["strength"]) for row in rows] == [
        ("#2166ac", 0.341),
        ("#b2182b", 1),
        ("rgba(128, 128, 128, 0)", 1),
    ]
