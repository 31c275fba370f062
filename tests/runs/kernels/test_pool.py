"""Preloaded processes: how many there are, and who waits for one."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from kb.runs.kernels import pool
from kb.runs.kernels.kernel import Kernel
from kb.runs.kernels.pool import MOST_PARENTS, Parents
from kb.runs.kernels.recipe import Recipe
from kb.runs.kernels.start import UnfitError
from tests.runs.kernels.running import finish, plain_recipe, that_executes

pytestmark = [pytest.mark.kernel, pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")]


@pytest.fixture
def parents() -> Iterator[Parents]:
    some = Parents()
    yield some
    some.close()


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    return plain_recipe(tmp_path)


def test_kernels_of_one_recipe_come_from_one_process(parents: Parents, recipe: Recipe) -> None:
    kernels = [parents.fork(recipe) for _ in range(3)]
    family = {psutil.Process(kernel.pid).ppid() for kernel in kernels}
    for kernel in kernels:
        finish(kernel)

    assert len({kernel.pid for kernel in kernels}) == 3
    assert len(family) == 1


def test_the_least_used_process_makes_room(parents: Parents, recipe: Recipe) -> None:
    recipes = [replace(recipe, environment=(*recipe.environment, ("N", str(n)))) for n in range(MOST_PARENTS + 1)]
    kernels = [parents.fork(one) for one in recipes]
    is_first_alive = not kernels[0].wait(2)
    for kernel in kernels[1:]:
        finish(kernel)
    kernels[0].wire.close()

    assert not is_first_alive
    assert str(kernels[0].end) == "The kernel ended with the process that it came from."


def test_why_is_remembered(parents: Parents, recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    unfit = that_executes(recipe, "import os; os._exit(3)")
    with pytest.raises(UnfitError):
        parents.fork(unfit)
    monkeypatch.setattr(pool, "start_parent", lambda *_: pytest.fail("It is not tried again."))

    with pytest.raises(UnfitError, match="it died"):
        parents.fork(unfit)


def test_an_import_that_spoils_a_process_is_left_out_of_another(parents: Parents, recipe: Recipe) -> None:
    finish(parents.fork(replace(recipe, statements=("import json", "import this", "import xml"))))


def test_who_comes_second_waits_for_the_first(parents: Parents, recipe: Recipe) -> None:
    kernels: list[Kernel] = []
    both = [threading.Thread(target=lambda: kernels.append(parents.fork(recipe))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    family = {psutil.Process(kernel.pid).ppid() for kernel in kernels}
    for kernel in kernels:
        finish(kernel)

    assert len(family) == 1


def test_who_comes_second_waits_no_longer_than_it_may(parents: Parents, recipe: Recipe) -> None:
    slow = replace(recipe, statements=("import time; time.sleep(2)",))
    first = threading.Thread(target=parents.prepare, args=(slow,))
    first.start()
    while not parents._parents:  # noqa: SLF001  (until the first has begun)
        pass

    with pytest.raises(UnfitError, match=r"took longer than 0\.1 seconds"):
        parents.fork(slow, 0.1)
    first.join()
