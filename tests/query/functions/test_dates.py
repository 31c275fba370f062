"""Functions and parts of dates."""

from __future__ import annotations

import pytest

from kb.errors import KbError
from kb.query.values import text_of
from tests.query.conftest import Ask


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("now()", "2025-05-27 14:30:05"),
        ("today()", "2025-05-27"),
        ("now().year", "2025"),
        ("now().month", "5"),
        ("now().day", "27"),
        ("now().hour", "14"),
        ("now().minute", "30"),
        ("now().second", "5"),
        ("now().millisecond", "250"),
        ("today().hour", "0"),
        ('now().date().format("YYYY-MM-DD HH:mm:ss")', "2025-05-27 00:00:00"),
        ('date("2025-05-27").format("YYYY-MM-DD")', "2025-05-27"),
        ('date("2025-05-27").format("dddd, [the] Do")', "Tuesday, the 27th"),
        ("now().time()", "14:30:05"),
        ("file.mtime.relative()", "3 days ago"),
        ('(now() + "2h").relative()', "in 2 hours"),
        ("now().isEmpty()", "false"),
        ('date("2024-02-29 7:05").time()', "07:05:00"),
        ('date("0001-01-01").year', "1"),
        ('date("9999-12-31").format("YYYY")', "9999"),
    ],
)
def test_a_date(ask: Ask, expression: str, text: str) -> None:
    assert text_of(ask(expression)) == text


def test_a_week_that_ends_behind_all_years_has_no_number(ask: Ask) -> None:
    with pytest.raises(KbError, match="ends behind year 9999: 9999-12-31"):
        ask('date("9999-12-31").format("ww")')
