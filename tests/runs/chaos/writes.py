"""kb is killed before each single change that it makes to a file, one after the other; its notebooks take no time."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.runs.chaos.chaos import Chaos
from tests.runs.chaos.checks import damage, differences
from tests.runs.chaos.workspace import make_workspace

MARK = "changes of files:"
STEP = f"""\
import os, signal, sys
from functools import partial

import kb.runs.execute
from kb.cli.main import main
from tests.runs.instant import Instant

folder, last = os.getcwd(), int(sys.argv[1])
count = 0
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def audit(event, given):
    global count
    is_write = event == "open" and given[2] & WRITING
    is_change = is_write or event in {{"os.rename", "os.remove", "os.mkdir", "os.truncate"}}
    if is_change and str(given[0]).startswith(folder):
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)

kb.runs.execute.execute_runs = partial(kb.runs.execute.execute_runs, executor=Instant())
sys.addaudithook(audit)
try:
    main(["run"])
finally:
    print("{MARK}", count)
"""


def kill_at_each(chaos: Chaos) -> int:
    """Kill before each change, then run in peace and compare; how many changes there were."""
    shutil.rmtree(chaos.folder / "before", ignore_errors=True)
    shutil.rmtree(chaos.calm, ignore_errors=True)
    make_workspace(chaos.folder / "before", lambda root: _run(root, 0), earlier=[4], now=[3, 4])
    shutil.copytree(chaos.folder / "before", chaos.calm)
    changes = int(_run(chaos.calm, 0).stdout.partition(MARK)[2])
    for number in range(1, changes + 1):
        chaos.begin()
        killed = _run(chaos.desk, number)
        found = damage(chaos.desk)
        again = _run(chaos.desk, 0)
        chaos.starts += 2
        chaos.kills["kb, before a change of a file"] += killed.returncode == -signal.SIGKILL
        if killed.returncode != -signal.SIGKILL or again.returncode:
            found.append(f"ends {killed.returncode}, {again.returncode}: {killed.stderr}{again.stderr}")
        found += differences(chaos.desk, chaos.calm)
        chaos.faults += [f"killed before change {number}: {fault}" for fault in found]
    return changes


def _run(root: Path, last: int) -> subprocess.CompletedProcess[str]:
    here = Path(__file__).parents[3]
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(here)!r})\n{STEP}", str(last)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
