from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from kb.journal.daily import Closes
from kb.journal.events import Event
from kb.journal.figures import calendar_figure, month_grid, year_grid, years_grid
from kb.journal.periods import parse_period
from kb.journal.pnl_calendar import compact
from kb.journal.review import Review, review

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Story = Callable[[str], tuple[Event, ...]]
ClosesOf = Callable[[str], Closes]
ACCOUNT = "2011-12-30 deposit 1000\n2012-05-02 fill X 100 10"
CLOSES = "2012-05-02 X 12\n2012-05-03 X 11\n2012-05-07 X 11\n2012-06-01 X 20"


@pytest.fixture
def look(story: Story, closes: ClosesOf) -> Callable[..., Review]:
    def at(period: str, account: str = ACCOUNT) -> Review:
        return review(story(account), closes(CLOSES), parse_period(period), UTC)

    return at


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.axes[0].texts if text.get_text()]


def png(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def test_a_month_is_a_grid_of_weeks_without_empty_weekends(look: Callable[..., Review]) -> None:
    grid = month_grid(look("2012-05").days)

    assert list(grid.columns) == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    assert grid.values == {(0, 2): 200, (0, 3): -100, (1, 0): 0}
    assert (grid.labels[0, 1], (0, 0) in grid.labels) == ("1", False)
    assert list(grid.totals) == ["+100", "0", "", "", ""]


def test_a_weekend_shows_where_something_happened_on_it(look: Callable[..., Review]) -> None:
    grid = month_grid(look("2012-05", f"{ACCOUNT}\n2012-05-05 interest 3").days)

    assert list(grid.columns)[5:] == ["Sat", "Sun"]
    assert grid.values[0, 5] == 3


def test_a_month_that_begins_on_a_weekend_has_no_empty_week(look: Callable[..., Review]) -> None:
    grid = month_grid(look("2012-09", "2012-09-03 deposit 5").days)

    assert grid.labels[0, 0] == "3"


def test_a_year_is_a_grid_of_its_months(look: Callable[..., Review]) -> None:
    grid = year_grid(look("2012").days)

    assert grid.values == {(4, 1): 200, (4, 2): -100, (4, 6): 0, (5, 0): 900}
    assert list(grid.totals)[3:7] == ["", "+100", "+900", ""]


def test_all_time_is_a_grid_of_years(look: Callable[..., Review]) -> None:
    grid = years_grid(look("all").days)

    assert list(grid.rows) == ["2011", "2012"]
    assert grid.values == {(0, 11): 0, (1, 4): 100, (1, 5): 900}
    assert list(grid.totals) == ["0", "+1.0k"]


def test_the_total_of_a_row_with_an_undefined_end_is_undefined(look: Callable[..., Review]) -> None:
    grid = month_grid(look("2012-05", "2012-05-01 deposit 1000\n2012-05-01 fill Y 1 10").days)

    assert grid.values[0, 1] is None
    assert grid.totals[0] == compact(None)


@pytest.mark.parametrize("period", ["2012-05", "2012", "all"])
def test_figures_fit_a_page_and_are_the_same_bytes_again(look: Callable[..., Review], period: str) -> None:
    figure = calendar_figure(look(period), "USD")

    assert figure.get_figwidth() <= 9
    assert png(figure) == png(calendar_figure(look(period), "USD"))


def test_the_calendar_says_what_it_adds_up_to(look: Callable[..., Review]) -> None:
    figure = calendar_figure(look("2012-05"), "USD")

    assert figure.axes[0].get_title(loc="left") == "P&L by day, May 2012: +100 USD"
    assert {"+200", "-100", "31"} <= set(texts(figure))


def test_an_undefined_total_is_drawn_too(look: Callable[..., Review]) -> None:
    undefined = look("2012-05", "2012-05-01 fill Y 1 10")

    assert calendar_figure(undefined, "USD").axes[0].get_title(loc="left").endswith(": undefined")


def test_a_period_in_which_nothing_moved_is_drawn(look: Callable[..., Review]) -> None:
    assert texts(calendar_figure(look("2011"), "USD"))[-1] == "0"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.4", "0"),
        ("-12.3", "-12"),
        ("999.4", "+999"),
        ("999.6", "+1.0k"),
        ("-1234", "-1.2k"),
        ("9960", "+10k"),
        ("-134567", "-135k"),
        ("999700", "+1.0M"),
        ("12345678", "+12M"),
    ],
)
def test_money_is_shown_in_a_few_characters(value: str, text: str) -> None:
    assert compact(Decimal(value)) == text
