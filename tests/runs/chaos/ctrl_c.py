"""Ctrl-C as a terminal sends it, at random moments: to kb and all of its process group."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress

from tests.runs.chaos.chaos import Chaos
from tests.runs.chaos.monkey import Kb
from tests.runs.chaos.workspace import executions

AT_ONCE_SECONDS = 2
ENDS = {0, 130, -signal.SIGINT}
"""It was done, it stopped, or its interpreter was just about to leave, or to begin, which no program can see to."""


def press_once(chaos: Chaos) -> None:
    """Whatever has begun is finished and stored, nothing else begins."""
    with Kb(chaos.desk) as kb:
        _press(kb, chaos.moment())
        code = kb.end()
        chaos.judge_end(kb, code, ENDS)
    stored = chaos.fresh()
    chaos.faults += [
        f"Ctrl-C: the run of {fast} was begun {times} times, {'stored' if fast in stored else 'not stored'}"
        for fast, times in executions(chaos.desk).items()
        if times > 1 or fast not in stored
    ]


def press_twice(chaos: Chaos) -> None:
    """It ends at once, and can be gone on with."""
    with Kb(chaos.desk) as kb:
        _press(kb, chaos.moment())
        _press(kb, chaos.dice.uniform(0.01, 0.5))
        pressed = time.monotonic()
        code = kb.end()
        took = time.monotonic() - pressed
        chaos.judge_end(kb, code, ENDS)
    if took > AT_ONCE_SECONDS:
        chaos.faults.append(f"Ctrl-C twice: it took {took:.1f} s to end")


def _press(kb: Kb, after_seconds: float) -> None:
    time.sleep(after_seconds)
    with suppress(ProcessLookupError):
        os.killpg(kb.process.pid, signal.SIGINT)
