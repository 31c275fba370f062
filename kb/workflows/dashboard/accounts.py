"""The accounts of the desk: what each day of the last months made, as the recaps of the journal have it."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal

from kb.config import Settings
from kb.errors import KbError
from kb.files import checksum, file_checksum
from kb.model.problem import Problem
from kb.report.cells import ATTACHMENTS
from kb.report.charts.spec import chart_beside
from kb.report.outputs import file_name
from kb.report.table import Table, render_table
from kb.report.text import Markup, callout, escape, sentence, wikilink, wikilink_in_table
from kb.runs.fingerprint import Inputs
from kb.runs.parameters import read_parameters
from kb.vault.index import Index
from kb.workflows.ask import Desk
from kb.workflows.dashboard.kept import kept
from kb.workflows.places import link_text

ACCOUNT, PERIOD, TIME_ZONE = "account", "period", "time_zone"
"""Parameters of the notebook that makes recaps."""
UTC = "UTC"
PICTURES = f"{ATTACHMENTS}/desk"


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
        asked_in: The note that asks for its recaps; empty for none.
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


def read_accounts(settings: Settings, desk: Desk) -> list[Account]:
    """The accounts that have a ledger, by name."""
    names = sorted(path.stem for path in (settings.ledger / "accounts").glob("*.csv"))
    asked = [(name, *_asking(settings, desk, name)) for name in names]
    return [replace(_account(settings, name, zone), asked_in=note) for name, zone, note in asked]


def _asking(settings: Settings, desk: Desk, account: str) -> tuple[str, str]:
    """The zone of the days in the recaps that a note asks for, and that note; UTC where none does."""
    inputs = Inputs(settings)
    for question in desk.questions:
        if question.combinations:
            parameters = read_parameters(inputs.notebook(question.spec.notebook))
            defaults = {name: parameter.default for name, parameter in parameters.items()}
            for given in question.combinations:
                values = {**defaults, **given}
                if values.get(ACCOUNT) == account and isinstance(values.get(TIME_ZONE), str):
                    return str(values[TIME_ZONE]), question.spec.path or ""
    return UTC, ""


def _account(settings: Settings, name: str, zone: str) -> Account:
    path = settings.ledger / "accounts" / f"{name}.csv"
    bars = [(file, _checksum(settings, file.file)) for file in settings.bars.values()]
    try:
        sources = repr((file_checksum(path), zone, bars))
    except OSError as error:
        return Account(name, fault=f"The ledger cannot be read: {error.strerror or error}")
    return Account(**kept(settings, f"account {name}", sources, lambda: asdict(_find(settings, name, zone))))


def _checksum(settings: Settings, file: str) -> str:
    try:
        return file_checksum(settings.bars_folder / file)
    except OSError:
        return ""


def _find(settings: Settings, name: str, zone_name: str) -> Account:
    from kb import journal  # noqa: PLC0415  (brings pandas, which a vault that is up to date does without)
    from kb.journal.pnl_calendar import MOST_MONTHS, Month, chart_of, draw_months  # noqa: PLC0415

    try:
        zone = journal.parse_zone(zone_name)
        events, bad = journal.read_ledger(settings.ledger / "accounts" / f"{name}.csv")
        currency = journal.check_one_currency(events) or ""
        with warnings.catch_warnings(action="ignore"):  # rows of bars that are left out: `kb.market.problems` tells
            closes, unmarked = journal.read_closes(events, zone)
        days = journal.equity_by_day(events, closes, zone)
    except KbError as error:
        return Account(name, fault=_said(error))
    problems = [*bad, *unmarked, *journal.book(events).problems]
    sums = dict(list(journal.pnl_by_month(days).items())[-MOST_MONTHS:])
    by_month: dict[str, dict[date, Decimal | None]] = {month: {} for month in sums}
    for day in days:
        by_month.get(day.day.isoformat()[:7], {})[day.day] = day.pnl
    months = [Month(month, by_month[month], pnl) for month, pnl in sums.items()]
    dates = [journal.day_of(event.time, zone).isoformat() for event in events]
    return Account(
        name,
        currency=currency,
        months={month: _money(pnl) for month, pnl in sums.items()},
        calendar=draw_months(months, currency).decode() if months else "",
        chart=f"{json.dumps(chart_of(months, currency), ensure_ascii=False)}\n" if months else "",
        equity=_money(days[-1].equity) if days else None,
        first=min(dates, default=""),
        last=max(dates, default=""),
        valued=days[-1].day.isoformat() if days else "",
        events=len(events),
        fault=_said(problems[0]) if problems else "",
        is_paper=journal.is_paper(events),
    )


def _said(fault: Problem | KbError) -> str:
    return f"{fault.what}: {fault.found}" if fault.found.strip() else fault.what


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:z,.2f}"


def render_accounts(accounts: Sequence[Account], index: Index) -> tuple[str, dict[str, bytes]]:
    """The accounts in Markdown with a calendar each, and the files of these calendars by path."""
    drawn = [account for account in accounts if account.calendar]
    pictures = {_picture(account): account.calendar.encode() for account in drawn}
    pictures |= {chart_beside(_picture(account)): account.chart.encode() for account in drawn}
    shown = [_render(account, _asked(account, index), _recaps(account.name, index)) for account in accounts]
    return "\n\n".join(shown), pictures


def _asked(account: Account, index: Index) -> str:
    return f" Its recaps are asked for in {wikilink(link_text(index, account.asked_in))}." if account.asked_in else ""


def _picture(account: Account) -> str:
    """Where the calendar of an account stands: under its name where that can be a file's, and in a link."""
    is_plain = file_name(account.name) == account.name
    return f"{PICTURES}/{account.name if is_plain else checksum(account.name.encode())[:16]} calendar.svg"


def _render(account: Account, asked: str, recaps: Mapping[str, Markup]) -> str:
    fault = callout("warning", "The figures leave something out", sentence(account.fault)) if account.fault else ""
    parts = [f"### {escape(account.name)}", *_figures(account, asked, recaps), fault]
    return "\n\n".join(part for part in parts if part)


def _figures(account: Account, asked: str, recaps: Mapping[str, Markup]) -> list[str]:
    if not account.calendar:
        return [asked.strip()] if account.fault else [f"Nothing has happened yet.{asked}"]
    paper = " It is a paper account: no order was ever sent." if account.is_paper else ""
    worth = "undefined" if account.equity is None else f"{account.equity} {escape(account.currency)}"
    lead = f"Worth {worth} at the close of {account.valued}; the last event is of {account.last}.{paper}{asked}"
    rows = tuple((recaps.get(month) or month, made) for month, made in reversed(list(account.months.items())))
    table = render_table(Table(("month", f"P&L, {account.currency}"), rows, len(rows)))
    caption = "*What each day made at closing prices, realised and not: blue is gained, red is lost.*"
    return [lead, f"![[{_picture(account)}]]\n\n{caption}", callout("note", "By month", table, folded=True)]


def _recaps(account: str, index: Index) -> dict[str, Markup]:
    """A link to the recap of each period that has a note."""
    notes = (index.notes[paths[0]] for paths in index.runs.values())
    return {
        str(note.properties.get(PERIOD)): wikilink_in_table(link_text(index, note.path))
        for note in notes
        if note.properties.get(ACCOUNT) == account
    }
