from __future__ import annotations

import json
import shutil

import pytest

from kb.config import Settings
from tests.cli.conftest import Kb


def test_a_run_is_shown(answered: Settings, kb: Kb) -> None:
    said = kb("show", "Crossover 5")

    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].startswith("Crossover 5  ")
    assert lines[0].endswith("  succeeded")
    assert lines[1] == "note: runs/Crossover/Crossover 5.md"
    assert f"  {'fast':28} 5" in lines
    assert f"  {'sharpe_ratio':28} 0.1" in lines
    assert lines[-1] == f"notebook: {next(answered.store.glob(f'runs/{lines[0].split()[2]}/*.ipynb'))}"


@pytest.mark.usefixtures("workspace")
def test_a_failed_run_shows_why(kb: Kb) -> None:
    kb("run")

    said = kb("show", "60")

    assert "note:" not in said.out
    assert "ValueError: too fast" in said.out


def test_a_run_of_another_machine_has_no_notebook(answered: Settings, kb: Kb) -> None:
    shutil.rmtree(answered.store)

    assert "notebook:" not in kb("show", "Crossover 5").out.replace("notebook  ", "")


@pytest.mark.usefixtures("answered")
def test_a_run_as_json(kb: Kb) -> None:
    table = json.loads(kb("show", "Crossover 5", "--json").out)

    assert table["metrics"] == {"sharpe_ratio": 0.1}
    assert table["note"] == "runs/Crossover/Crossover 5.md"
    assert table["executed"].endswith(".ipynb")


@pytest.mark.usefixtures("answered")
def test_an_unknown_run_exits_with_1(kb: Kb) -> None:
    said = kb("show", "nothing")

    assert (said.code, said.err) == (
        1,
        "kb: There is no run of that name: nothing. `kb plan --all` lists runs with their keys.\n",
    )
