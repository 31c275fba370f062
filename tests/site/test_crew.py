"""Work for many paths, in forks of this process where that is worth it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import ClassVar, Self

import pytest

from kb.site import crew
from kb.site.crew import beside, for_each

MANY = [str(number) for number in range(500)]
FORKED = """
import os
from kb.errors import KbError
from kb.site import crew
crew.usable_processors = lambda: 2
paths = [str(number) for number in range(500)]
"""
needs_forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


def run(code: str) -> list[str]:
    """What a process of its own says, in which no other thread runs."""
    outcome = subprocess.run([sys.executable, "-c", FORKED + code], capture_output=True, text=True, check=False)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    return outcome.stdout.split("\n")[:-1]


def test_few_paths_are_done_here() -> None:
    assert list(for_each(["a", "b"], lambda path: (path, os.getpid()))) == [("a", os.getpid()), ("b", os.getpid())]


@needs_forks
def test_many_are_done_by_forks_and_the_results_are_in_their_order() -> None:
    lines = run(
        "found = list(crew.for_each(paths, lambda path: (path, os.getpid())))\n"
        "print([path for path, _ in found] == paths, os.getpid() in {number for _, number in found})\n"
    )

    assert lines == ["True False"]


@needs_forks
def test_an_error_of_a_worker_reaches_the_caller_with_all_that_it_says() -> None:
    lines = run(
        "def work(path):\n"
        "    if path == '321':\n"
        "        raise KbError('Wrong', path='a.html', line=3, found='x', do='Mend it.')\n"
        "    return path\n"
        "try:\n"
        "    list(crew.for_each(paths, work))\n"
        "except KbError as error:\n"
        "    print(error)\n"
    )

    assert lines == ["a.html:3: Wrong: x. Mend it."]


class Here:
    """A pool whose workers are this process."""

    asked: ClassVar[list[tuple[int, int]]] = []

    def __init__(self, workers: int, _context: object) -> None:
        self.workers = workers
        assert not gc.isenabled()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def map(self, work: Callable[[str], object], paths: Sequence[str], chunksize: int) -> Iterator[object]:
        self.asked.append((self.workers, chunksize))
        return map(work, paths)


@pytest.mark.parametrize(("count", "asked"), [(199, []), (200, [(2, 50)]), (900, [(3, 50)])])
def test_so_many_processes_are_asked_as_there_are_processors_and_work_for(
    monkeypatch: pytest.MonkeyPatch, count: int, asked: list[tuple[int, int]]
) -> None:
    monkeypatch.setattr(crew, "usable_processors", lambda: 3)
    monkeypatch.setattr(crew, "_can_fork", lambda: True)
    monkeypatch.setattr(crew, "ProcessPoolExecutor", Here)
    monkeypatch.setattr(Here, "asked", [])
    paths = [str(number) for number in range(count)]

    assert list(for_each(paths, int)) == list(range(count))
    assert Here.asked == asked


def test_after_an_error_memory_is_looked_through_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "usable_processors", lambda: 2)
    monkeypatch.setattr(crew, "_can_fork", lambda: True)
    monkeypatch.setattr(crew, "ProcessPoolExecutor", Here)
    with pytest.raises(ValueError, match="no number"):
        list(for_each([*MANY, "no number"], int))

    assert gc.isenabled()


@needs_forks
def test_work_beside_the_block_is_kept_by_a_fork(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    lines = run(
        "from pathlib import Path\n"
        f"kept = Path({str(kept)!r})\n"
        "with crew.beside(lambda: kept.write_text(str(os.getpid()))) as done:\n"
        "    done()\n"
        "    print(kept.read_text() == str(os.getpid()))\n"
    )

    assert lines == ["False"]


@needs_forks
def test_an_error_in_the_block_ends_the_fork() -> None:
    lines = run(
        "import time, multiprocessing\n"
        "try:\n"
        "    with crew.beside(lambda: time.sleep(600)):\n"
        "        raise ValueError('x')\n"
        "except ValueError as error:\n"
        "    print(error, multiprocessing.active_children())\n"
    )

    assert lines == ["x []"]


def test_without_forks_no_work_is_done_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "_can_fork", lambda: False)
    done: list[int] = []
    with beside(lambda: done.append(1)) as wait:
        wait()

    assert not done


def test_beside_another_thread_this_process_works_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "usable_processors", lambda: 2)
    done = Event()
    thread = Thread(target=done.wait)
    thread.start()
    found = set(for_each(MANY, lambda _: os.getpid()))
    done.set()
    thread.join()

    assert found == {os.getpid()}
