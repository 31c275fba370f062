from __future__ import annotations

import json
import shutil

import pytest

from kb.config import Settings
from kb.runs.store import read_results
from tests.cli.conftest import Kb


def test_two_runs_are_compared(answered: Settings, kb: Kb) -> None:
    keys = {result.record.title: result.record.key for result in read_results(answered)}

    assert kb("diff", "Crossover 5", "Crossover 10").out.splitlines() == [
        f"- Crossover 5  {keys['Crossover 5']}  succeeded",
        f"+ Crossover 10  {keys['Crossover 10']}  succeeded",
        "parameters:  -  +",
        "  fast       5  10",
        "metrics:          -    +  difference  relative",
        "  sharpe_ratio  0.1  0.2         0.1  +100.00%",
        "inputs: equal",
        "cell 1:",
        "  source",
        "    @@ -1 +1 @@",
        "    -Found by Crossover 5.",
        "    +Found by Crossover 10.",
    ]


def test_outputs_that_are_not_here_are_not_compared(answered: Settings, kb: Kb) -> None:
    shutil.rmtree(answered.store)

    assert kb("diff", "Crossover 5", "Crossover 10").out.splitlines()[-1] == (
        "outputs: not compared, because the executed notebooks are not both on this machine, and whole"
    )


@pytest.mark.usefixtures("answered")
def test_a_difference_as_json(kb: Kb) -> None:
    table = json.loads(kb("diff", "Crossover 5", "Crossover 10", "--json").out)

    assert table["first"].keys() == {"key", "title", "status"}
    assert table["metrics"] == [{"name": "sharpe_ratio", "first": 0.1, "second": 0.2, "absolute": 0.1, "relative": 1.0}]
    assert table["cells"][0]["source"][-1] == "+Found by Crossover 10."


@pytest.mark.usefixtures("answered")
def test_a_run_and_itself_are_no_two_runs(kb: Kb) -> None:
    said = kb("diff", "Crossover 5", "Crossover 5")

    assert said.code == 1
    assert "Both names mean one run" in said.err


@pytest.mark.usefixtures("workspace")
def test_against_a_failed_run_one_line_says_which_inputs_are_compared(kb: Kb) -> None:
    kb("run")

    lines = kb("diff", "Crossover 5", "Crossover 60").out.splitlines()

    assert lines[lines.index("inputs: equal") + 1].startswith("  only those that both have")
