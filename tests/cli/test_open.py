from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from kb.cli.open import has_jupyterlab
from kb.config import Settings
from tests.cli.conftest import Kb


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What would have been opened, by whichever program."""
    seen: list[object] = []
    monkeypatch.setattr("click.launch", seen.append)
    monkeypatch.setattr("subprocess.Popen", seen.append)
    return seen


@pytest.mark.usefixtures("answered")
def test_the_path_can_be_printed_alone(kb: Kb, opened: list[object]) -> None:
    said = kb("open", "Crossover 5", "--path")

    assert said.code == 0
    assert said.out.endswith("executed.ipynb\n")
    assert opened == []


@pytest.mark.parametrize("is_installed", [True, False])
@pytest.mark.usefixtures("answered")
def test_the_notebook_opens_in_jupyterlab_or_what_is_there(
    kb: Kb, opened: list[object], monkeypatch: pytest.MonkeyPatch, *, is_installed: bool
) -> None:
    monkeypatch.setattr("kb.cli.open.has_jupyterlab", lambda: is_installed)

    path = kb("open", "Crossover 5").out.strip()

    assert opened == [[sys.executable, "-m", "jupyterlab", path] if is_installed else path]


@pytest.mark.parametrize("spec", [None, object()])
def test_jupyterlab_is_looked_for_beside_kb(monkeypatch: pytest.MonkeyPatch, spec: object) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: spec)

    assert has_jupyterlab() is (spec is not None)


def test_a_notebook_of_another_machine_is_told(answered: Settings, kb: Kb, opened: list[object]) -> None:
    shutil.rmtree(answered.store)

    said = kb("open", "Crossover 5")

    assert (said.code, opened) == (1, [])
    assert "is not on this machine: Crossover 5." in said.err


@pytest.mark.usefixtures("answered")
def test_a_damaged_notebook_is_said_to_be_and_not_opened(kb: Kb, opened: list[object]) -> None:
    file = Path(kb("open", "Crossover 5", "--path").out.strip())
    file.write_bytes(b"")

    said = kb("open", "Crossover 5")

    assert (said.code, said.out, opened) == (1, "", [])
    assert "is damaged: Crossover 5. `kb run` runs it again" in said.err
