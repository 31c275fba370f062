"""The data that runs read: from when to when it goes."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from kb.config import BarsFile, Settings
from kb.market.providers import sample
from kb.model.run import Input, Record
from kb.report.desk_note import Dataset
from kb.runs.fingerprint import name_file
from kb.workflows.dashboard.data import read_datasets

BARS = "time,open,high,low,close,volume\n2024-01-02,1,2,1,2,5\n2024-01-03,2,3,2,3,5\n2024-01-04,2,3,2,x,5\n"


def reading(*names: str, key: str = "k") -> Record:
    return Record(key, "succeeded", {}, {}, "f", tuple(Input("data", name, "0") for name in names), "Run")


@pytest.fixture
def own(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A workspace with bars of its own, declared."""
    monkeypatch.chdir(settings.root)
    settings.bars_folder.mkdir(parents=True)
    (settings.bars_folder / "mine.csv").write_text(BARS)
    (settings.root / "kb.toml").write_text(
        'vault = "vault"\n[bars.MINE]\nfile = "mine.csv"\ntime_zone = "UTC"\nperiods_per_year = 252\n'
    )
    return replace(settings, bars=MappingProxyType({"MINE": BarsFile("MINE", "mine.csv", "UTC", 252)}))


def test_bars_go_from_their_first_day_to_their_last(own: Settings) -> None:
    found = read_datasets(own, [reading("data/bars/mine.csv"), reading("data/bars/mine.csv", key="l")])

    assert found == [Dataset("MINE", "data/bars/mine.csv", "bars", 2, "2024-01-02", "2024-01-03", 2)]


def test_the_sample_has_its_symbols(own: Settings) -> None:
    name = name_file(sample.PATH, own.root)
    found = read_datasets(own, [reading(name)])

    assert [(data.name, data.first, data.last) for data in found if data.name in {"AAPL", "FB"}] == [
        ("AAPL", "2000-03-01", "2013-03-01"),
        ("FB", "2012-05-18", "2013-03-01"),
    ]
    assert len(found) == len(sample.SYMBOLS)
    assert {data.runs for data in found} == {None}  # of which of them it read no record tells


def test_other_files_are_named_and_records_of_kb_are_not(own: Settings) -> None:
    found = read_datasets(own, [reading("data/rates.csv", "vault/runs/A/A records.csv")])

    assert found == [Dataset("", "data/rates.csv", runs=1)]


def test_a_ledger_is_told_by_its_account(own: Settings) -> None:
    assert read_datasets(own, [reading("data/ledger/accounts/paper.csv")]) == []


@pytest.mark.parametrize("text", ["", "no bars\n1\n", BARS.replace("2", "x")])
def test_a_file_that_has_no_bars_is_named_alone(own: Settings, text: str) -> None:
    (own.bars_folder / "mine.csv").write_text(text)

    assert read_datasets(own, [reading("data/bars/mine.csv")]) == [Dataset("", "data/bars/mine.csv", runs=1)]


def test_a_file_that_is_gone_is_named_alone(own: Settings) -> None:
    (own.bars_folder / "mine.csv").unlink()

    assert read_datasets(own, [reading("data/bars/mine.csv")]) == [Dataset("", "data/bars/mine.csv", runs=1)]
