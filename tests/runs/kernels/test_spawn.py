"""Interpreters that are started beforehand, each the kernel of one run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from kb.runs.kernels import spawn as spawning
from kb.runs.kernels.kernel import Kernel
from kb.runs.kernels.recipe import Recipe
from kb.runs.kernels.spawn import Spawned, spawn
from kb.runs.kernels.start import UnfitError
from tests.runs.kernels.running import plain_recipe, that_executes

pytestmark = pytest.mark.kernel


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    return plain_recipe(tmp_path)


@pytest.fixture
def spawned() -> Iterator[Spawned]:
    some = Spawned()
    yield some
    some.close()


def finish(kernel: Kernel) -> None:
    kernel.kill()
    assert kernel.wait(5)
    kernel.wire.close()


def test_each_kernel_is_a_process_of_its_own(spawned: Spawned, recipe: Recipe) -> None:
    kernels = [spawned.take(recipe) for _ in range(2)]
    for kernel in kernels:
        finish(kernel)

    assert len({kernel.pid for kernel in kernels}) == 2


def test_the_next_run_finds_its_kernel_ready(spawned: Spawned, recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    spawned.coming = 1
    finish(spawned.take(recipe))
    monkeypatch.setattr(spawning, "spawn", lambda *_: pytest.fail("One waits already."))
    spawned.coming = 0

    finish(spawned.take(recipe))


def test_those_that_wait_are_ended(recipe: Recipe) -> None:
    spawned = Spawned()
    spawned.coming = 1
    finish(spawned.take(recipe))
    (waiting,) = spawned._ready[recipe]  # noqa: SLF001  (the one that was begun)
    kernel = waiting.result()
    spawned.close()

    assert kernel.wait(5)
    kernel.wire.close()


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import os; os.write(2, b'no memory left'); os._exit(3)", "no memory left"),
        ("import os; os._exit(3)", "^$"),
    ],
)
def test_a_kernel_that_does_not_start_says_why(recipe: Recipe, code: str, why: str) -> None:
    with pytest.raises(UnfitError, match=why):
        spawn(that_executes(recipe, code))


def test_why_is_remembered(spawned: Spawned, recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    unfit = that_executes(recipe, "import os; os.write(2, b'no memory left'); os._exit(3)")
    with pytest.raises(UnfitError):
        spawned.take(unfit)
    monkeypatch.setattr(spawning, "spawn", lambda *_: pytest.fail("It is not tried again."))

    with pytest.raises(UnfitError, match="no memory left"):
        spawned.take(unfit)


def test_an_interpreter_that_is_none_is_not_waited_for(recipe: Recipe) -> None:
    with pytest.raises(UnfitError):
        spawn(replace(recipe, interpreter=(sys.executable, "-c", "print('no kernel')")))


def test_a_kernel_that_takes_too_long_is_ended(spawned: Spawned, recipe: Recipe) -> None:
    with pytest.raises(UnfitError, match=r"it did not start in 0\.2 seconds"):
        spawn(that_executes(recipe, "import time; time.sleep(30)"), 0.2)
    with pytest.raises(UnfitError, match=r"its imports took longer than 0\.2 seconds"):
        spawned.take(replace(recipe, statements=("import time; time.sleep(3)",)), 0.2)


def test_an_import_that_spoils_an_interpreter_is_left_out_of_another(recipe: Recipe) -> None:
    kernel = spawn(replace(recipe, statements=("import json", "import this", "import xml")))
    modules = psutil.Process(kernel.pid).is_running()
    finish(kernel)

    assert modules
