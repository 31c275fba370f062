"""A preloaded process: whether it becomes ready, and why not."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from kb.runs.kernels.forking import Parent, start_parent
from kb.runs.kernels.recipe import Recipe
from kb.runs.kernels.start import UnfitError
from tests.runs.kernels.running import finish, plain_recipe, that_executes

pytestmark = [pytest.mark.kernel, pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")]


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    return plain_recipe(tmp_path)


def test_forks_are_counted(recipe: Recipe) -> None:
    parent = start_parent(recipe, None, 60)
    for _ in range(2):
        finish(parent.fork())
    parent.close()

    assert parent.forks == 2


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (
            "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()",
            "2 threads run after",
        ),
        ("import os; os.write(2, b'no memory left'); os._exit(3)", "no memory left"),
        ("import os; os._exit(3)", "it died"),
    ],
)
def test_a_process_that_is_not_fit_says_why(recipe: Recipe, code: str, why: str) -> None:
    with pytest.raises(UnfitError, match=why):
        start_parent(that_executes(recipe, code), None, 60)


def test_an_interpreter_that_is_missing_is_named(recipe: Recipe) -> None:
    with pytest.raises(UnfitError, match="/none/such: No such file"):
        start_parent(replace(recipe, interpreter=("/none/such",)), None, 60)


def test_a_process_that_takes_too_long_is_ended(recipe: Recipe) -> None:
    slow_start = that_executes(recipe, "import time; time.sleep(30)")
    slow_imports = replace(recipe, statements=("import time; time.sleep(30)",))

    with pytest.raises(UnfitError, match=r"it was not ready in 0\.2 seconds"):
        start_parent(slow_start, None, 0.2)
    with pytest.raises(UnfitError, match="it was not ready in 1 seconds"):
        start_parent(slow_imports, 1, 60)
    assert not [child for child in psutil.Process().children() if child.status() == psutil.STATUS_ZOMBIE]


def test_a_process_that_is_gone_forks_nothing(recipe: Recipe) -> None:
    parent = start_parent(recipe, None, 60)
    parent.close()

    with pytest.raises(UnfitError, match="the preloaded process is gone"):
        parent.fork()


def test_a_process_that_dies_while_it_is_asked_is_gone(recipe: Recipe) -> None:
    parent: Parent = start_parent(recipe, None, 60)
    parent.process.send_signal(19)  # it is stopped, so that it hears nothing
    threading.Timer(0.3, parent.process.kill).start()

    with pytest.raises(UnfitError, match="the preloaded process is gone"):
        parent.fork()


def test_where_nothing_can_be_forked_it_is_said(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")

    with pytest.raises(UnfitError, match="this system cannot fork safely"):
        start_parent(recipe, None, 60)
