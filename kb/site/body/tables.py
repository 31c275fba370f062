"""What the tables of notes, bases and queries have in common."""

from __future__ import annotations

import re
from datetime import date
from html import escape, unescape

from kb.query.arithmetic import Number, exact, number_text
from kb.query.moments import Duration, Moment, milliseconds_between, moment_of
from kb.query.values import Value

TABLES = "assets/javascripts/tables.js"
"""The script that sorts them."""
_EPOCH = moment_of(date(1970, 1, 1))
SHORT_CELL = 30
"""Characters of a table's cell that stay on one line, so that a date or a run's name is not torn apart."""


def render_td(value: Value, html: str) -> str:
    """A cell of a table.

    Args:
        value: What it holds: a number stands right; it, a date and a duration are sorted by their size.
        html: How it is shown.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    size = _size(value)
    is_short = bool(html) and len(unescape(re.sub(r"<[^>]*>", "", html))) <= SHORT_CELL
    names = " ".join(["kb-number"] * is_number + ["kb-short"] * is_short)
    kind = f' class="{names}"' if names else ""
    sorting = "" if size is None else f' data-sort="{escape(number_text(size))}"'
    return f"<td{kind}{sorting}>{html}</td>"


def _size(value: Value) -> Number | None:
    """What a value is sorted by; None for its words."""
    match value:
        case bool():
            return None
        case int() | float():
            return value
        case Moment():
            return milliseconds_between(value, _EPOCH)
        case Duration():
            return exact(value.total_seconds)
    return None


def render_count(count: int, shown: int | None = None) -> str:
    """How many results there are, and of these are shown, where it is not all."""
    some = f"{shown:,} of " if shown is not None and shown < count else ""
    return f'<p class="kb-base__count">{some}{count:,} result{"" if count == 1 else "s"}</p>\n'
