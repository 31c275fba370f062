"""Work for many paths, in forks of this process where that is worth it."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Event, Thread

import pytest

from kb.site import crew
from kb.site.crew import for_each

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


def test_beside_another_thread_this_process_works_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "usable_processors", lambda: 2)
    done = Event()
    thread = Thread(target=done.wait)
    thread.start()
    found = set(for_each(MANY, lambda _: os.getpid()))
    done.set()
    thread.join()

    assert found == {os.getpid()}
