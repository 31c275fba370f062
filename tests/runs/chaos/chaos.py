"""A workspace in which kb is run and killed, again and again, and what was found wrong."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.runs.chaos.checks import damage, differences, fingerprints_of, fresh
from tests.runs.chaos.monkey import Kb, kill
from tests.runs.chaos.workspace import ALL, executions, make_workspace, run_calmly

Victims = Callable[[Kb, random.Random], list[psutil.Process]]
VICTIMS: dict[str, Victims] = {
    "kb": lambda kb, _: kb.itself(),
    "a kernel": lambda kb, dice: dice.sample(kernels := kb.kernels(), min(len(kernels), 1)),
    "the preloaded process": lambda kb, _: kb.parents(),
    "kb and the preloaded process": lambda kb, _: kb.itself() + kb.parents(),
    "kb and a kernel": lambda kb, _: kb.kernels()[:1] + kb.itself(),
    "everything": lambda kb, _: kb.itself() + kb.parents() + kb.kernels(),
}
TOGETHER = 0.2
"""How often two kb are started at once."""
FATAL = 0.5
"""How often kb is killed after that, where it still lives."""
MOST_STRIKES = 3
MOST_DISTURBANCES = 5
"""How often a workspace is disturbed before kb is left in peace."""


@dataclass
class Chaos:
    """A folder with a workspace, how it is when nobody disturbs it, and what came of disturbing it.

    Attributes:
        folder: Holds `before`, the workspace as it begins, `calm`, the same after an undisturbed run, and `desk`, the
            one that is disturbed.
        dice: Decides when and whom to kill.
        kills: How many kills hit, by victim.
        starts: How often kb was started.
        rounds: How often the workspace was begun anew.
        faults: What must not be.
        told: How many of them have been told.
    """

    folder: Path
    dice: random.Random
    kills: Counter[str] = field(default_factory=Counter)
    starts: int = 0
    rounds: int = 0
    faults: list[str] = field(default_factory=list)
    told: int = 0

    def prepare(self) -> None:
        """Make the workspace, and run it once undisturbed."""
        make_workspace(self.folder / "before")
        shutil.copytree(self.folder / "before", self.calm)
        started = time.monotonic()
        run_calmly(self.calm)
        self._usual_seconds = time.monotonic() - started
        self._fingerprints = fingerprints_of(self.calm)

    @property
    def calm(self) -> Path:
        """The workspace after a run that nobody disturbed."""
        return self.folder / "calm"

    @property
    def desk(self) -> Path:
        """The workspace that is disturbed."""
        return self.folder / "desk"

    def begin(self) -> None:
        """Begin anew."""
        shutil.rmtree(self.desk, ignore_errors=True)
        shutil.copytree(self.folder / "before", self.desk)
        self.rounds += 1

    def moment(self) -> float:
        """Seconds until something happens: some time while kb runs."""
        return self.dice.uniform(0, self._usual_seconds)

    def fresh(self) -> set[int]:
        """The runs, by `fast`, that are stored and current."""
        return fresh(self.desk, self._fingerprints)

    def round(self) -> None:
        """Begin anew, disturb kb a few times, leave it in peace and compare."""
        self.begin()
        for _ in range(MOST_DISTURBANCES):
            if not self.disturb():
                break
        self.finish()

    def disturb(self) -> bool:
        """Start kb, or two, and kill something, perhaps several times; whether there is something left to do."""
        before, done = executions(self.desk), self.fresh()
        with ExitStack() as stack:
            crew = [stack.enter_context(Kb(self.desk)) for _ in range(1 + (self.dice.random() < TOGETHER))]
            strikes = self.dice.randint(1, MOST_STRIKES)
            for _ in range(strikes):
                with suppress(subprocess.TimeoutExpired):
                    crew[0].process.wait(self.moment() / strikes)
                self._strike(self.dice.choice(crew), self.dice.choice(list(VICTIMS)))
            if self.dice.random() < FATAL:
                for kb in crew:
                    self._strike(kb, "kb")
            codes = [kb.end() for kb in crew]
            for kb, code in zip(crew, codes, strict=True):
                self.judge_end(kb, code, {0, 1, -signal.SIGKILL})
        again = [fast for fast in done if executions(self.desk)[fast] > before[fast]]
        self.faults += [f"the run of {fast} was stored, and was run again" for fast in again]
        return 0 not in codes

    def finish(self) -> None:
        """Run kb undisturbed: it runs what is missing, and all is as if nothing had been."""
        before, missing = executions(self.desk), set(ALL) - self.fresh()
        with Kb(self.desk) as kb:
            self.judge_end(kb, kb.end(), {0})
        ran = executions(self.desk) - before
        if ran != Counter(missing):
            self.faults.append(f"the last kb ran {dict(ran)}, and {missing} were missing")
        self.faults += differences(self.desk, self.calm)

    def judge_end(self, kb: Kb, code: int, allowed: set[int]) -> None:
        """What holds whenever kb has ended, however it did."""
        self.starts += 1
        is_traced = (
            "Traceback" in kb.said and code != -signal.SIGINT
        )  # Ctrl-C before kb's first line is Python's to tell
        if code not in allowed or is_traced:
            self.faults.append(f"kb ended with {code}: {kb.said}")
        self.faults += [f"outlives kb: {orphan}" for orphan in kb.orphans()]
        self.faults += damage(self.desk)

    def _strike(self, kb: Kb, victim: str) -> None:
        self.kills[victim] += bool(kill(VICTIMS[victim](kb, self.dice) or kb.itself()))
