"""What the tables of notes, bases and queries have in common."""

from __future__ import annotations

import pytest

from kb.query.values import Value
from kb.site.body.tables import render_count, render_td


@pytest.mark.parametrize(
    ("value", "html", "cell"),
    [
        (2.5, "2.5", '<td class="kb-number kb-short" data-sort="2.5">2.5</td>'),
        (True, "yes", '<td class="kb-short">yes</td>'),
        (None, "", "<td></td>"),
        (
            "",
            f'<a href="{"x" * 99}">{"&lt;" * 30}</a>',
            f'<td class="kb-short"><a href="{"x" * 99}">{"&lt;" * 30}</a></td>',
        ),
        ("", "x" * 31, f"<td>{'x' * 31}</td>"),
    ],
)
def test_a_short_cell_stays_on_one_line_and_a_number_stands_right(value: Value, html: str, cell: str) -> None:
    assert render_td(value, html) == cell


@pytest.mark.parametrize(
    ("count", "shown", "said"),
    [
        (1, None, "1 result"),
        (1, 1, "1 result"),
        (1234, None, "1,234 results"),
        (2, 1, "1 of 2 results"),
        (0, 0, "0 results"),
    ],
)
def test_the_count_says_of_what(count: int, shown: int | None, said: str) -> None:
    assert render_count(count, shown) == f'<p class="kb-base__count">{said}</p>\n'
