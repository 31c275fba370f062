"""Kernels that die: the run says how, at once, and nothing is left of them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil
import pytest
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from kb.runs.kernels.pool import PARENTS
from kb.runs.kernels.watch import Watch
from tests.runs.kernels.running import run_cells, text_of

pytestmark = [pytest.mark.kernel, pytest.mark.skipif(sys.platform == "win32", reason="signals end kernels here")]

WAYS = ("fork", "spawn") if sys.platform == "linux" else ("spawn",)
DEATHS = {
    "SIGKILL": "os.kill(os.getpid(), signal.SIGKILL)",
    "SIGTERM": "os.kill(os.getpid(), signal.SIGTERM)",
    "SIGSEGV": "ctypes.string_at(0)",
    "SIGABRT": "os.abort()",
    "exit code 3": "os._exit(3)",
    "exit code 0": "os._exit(0)",
}
BUSY = 2
"""How much longer everything may take where other tests run at the same time."""
NOTE_TIME = "import ctypes, os, pathlib, signal, time\npathlib.Path('time.txt').write_text(str(time.time()))\n"
NOTE_PIDS = """\
import os, pathlib, subprocess, time
child = subprocess.Popen(["sleep", "60"])
pathlib.Path("pids.txt").write_text(f"{os.getpid()} {os.getppid()} {child.pid}")
"""
DRIVER = """\
import sys
from pathlib import Path
from tests.runs.kernels.running import run_cells
run_cells(sys.argv[2], "import time; time.sleep(60)", way=sys.argv[1], folder=Path.cwd())
"""


def wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.02)
    return is_so()


def are_gone(pids: Iterable[int]) -> bool:
    return all(not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE for pid in pids)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("how", DEATHS)
def test_a_death_is_told_at_once_with_its_cause_and_memory(how: str, way: str, tmp_path: Path) -> None:
    with pytest.raises(DeadKernelError, match=rf"^The kernel ended .*{how}.*, having held \d+ MiB of memory at most.$"):
        run_cells("1", NOTE_TIME + DEATHS[how], "2", way=way, folder=tmp_path)

    assert time.time() - float((tmp_path / "time.txt").read_text()) < BUSY * 1


@pytest.mark.parametrize("way", WAYS)
def test_a_death_between_cells_is_told_too(way: str) -> None:
    with pytest.raises(DeadKernelError, match="The kernel ended with exit code 5"):
        run_cells(
            "import os, threading\nthreading.Timer(0, os._exit, [5]).start()", "import time\ntime.sleep(5)", way=way
        )


@pytest.mark.parametrize("way", WAYS)
def test_what_was_said_before_a_death_is_kept(way: str) -> None:
    watch = Watch()
    with pytest.raises(DeadKernelError):
        run_cells("print('last words', flush=True)\nimport os\nos._exit(1)", way=way, watch=watch)

    assert text_of(watch.node) == "last words\n"


@pytest.mark.parametrize("way", WAYS)
def test_what_a_dead_kernel_had_started_dies_too(way: str, tmp_path: Path) -> None:
    with pytest.raises(DeadKernelError):
        run_cells(NOTE_PIDS + "os._exit(1)", way=way, folder=tmp_path)
    _, _, child = map(int, (tmp_path / "pids.txt").read_text().split())

    assert wait_until(lambda: are_gone([child]), BUSY * 1)


def test_memory_that_is_limited_is_an_error_of_the_cell() -> None:
    bomb = "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))\nbytearray(3 << 30)"
    with pytest.raises(PapermillExecutionError) as raised:
        run_cells(bomb)

    assert raised.value.ename == "MemoryError"


def test_the_peak_of_memory_counts_what_was_held() -> None:
    watch = Watch()
    run_cells("held = bytearray(300 << 20)\ndel held", watch=watch)

    assert watch.kernel
    assert watch.kernel.end
    assert watch.kernel.end.peak_bytes
    assert watch.kernel.end.peak_bytes > 300 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
def test_kernels_end_with_the_process_that_they_came_from(tmp_path: Path) -> None:
    kill_parent = "import signal\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)"
    with pytest.raises(DeadKernelError, match="The kernel ended with the process that it came from"):
        run_cells(NOTE_PIDS + kill_parent, folder=tmp_path)
    pids = list(map(int, (tmp_path / "pids.txt").read_text().split()))

    assert wait_until(lambda: are_gone(pids), BUSY * 2)


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
def test_the_next_run_does_not_miss_a_process_that_was_killed(tmp_path: Path) -> None:
    with pytest.raises(DeadKernelError):
        run_cells("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nos.wait()", folder=tmp_path)
    watch = Watch()
    run_cells("1", watch=watch, folder=tmp_path)

    assert watch.way == "fork"


@pytest.mark.parametrize("way", WAYS)
def test_nothing_outlives_a_killed_engine(way: str, tmp_path: Path) -> None:
    path = tmp_path / "pids.txt"
    with subprocess.Popen(
        [sys.executable, "-c", DRIVER, way, NOTE_PIDS],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    ) as engine:
        assert wait_until(lambda: path.exists() and bool(path.read_text()), 20)
        kernel, parent, child = map(int, path.read_text().split())
        engine.kill()
    pids = [kernel, child, *([parent] if way == "fork" else [])]

    assert wait_until(lambda: are_gone(pids), BUSY * 2)


def test_an_engine_that_ends_takes_its_processes_along(tmp_path: Path) -> None:
    pids = text_of(run_cells("import os\nos.getpid(), os.getppid()", folder=tmp_path)).strip("()").split(",")
    PARENTS.close()

    assert wait_until(lambda: are_gone(map(int, pids)), BUSY * 2)


def test_an_interrupt_of_a_kernel_that_waits_ends_nothing() -> None:
    node = run_cells(
        "import os, signal, threading, time\nthreading.Timer(0.1, os.kill, [os.getpid(), signal.SIGINT]).start()",
        "try:\n    time.sleep(5)\nexcept KeyboardInterrupt:\n    print('interrupted')",
        "'alive'",
    )

    assert [text_of(node, 1), text_of(node)] == ["interrupted\n", "'alive'"]


@pytest.mark.parametrize("way", WAYS)
def test_a_process_that_left_the_kernels_group_does_not_hold_up_the_run(way: str) -> None:
    begun = time.monotonic()
    run_cells("import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(20)\n    os._exit(0)", way=way)

    assert time.monotonic() - begun < 10
