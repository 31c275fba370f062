"""kb is killed, pressed Ctrl-C on, and started twice; `python -m tests.runs.chaos` does it as often as one likes."""

from __future__ import annotations

import random
import sys
import time

import pytest

from tests.runs.chaos.chaos import VICTIMS, Chaos
from tests.runs.chaos.ctrl_c import press_once, press_twice
from tests.runs.chaos.monkey import Kb, kill, survivors
from tests.runs.chaos.workspace import ALL, executions

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(
        sys.platform != "linux", reason="elsewhere no kernels are forked, and trees of processes differ"
    ),
]
KILLS = 10
SLEEPER = """\
# %% tags=["parameters"]
fast: int = 1

# %%
import subprocess
import sys
from pathlib import Path

sleepers = [subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) for _ in range(2)]
Path("../started").touch()
sleepers[0].wait()
"""


@pytest.fixture(scope="module")
def chaos(tmp_path_factory: pytest.TempPathFactory) -> Chaos:
    chaos = Chaos(tmp_path_factory.mktemp("chaos"), random.Random(1))  # noqa: S311  (dice, not secrets)
    chaos.prepare()
    return chaos


@pytest.fixture(autouse=True)
def begin(chaos: Chaos) -> None:
    chaos.begin()
    chaos.faults.clear()


def test_whatever_is_killed_whenever_the_next_kb_finishes_as_if_nothing_had_been(chaos: Chaos) -> None:
    while chaos.kills.total() < KILLS:
        chaos.round()

    assert chaos.faults == []


def test_ctrl_c_stores_what_has_begun_and_can_be_gone_on_with(chaos: Chaos) -> None:
    press_once(chaos)
    press_twice(chaos)
    chaos.finish()

    assert chaos.faults == []


def test_two_at_once_run_each_run_once_and_the_second_says_who_is_first(chaos: Chaos) -> None:
    with Kb(chaos.desk) as first, Kb(chaos.desk) as second:
        assert (first.end(), second.end()) == (0, 0)

    told = [(kb, other) for kb, other in ((first, second), (second, first)) if "Waiting" in kb.said]
    assert len(told) == 1
    named = f"Waiting for `kb run` (process {told[0][1].process.pid}, since "
    assert any(words in told[0][0].said for words in (named, "Waiting for another kb"))  # it has not said its name yet
    assert executions(chaos.desk) == dict.fromkeys(ALL, 1)


@pytest.mark.parametrize("victim", ["kb", "a kernel", "the preloaded process", "kb and a kernel"])
def test_what_a_notebook_has_started_ends_with_whatever_is_killed(chaos: Chaos, victim: str) -> None:
    (chaos.desk / "notebooks/sleeper.py").write_text(SLEEPER)
    with Kb(chaos.desk, "notebooks/sleeper.py") as kb:
        while not (chaos.desk / "started").exists():
            assert kb.process.poll() is None
            time.sleep(0.05)
        sleepers = [process for process in kb.relatives() if "time.sleep(60)" in process.cmdline()[-1]]
        kill(VICTIMS[victim](kb, chaos.dice))

        assert len(sleepers) == 2
        assert survivors(sleepers) == []


def test_a_run_whose_kernel_was_killed_is_told_and_the_next_kb_runs_it(chaos: Chaos) -> None:
    with Kb(chaos.desk) as kb:
        while not executions(chaos.desk):
            assert kb.process.poll() is None
            time.sleep(0.01)
        kill(kb.kernels()[:1])

        assert kb.end() == 1
    assert "KernelDied: The kernel ended by SIGKILL" in kb.said
    assert "1 failed" in kb.said
    chaos.finish()
    assert chaos.faults == []
