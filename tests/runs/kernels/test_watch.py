from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import psutil
import pytest

from kb.runs.kernels.kernel import Kernel
from kb.runs.kernels.watch import Watch


class FakeKernel(Kernel):
    """A kernel without a process: notes that it was killed."""

    was_killed = False

    def kill(self) -> None:
        self.was_killed = True


def test_time_runs_out_but_not_below_nothing() -> None:
    left = Watch(100).seconds_left

    assert left
    assert 0 < left <= 100
    assert Watch(0).seconds_left == 0
    assert Watch().seconds_left is None


def test_an_end_kills_the_kernel() -> None:
    watch, kernel = Watch(), FakeKernel(0, "fork")
    watch.began(kernel)
    before = kernel.was_killed
    watch.end("time")
    watch.end("another reason")

    assert (before, kernel.was_killed, watch.ended_by) == (False, True, "time")


def test_a_kernel_that_comes_after_the_end_is_killed() -> None:
    watch, kernel = Watch(), FakeKernel(0, "fork")
    watch.end("time")
    watch.began(kernel)

    assert kernel.was_killed


@pytest.fixture
def sleeping() -> Iterator[subprocess.Popen[bytes]]:
    start_another = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    with subprocess.Popen([sys.executable, "-c", start_another]) as process:
        yield process
        process.kill()


def test_a_kernel_of_jupyters_is_killed_with_what_it_started(sleeping: subprocess.Popen[bytes]) -> None:
    process = psutil.Process(sleeping.pid)
    while not process.children():
        pass
    (child,) = process.children()
    watch = Watch()
    watch.handed_over(SimpleNamespace(km=SimpleNamespace(provisioner=SimpleNamespace(pid=sleeping.pid))))
    watch.end("time")

    assert sleeping.wait(10)
    assert psutil.wait_procs([child], timeout=10)[1] == []


@pytest.mark.parametrize(
    "km", [None, SimpleNamespace(provisioner=None), SimpleNamespace(provisioner=SimpleNamespace(pid=2**22 + 1))]
)
def test_a_kernel_of_jupyters_that_is_not_there_is_not_missed(km: object) -> None:
    watch = Watch()
    watch.handed_over(SimpleNamespace(km=km))
    watch.end("time")

    assert watch.ended_by == "time"
