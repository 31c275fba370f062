"""The accounts of the desk: what each day of the last months made, as the recaps of the journal have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kb.files import checksum
from kb.report.cells import ATTACHMENTS
from kb.report.charts.spec import chart_beside
from kb.report.outputs import file_name
from kb.report.table import Table, render_table
from kb.report.text import Markup, callout, escape, sentence, wikilink

PICTURES = f"{ATTACHMENTS}/desk"
"""Where the pictures of dashboards stand."""
Recaps = Mapping[tuple[str, str], Markup]
"""Account and period -> a link to the recap, for a table's cell."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account, and at most a year of it, as texts.

    Attributes:
        name: Its label.
        currency: Of its money; empty where it has none.
        months: By `2012-05` what it made, None where that is undefined, from the first to the last.
        calendar: The days of these months as SVG; empty for none.
        chart: The same as a specification of Vega-Lite, as JSON.
        equity: What it was worth at the last close; None where that is undefined.
        first: The day of the first event.
        last: The day of the last event.
        valued: The last day at whose end it is valued.
        events: How many events its ledger has.
        fault: Why there are no figures, or what they leave out; empty for nothing.
        is_paper: Whether kb made up some of it.
        asked_in: The note that asks for its recaps, as a wikilink names it; empty for none.
    """

    name: str
    currency: str = ""
    months: Mapping[str, str | None] = field(default_factory=dict)
    calendar: str = ""
    chart: str = ""
    equity: str | None = None
    first: str = ""
    last: str = ""
    valued: str = ""
    events: int = 0
    fault: str = ""
    is_paper: bool = False
    asked_in: str = ""


def render_accounts(accounts: Sequence[Account], recaps: Recaps) -> tuple[str, dict[str, bytes]]:
    """The accounts in Markdown with a calendar each, and the files of these calendars by path."""
    drawn = [account for account in accounts if account.calendar]
    pictures = {_picture(account): account.calendar.encode() for account in drawn}
    pictures |= {chart_beside(_picture(account)): account.chart.encode() for account in drawn}
    return "\n\n".join(_render(account, recaps) for account in accounts), pictures


def _picture(account: Account) -> str:
    """Where the calendar of an account stands: under its name where that can be a file's, and in a link."""
    is_plain = file_name(account.name) == account.name
    return f"{PICTURES}/{account.name if is_plain else checksum(account.name.encode())[:16]} calendar.svg"


def _render(account: Account, recaps: Recaps) -> str:
    fault = callout("warning", "The figures leave something out", sentence(account.fault)) if account.fault else ""
    parts = [f"### {escape(account.name)}", *_figures(account, recaps), fault]
    return "\n\n".join(part for part in parts if part)


def _figures(account: Account, recaps: Recaps) -> list[str]:
    asked = f" Its recaps are asked for in {wikilink(account.asked_in)}." if account.asked_in else ""
    if not account.calendar:
        return [asked.strip()] if account.fault else [f"Nothing has happened yet.{asked}"]
    paper = " It is a paper account: no order was ever sent." if account.is_paper else ""
    worth = "undefined" if account.equity is None else f"{account.equity} {escape(account.currency)}"
    lead = f"Worth {worth} at the close of {account.valued}; the last event is of {account.last}.{paper}{asked}"
    months = reversed(list(account.months.items()))
    rows = tuple((recaps.get((account.name, month)) or month, made) for month, made in months)
    table = render_table(Table(("month", f"P&L, {account.currency}"), rows, len(rows)))
    caption = "*What each day made at closing prices, realised and not: blue is gained, red is lost.*"
    return [lead, f"![[{_picture(account)}]]\n\n{caption}", callout("note", "By month", table, folded=True)]
