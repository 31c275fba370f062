"""Notebooks give in a kernel of kb's own what they give in a stock one: `tests/data/runs/cells` is the table."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

import pytest

from tests.runs.kernels.cells import FOLDER, execute, read_examples

pytestmark = pytest.mark.kernel

NOTEBOOKS = sorted(path.stem for path in FOLDER.glob("*.md"))
SPAWNED = {"displays", "failing_import", "interpreter", "processes", "restyled", "streams", "warned_first"}
"""Spawned kernels differ from forked ones in how they begin and end only."""
EXECUTED = [
    (notebook, way)
    for notebook in NOTEBOOKS
    for way in ("fork", "spawn")
    if (sys.platform == "linux" if way == "fork" else notebook in SPAWNED)
]
UNSTEADY = {"a lone surrogate"}
"""A stock kernel loses it, and says so in time or too late. What comes behind it is compared."""
EXAMPLES = [
    (notebook, name, way)
    for notebook, way in EXECUTED
    for name in (*(name for name, _ in read_examples(FOLDER / f"{notebook}.md")[1]), "metadata", "left behind")
    if name not in UNSTEADY
]

Executed = Callable[[str, str, int], tuple[str, dict[str, Any]]]
"""What a notebook gives, executed in a way for the first time or another one."""


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Executed]:
    """Each notebook, executed in each way; those that take longest begin first."""
    folder = tmp_path_factory.mktemp("cells")
    longest_first = sorted(NOTEBOOKS, key=lambda name: -(FOLDER / f"{name}.md").stat().st_size)
    wanted = [(notebook, way) for notebook in longest_first for way in ("stock", "fork", "spawn")]
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn"), initializer=forget_pytest) as pool:
        futures: dict[tuple[str, str, int], Future[tuple[str, dict[str, Any]]]] = {}

        def begun(notebook: str, way: str, time: int) -> Future[tuple[str, dict[str, Any]]]:
            if (notebook, way, time) not in futures:
                place = folder / notebook / f"{way}-{time}"
                futures[notebook, way, time] = pool.submit(execute, FOLDER / f"{notebook}.md", way, place)
            return futures[notebook, way, time]

        for notebook, way in wanted:
            if way == "stock" or (notebook, way) in EXECUTED:
                begun(notebook, way, 1)
        yield lambda notebook, way, time: begun(notebook, way, time).result()


def forget_pytest() -> None:
    """Kernels leave the descriptors alone where they see that pytest has them."""
    del os.environ["PYTEST_CURRENT_TEST"]


@pytest.mark.parametrize(("notebook", "way"), EXECUTED)
def test_a_kernel_is_started_as_asked(executed: Executed, notebook: str, way: str) -> None:
    assert executed(notebook, way, 1)[0] == way


@pytest.mark.parametrize(("notebook", "name", "way"), EXAMPLES)
def test_a_cell_gives_what_it_gives_in_a_stock_kernel(executed: Executed, notebook: str, name: str, way: str) -> None:
    _, stock = executed(notebook, "stock", 1)
    _, ours = executed(notebook, way, 1)
    if ours[name] != stock[name]:  # a busy stock kernel may be late with an output, and give it to the next cell
        _, stock = executed(notebook, "stock", 2)

    assert ours[name] == stock[name]


def test_examples_have_names_of_their_own() -> None:
    assert len(set(EXAMPLES)) == len(EXAMPLES)
