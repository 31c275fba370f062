from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from kb.config import Settings
from kb.runs.store import read_results, write_result
from tests.cli.conftest import Kb


@pytest.fixture
def ran(workspace: Settings, kb: Kb) -> Settings:
    """The workspace after a run of all: two succeeded and one failed."""
    kb("run")
    return workspace


@pytest.mark.usefixtures("ran")
def test_runs_are_listed_by_title(kb: Kb) -> None:
    said = kb("runs")

    assert said.code == 0
    assert [line.split()[1:4] for line in said.out.splitlines()] == [
        ["title", "status", "seconds"],
        ["Crossover", "10", "succeeded"],
        ["Crossover", "5", "succeeded"],
        ["Crossover", "60", "failed"],
    ]
    assert said.err == "3 runs.\n"


@pytest.mark.usefixtures("ran")
def test_the_metric_to_sort_by_is_shown(kb: Kb) -> None:
    lines = kb("runs", "--sort", "sharpe_ratio").out.splitlines()

    assert "sharpe_ratio" in lines[0]
    assert [line.split()[2] for line in lines[1:]] == ["10", "5", "60"]
    assert lines[3].split()[3:5] == ["failed", "-"]


@pytest.mark.usefixtures("ran")
@pytest.mark.parametrize(
    ("words", "titles"),
    [
        (["--reverse"], ["Crossover 60", "Crossover 5", "Crossover 10"]),
        (["--sort", "fast", "--limit", "1"], ["Crossover 60"]),
        (["--sort", "sharpe_ratio", "--reverse"], ["Crossover 5", "Crossover 10", "Crossover 60"]),
        (["--status", "failed"], ["Crossover 60"]),
        (["--where", "sharpe_ratio > 0.1"], ["Crossover 10"]),
        (["--notebook", "crossover"], ["Crossover 10", "Crossover 5", "Crossover 60"]),
        (["--note", "Question", "--status", "succeeded"], ["Crossover 10", "Crossover 5"]),
    ],
)
def test_runs_are_chosen_and_sorted(kb: Kb, words: list[str], titles: list[str]) -> None:
    assert [run["title"] for run in json.loads(kb("runs", "--json", *words).out)] == titles


def test_what_a_run_took_is_listed(ran: Settings, kb: Kb) -> None:
    result = read_results(ran)[0]
    write_result(ran, replace(result, way="spawn: no fork here", peak_bytes=2**20), b"{}")

    line = kb("runs", "-m", "sharpe_ratio").out.splitlines()[1]
    (table, *_) = json.loads(kb("runs", "--json").out)

    assert line.split()[4:] == ["0.2", "1", "1", "MB", "spawn", "slow=50", "fast=10"]
    assert (table["way"], table["peak_bytes"], table["is_stored"]) == ("spawn: no fork here", 2**20, True)
    assert "inputs" not in table


def test_runs_that_are_only_in_git_are_listed_too(ran: Settings, kb: Kb) -> None:
    shutil.rmtree(ran.store)

    runs = json.loads(kb("runs", "--json").out)

    assert [(run["is_stored"], run["seconds"]) for run in runs] == [(False, None)] * 3
    assert len(kb("runs").out.splitlines()) == 4


@pytest.mark.usefixtures("ran")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--sort", "sharp_ratio"], "Did you mean `sharpe_ratio`?"),
        (["-m", "sharp_ratio"], "Did you mean `sharpe_ratio`?"),
        (["--where", "fast >"], "`where` must compare parameters"),
        (["--notebook", "crosover"], "Did you mean `crossover`?"),
        (["--note", "Questoin"], "Did you mean `Question`?"),
    ],
)
def test_a_slip_gets_a_hint(kb: Kb, words: list[str], message: str) -> None:
    said = kb("runs", *words)

    assert (said.code, said.out) == (1, "")
    assert message in said.err


@pytest.mark.usefixtures("workspace")
def test_no_runs_are_none(kb: Kb) -> None:
    said = kb("runs")

    assert (said.code, said.out, said.err) == (0, "", "0 runs.\n")


def test_records_that_cannot_be_read_are_told_and_the_others_listed(ran: Settings, kb: Kb) -> None:
    (ran.vault / "x records.csv").write_bytes(b"\xff")

    said = kb("runs")

    assert (said.code, len(said.out.splitlines())) == (1, 4)
    assert "x records.csv: These records cannot be read" in said.err


@pytest.mark.usefixtures("ran")
def test_how_many_there_are_is_told_where_not_all_are_listed(kb: Kb) -> None:
    assert [kb("runs", "--limit", limit).err for limit in ("2", "3")] == ["2 of 3 runs.\n", "3 runs.\n"]
