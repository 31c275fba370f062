"""What the tables of notes, bases and queries have in common."""

from __future__ import annotations

import re
from html import escape, unescape

from kb.query.values import Value, text_of

TABLES = "assets/javascripts/tables.js"
"""The script that sorts them."""
SHORT_CELL = 30
"""Characters of a table's cell that stay on one line, so that a date or a run's name is not torn apart."""


def render_td(value: Value, html: str) -> str:
    """A cell of a table.

    Args:
        value: What it holds: a number stands right, and is sorted by its size where its text would not do.
        html: How it is shown.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_short = bool(html) and len(unescape(re.sub(r"<[^>]*>", "", html))) <= SHORT_CELL
    names = " ".join(["kb-number"] * is_number + ["kb-short"] * is_short)
    kind = f' class="{names}"' if names else ""
    size = f' data-sort="{escape(text_of(value))}"' if is_number else ""
    return f"<td{kind}{size}>{html}</td>"


def render_count(count: int, shown: int | None = None) -> str:
    """How many results there are, and of these are shown, where it is not all."""
    some = f"{shown:,} of " if shown is not None and shown < count else ""
    return f'<p class="kb-base__count">{some}{count:,} result{"" if count == 1 else "s"}</p>\n'
