from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

import kb
from kb import market
from kb.errors import KbError
from kb.market.providers import sample

GOLD = "time,open,high,low,close\n" + "".join(f"2024-01-{day:02},10,12,9,{10 + day / 10},\n" for day in range(1, 11))


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Make a workspace that declares one file of bars, and go there; before that, there is none."""
    monkeypatch.chdir(tmp_path)

    def make(symbol: str, text: str) -> Path:
        (tmp_path / "vault").mkdir()
        (tmp_path / "data" / "bars").mkdir(parents=True)
        (tmp_path / "data" / "bars" / f"{symbol}.csv").write_text(text, "utf-8")
        table = f'vault = "vault"\n[bars.{symbol}]\ntime_zone = "Europe/London"\nperiods_per_year = 365\n'
        (tmp_path / "kb.toml").write_text(table, "utf-8")
        return tmp_path / "data" / "bars" / f"{symbol}.csv"

    return make


Workspace = Callable[[str, str], Path]


def test_the_sample_needs_no_workspace() -> None:
    assert market.symbols() == ("AAPL", "FB", "GOOG", "IBM", "MSFT")
    assert len(kb.bars("FB")) == 196
    assert market.periods_per_year("FB") == 252


def test_prices_are_adjusted_unless_raw_ones_are_asked_for() -> None:
    assert kb.bars("AAPL", end="2000-03-01")["close"].tolist() == [4.186662803811]
    assert kb.bars("AAPL", end="2000-03-01", adjusted=False)["close"].tolist() == [130.31]


def test_a_window_holds_both_its_ends() -> None:
    days = kb.bars("AAPL", start="2000-06-19", end="2000-06-22").index.tz_convert(sample.ZONE)

    assert [day.day for day in days] == [19, 20, 21, 22]


def test_an_unknown_symbol_names_the_nearest_and_all_known_ones() -> None:
    with pytest.raises(KbError, match=r"symbol: apl. Did you mean AAPL\? Known: AAPL, FB, GOOG, IBM, MSFT. Declare"):
        kb.bars("apl")
    with pytest.raises(KbError, match=r"symbol: XAUUSD. Known: AAPL"):
        market.periods_per_year("XAUUSD")


def test_a_declared_file_is_a_symbol(workspace: Workspace) -> None:
    workspace("GOLD", GOLD)

    assert "GOLD" in market.symbols()
    assert market.instrument("GOLD") == market.Instrument("GOLD", "files", "Europe/London", 365)
    assert len(kb.bars("GOLD", "2024-01-03", "2024-01-04")) == 2
    assert market.corporate_actions("GOLD") == ()
    assert market.problems("GOLD") == ()


def test_the_user_s_own_file_wins_over_the_sample(workspace: Workspace) -> None:
    workspace("AAPL", GOLD)

    assert len(kb.bars("AAPL")) == 10
    assert market.corporate_actions("AAPL") == ()
    assert market.periods_per_year("AAPL") == 365


def test_a_notebook_below_the_workspace_finds_its_files(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace("GOLD", GOLD).parent)

    assert len(kb.bars("GOLD")) == 10


def test_rows_left_out_are_said_where_bars_are_asked_for(workspace: Workspace) -> None:
    bad = "".join(f"2024-01-{day},10,9,12,11,\n" for day in range(11, 15))
    workspace("GOLD", GOLD + bad)

    with pytest.warns(UserWarning, match="GOLD: 4 of 14 rows are left out") as caught:
        assert len(kb.bars("GOLD")) == 10

    text = str(caught[0].message)
    assert caught[0].filename == __file__
    assert "data/bars/GOLD.csv:12: The high is below the low" in text
    assert "and 1 more: kb.market.problems('GOLD')" in text
    assert len(market.problems("GOLD")) == 4


def test_few_rows_left_out_are_all_shown(workspace: Workspace) -> None:
    workspace("GOLD", GOLD + "2024-01-11,10,9,12,11,\n")

    with pytest.warns(UserWarning, match="1 of 11 rows") as caught:
        kb.bars("GOLD")

    assert "more" not in str(caught[0].message)


def test_an_odd_bar_is_no_reason_to_warn(workspace: Workspace) -> None:
    workspace("GOLD", GOLD + "2024-01-11,5,5.5,4,5,\n")

    with warnings.catch_warnings(action="error"):
        assert len(kb.bars("GOLD")) == 11
    assert [problem.rule for problem in market.problems("GOLD")] == ["jump"]


def test_an_edited_file_is_read_again(workspace: Workspace) -> None:
    path = workspace("GOLD", GOLD)
    before = kb.bars("GOLD")["close"].iloc[-1]
    path.write_text(GOLD.replace("11.0,", "11.5,"), "utf-8")

    assert (before, kb.bars("GOLD")["close"].iloc[-1]) == (11.0, 11.5)


def test_a_caller_cannot_spoil_what_the_next_one_gets(workspace: Workspace) -> None:
    workspace("GOLD", GOLD)
    bars = kb.bars("GOLD")
    bars.loc[:, "close"] = 0.0

    assert (kb.bars("GOLD")["close"] > 0).all()


def test_every_file_that_is_read_is_reported(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    monkeypatch.setattr("kb.emit.read", read.append)
    path = workspace("GOLD", GOLD)
    kb.bars("GOLD")
    kb.bars("IBM")
    market.corporate_actions("IBM")

    assert read == [path, sample.PATH, sample.PATH]


def test_a_broken_kb_toml_is_not_taken_for_no_workspace(workspace: Workspace) -> None:
    workspace("GOLD", GOLD).parents[2].joinpath("kb.toml").write_text("bars = 3\n", "utf-8")

    with pytest.raises(KbError, match=r"kb.toml: `bars` must be a table"):
        kb.bars("AAPL")


def test_asking_for_bars_loads_no_plotting_and_no_kernel() -> None:
    code = "import sys, kb.market; sys.exit(bool({'matplotlib', 'papermill', 'pyarrow.parquet'} & sys.modules.keys()))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
