from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from kb.config import Settings
from tests.cli.conftest import Kb

Ask = Callable[[str, str], None]


@pytest.mark.usefixtures("workspace")
def test_a_plan_says_what_would_run_and_why(kb: Kb) -> None:
    said = kb("plan")

    assert said.code == 0
    first, second, run, *_, total, estimate = said.out.splitlines()
    assert (first, second) == (
        "Crossover  strategies/Question.md:7",
        "  3 runs of notebooks/crossover.py, 3 to run",
    )
    assert run.endswith("  slow=50 fast=5  new")
    assert total == "3 runs to run."
    assert estimate.startswith("About ")


def test_a_plan_uses_the_processes_that_are_set(workspace: Settings, kb: Kb) -> None:
    for jobs, processes in ((1, "30 s with 1 process."), (2, "15 s with 2 processes.")):
        (workspace.root / "kb.toml").write_text(f"[runs]\njobs = {jobs}\n")

        assert kb("plan").out.endswith(f"About {processes}\n")


@pytest.mark.usefixtures("answered")
def test_fresh_runs_are_listed_on_demand(kb: Kb) -> None:
    assert kb("plan").out.splitlines()[1:] == ["  2 runs of notebooks/crossover.py, 0 to run", "0 runs to run."]
    assert "slow=50 fast=10  fresh" in kb("plan", "--all").out


@pytest.mark.usefixtures("workspace")
def test_of_many_stale_runs_the_first_are_listed_and_the_rest_counted(kb: Kb, ask: Ask) -> None:
    ask("[5, 10, 60]", f"{list(range(1, 2025))}")
    shown, every = (kb("plan", *words).out.splitlines() for words in ((), ("--all",)))

    assert shown[1] == "  2,024 runs of notebooks/crossover.py, 2,024 to run"
    assert shown[2 + 20 :][:2] == ["    … and 2,004 more (--all lists them)", "2,024 runs to run."]
    assert len(every) == 2 + 2024 + 2


def test_a_plan_says_which_input_changed(answered: Settings, kb: Kb) -> None:
    notebook = answered.notebooks / "crossover.py"
    notebook.write_text(notebook.read_text() + "\n# %%\nprint(ratio)\n")

    assert "fast=5  source (" in kb("plan").out


@pytest.mark.usefixtures("answered")
def test_a_plan_can_be_forced_and_of_a_notebook(kb: Kb) -> None:
    assert "2 runs to run." in kb("plan", "--force").out
    assert "fast=7  new" in kb("plan", "crossover", "-p", "fast=7").out
    assert not kb("plan", "crossover", "-p", "fast=7").out.startswith("crossover from the command line  ")


@pytest.mark.usefixtures("workspace")
def test_a_plan_as_json(kb: Kb, ask: Ask) -> None:
    table = json.loads(kb("plan", "--json").out)

    assert [run["parameters"]["fast"] for run in table["runs"]] == [5, 10, 60]
    assert {run["batch"] for run in table["runs"]} == {"Crossover"}
    assert table["estimated_seconds"] > 0

    ask("notebook: crossover", "notebook: nowhere")
    said = kb("plan", "--json")

    assert said.code == 1
    assert json.loads(said.out)["problems"][0]["path"] == "strategies/Question.md"


@pytest.mark.usefixtures("workspace")
def test_a_plan_with_a_broken_block_exits_with_1(kb: Kb, ask: Ask) -> None:
    ask("notebook: crossover", "notebook: nowhere")

    said = kb("plan")

    assert (said.code, said.out) == (1, "0 runs to run.\n")
    assert "There is no such notebook" in said.err


def test_what_of_the_vault_cannot_be_read_is_told_in_one_line(workspace: Settings, kb: Kb) -> None:
    for name in ("a.md", "b.md"):
        (workspace.vault / name).write_bytes(b"\xff")

    said = kb("plan")

    assert (said.code, said.err) == (1, "error: 2 files of the vault cannot be read in full; `kb check` lists them.\n")
    assert [problem["path"] for problem in json.loads(kb("plan", "--json").out)["problems"]] == ["a.md", "b.md"]
