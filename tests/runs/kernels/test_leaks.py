"""Two hundred runs leave nothing behind; a kernel holds little memory of its own."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import psutil
import pytest

from tests.runs.kernels.running import run_cells, text_of

pytestmark = [pytest.mark.kernel, pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")]

RUNS = 200
PRIVATE = """\
import re
sizes = re.findall(r"Private_Dirty: +(\\d+) kB", open("/proc/self/smaps_rollup").read())
sum(map(int, sizes))
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What a process holds."""

    descriptors: int
    threads: int
    children: int


def held_by(pid: int) -> Held:
    process = psutil.Process(pid)
    return Held(process.num_fds(), process.num_threads(), len(process.children()))


def test_runs_leave_nothing_behind_here_nor_in_the_process_they_came_from() -> None:
    for _ in range(3):  # what is made once: the event loop, its threads
        parent = int(text_of(run_cells("import os\nos.getppid()")))
    before = held_by(psutil.Process().pid), held_by(parent)

    parents = {int(text_of(run_cells("import os\nos.getppid()"))) for _ in range(RUNS)}

    assert parents == {parent}
    assert (held_by(psutil.Process().pid), held_by(parent)) == before


def test_failed_and_killed_runs_leave_nothing_behind() -> None:
    def fail(source: str) -> None:
        with pytest.raises(Exception, match="division|Kernel ended|kernel ended"):
            run_cells(source)

    fail("1 / 0")
    fail("import os; os._exit(1)")
    parent = int(text_of(run_cells("import os\nos.getppid()")))
    before = held_by(psutil.Process().pid), held_by(parent)
    for _ in range(20):
        fail("1 / 0")
        fail("import os; os._exit(1)")

    assert (held_by(psutil.Process().pid), held_by(parent)) == before


@pytest.mark.parametrize(
    "imports", ["", "import matplotlib.pyplot as plt\nimport pandas as pd\nimport quantstats as qs\n"]
)
def test_a_kernel_shares_what_was_imported(imports: str) -> None:
    run_cells(imports + "1")
    private_kilobytes = int(text_of(run_cells(imports + PRIVATE)))

    assert private_kilobytes < 60 * 1024
