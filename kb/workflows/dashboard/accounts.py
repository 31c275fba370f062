"""The accounts of the desk as they are found: in ledgers, in what notes ask, in the recaps of the journal."""

from __future__ import annotations

import json
import warnings
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

from kb.config import Settings
from kb.errors import KbError
from kb.files import file_checksum
from kb.model.problem import Problem
from kb.report.accounts import Account
from kb.report.text import Markup, wikilink_in_table
from kb.runs.fingerprint import Inputs
from kb.runs.parameters import read_parameters
from kb.vault.index import Index
from kb.workflows.ask import Desk
from kb.workflows.dashboard.kept import kept
from kb.workflows.places import link_text

ACCOUNT, PERIOD, TIME_ZONE = "account", "period", "time_zone"
"""Parameters of the notebook that makes recaps."""
UTC = "UTC"


def read_accounts(settings: Settings, desk: Desk) -> list[Account]:
    """The accounts that have a ledger, by name."""
    names = sorted(path.stem for path in (settings.ledger / "accounts").glob("*.csv"))
    asked = [(name, *_asking(settings, desk, name)) for name in names]
    links = {note: link_text(desk.index, note) if note else "" for _, _, note in asked}
    return [replace(_account(settings, name, zone), asked_in=links[note]) for name, zone, note in asked]


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


def recap_links(index: Index) -> dict[tuple[str, str], Markup]:
    """Account and period -> a link to the recap, for those that have a note."""
    properties = ((path, index.notes[path].properties) for path, *_ in index.runs.values())
    return {
        (str(told.get(ACCOUNT)), str(told.get(PERIOD))): wikilink_in_table(link_text(index, path))
        for path, told in properties
    }
