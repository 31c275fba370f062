"""The accounts of the desk: their days and months are those of the journal."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from kb.config import BarsFile, Settings
from kb.runs.records import read_records
from kb.workflows.ask import read_desk
from kb.workflows.dashboard.accounts import read_accounts

ROOT = Path(__file__).parents[3]
BLOCK = "```kb\nnotebook: journal\nparameters: {account: paper}\nsweep:\n  period: [all]\n```\n"


@pytest.fixture
def paper(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The shipped paper account, and a note that asks for its recap."""
    monkeypatch.chdir(settings.root)
    (settings.ledger / "accounts").mkdir(parents=True)
    shutil.copy(ROOT / "data/ledger/accounts/paper.csv", settings.ledger / "accounts")
    shutil.copy(ROOT / "notebooks/journal.py", settings.notebooks)
    (settings.vault / "Paper.md").write_text(BLOCK)
    return settings


def test_months_and_days_are_those_of_the_recaps(paper: Settings) -> None:
    (account,) = read_accounts(paper, read_desk(paper))
    records, _ = read_records(ROOT / "vault/runs/Paper journal/Paper journal records.csv")
    recaps = {record.parameters["period"]: record.metrics["pnl"] for record in records}
    shared = [month for month in account.months if month in recaps]
    by_month: dict[str, Decimal] = defaultdict(Decimal)
    for month, pnl in re.findall(r"<title>(\d{4}-\d\d)-\d\d: ([-+\d.,]+) USD", account.calendar):
        by_month[month] += Decimal(pnl.replace(",", ""))

    assert len(account.months) == 12
    assert len(shared) >= 9
    for month in shared:
        assert float(str(account.months[month]).replace(",", "")) == pytest.approx(recaps[month], abs=0.005)
        assert float(by_month[month]) == pytest.approx(recaps[month], abs=0.2)  # each day is rounded to the cent


def test_the_account_is_worth_what_the_recap_of_all_says(paper: Settings) -> None:
    (account,) = read_accounts(paper, read_desk(paper))
    records, _ = read_records(ROOT / "vault/runs/Paper journal/Paper journal records.csv")
    whole = next(record.metrics for record in records if record.parameters["period"] == "all")

    assert float(str(account.equity).replace(",", "")) == pytest.approx(whole["end_equity"], abs=0.005)
    assert (account.currency, account.is_paper, account.fault) == ("USD", True, "")


def test_the_days_are_those_of_the_zone_that_the_question_gives(paper: Settings) -> None:
    new_york = read_accounts(paper, read_desk(paper))[0]
    (paper.vault / "Paper.md").write_text(
        BLOCK.replace("{account: paper", "{account: paper, time_zone: Pacific/Honolulu")
    )
    honolulu = read_accounts(paper, read_desk(paper))[0]
    (paper.vault / "Paper.md").write_text("Nobody asks.\n")
    utc = read_accounts(paper, read_desk(paper))[0]

    assert (new_york.first, honolulu.first, utc.first) == ("2004-01-02", "2004-01-01", "2004-01-02")


def test_what_was_found_is_kept_until_the_ledger_changes(paper: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    (before,) = read_accounts(paper, read_desk(paper))
    monkeypatch.setattr("kb.workflows.dashboard.accounts._find", lambda *_: pytest.fail("found again"))

    assert read_accounts(paper, read_desk(paper)) == [before]

    monkeypatch.undo()
    monkeypatch.chdir(paper.root)
    file = paper.ledger / "accounts/paper.csv"
    file.write_text(file.read_text() + "x,2013-02-25T15:00:00Z,deposit,,,,,1000,USD,,,\n")
    (after,) = read_accounts(paper, read_desk(paper))

    assert after.last == "2013-02-25"
    assert after.months == before.months  # what is paid in is not earned


def test_a_damaged_store_is_found_anew(paper: Settings) -> None:
    (before,) = read_accounts(paper, read_desk(paper))
    for file in (paper.store / "desk").iterdir():
        file.write_text('{"key": 1')

    assert read_accounts(paper, read_desk(paper)) == [before]


def test_a_ledger_that_cannot_be_read_is_told(paper: Settings) -> None:
    (paper.ledger / "accounts/broken.csv").mkdir()
    broken, fine = read_accounts(paper, read_desk(paper))

    assert broken.fault.startswith("The ledger cannot be read")
    assert fine.fault == ""


def test_declared_bars_that_are_gone_do_no_harm(paper: Settings) -> None:
    declared = replace(paper, bars=MappingProxyType({"MINE": BarsFile("MINE", "mine.csv", "UTC", 252)}))

    assert read_accounts(declared, read_desk(declared))[0].fault == ""


def test_a_symbol_without_bars_leaves_days_undefined(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(settings.root)
    (settings.ledger / "accounts").mkdir(parents=True)
    (settings.ledger / "accounts/mine.csv").write_text(
        "native_id,time,kind,symbol,quantity,price,fee,amount,currency,original_time,source,note\n"
        "1,2024-05-01T12:00:00Z,deposit,,,,,1000,USD,,,\n2,2024-05-02T12:00:00Z,fill,NONE,1,10,0,,USD,,,\n"
    )
    (account,) = read_accounts(settings, read_desk(settings))

    assert (account.equity, account.valued) == (None, "2024-05-02")
    assert "There are no bars of this symbol" in account.fault
    assert "2024-05-02: undefined" in account.calendar
