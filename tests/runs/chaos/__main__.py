# ruff: noqa: T201  (it talks to the terminal)
"""Disturb `kb run` by hand, for as long as one likes, and print counts; exit code 1 where something was wrong.

python -m tests.runs.chaos kills 200 [SEED]     kill -9 at 200 random moments
python -m tests.runs.chaos ctrl-c 50 [SEED]     press Ctrl-C at 50 random moments, every other time twice
python -m tests.runs.chaos writes               kill -9 before each change of a file, one after the other
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.runs.chaos.chaos import Chaos
from tests.runs.chaos.ctrl_c import press_once, press_twice
from tests.runs.chaos.writes import kill_at_each


def tell(chaos: Chaos, number: int) -> None:
    """Say how far it is, and what was found since the last time."""
    print(f"{number} in {chaos.rounds} rounds", flush=True)
    for fault in chaos.faults[chaos.told :]:
        print(f"FAULT {fault}", flush=True)
    chaos.told = len(chaos.faults)


def kills(chaos: Chaos, number: int) -> None:
    """Kill this many times."""
    while chaos.kills.total() < number:
        chaos.round()
        tell(chaos, chaos.kills.total())


def presses(chaos: Chaos, number: int) -> None:
    """Press Ctrl-C in this many runs."""
    for count in range(number):
        chaos.begin()
        (press_twice if count % 2 else press_once)(chaos)
        chaos.finish()
        tell(chaos, count + 1)


def writes(chaos: Chaos, _number: int) -> None:
    """Kill before each change of a file."""
    tell(chaos, kill_at_each(chaos))


def main(what: str, number: str = "200", seed: str = "0") -> None:
    """Disturb and print."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kb-chaos-") as name:
        chaos = Chaos(Path(name), random.Random(int(seed)))  # noqa: S311  (dice, not secrets)
        chaos.prepare()
        {"kills": kills, "ctrl-c": presses, "writes": writes}[what](chaos, int(number))
    print(f"seed {seed}: {chaos.starts} kb runs in {time.monotonic() - started:.0f} s")
    for victim, times in chaos.kills.most_common():
        print(f"{times:5} killed {victim}")
    print(f"{len(chaos.faults)} faults")
    sys.exit(bool(chaos.faults))


main(*sys.argv[1:])
