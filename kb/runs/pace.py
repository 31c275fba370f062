"""How far a batch is and how long it still takes, by what is known of each run and by what this batch has shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kb.model.run import Result, Started
from kb.runs.costs import Costs
from kb.runs.plan import Asked

MINUTE_SECONDS = 60.0


@dataclass(slots=True)
class _Work:
    """The runs of one notebook: seconds expected of those to come, expected of those that ended, and taken by them."""

    to_come: float = 0.0
    expected: float = 0.0
    taken: float = 0.0

    @property
    def pace(self) -> float:
        """How many times longer than expected its runs take."""
        return self.taken / self.expected if self.expected else 1.0


@dataclass(frozen=True, slots=True)
class Running:
    """A run under way: what it is called, and since when, on the batch's clock."""

    title: str
    since: float


class Pace:
    """What was asked, what runs and what is done.

    A run is expected to take as long as it took the last time, or as others of its notebook; where a notebook's runs
    turn out quicker or slower than that, so will those of it that are still to come.

    Args:
        costs: What was known of runs before.
        jobs: Runs at a time.
        clock: Seconds that pass.
    """

    def __init__(self, costs: Costs, jobs: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._costs = costs
        self._jobs = jobs
        self._clock = clock
        self._expected: dict[str, tuple[str, float]] = {}
        self._work: dict[str, _Work] = {}
        self._running: dict[str, Running] = {}
        self._began = clock()
        self._first: float | None = None
        self.total = 0
        self.done = 0
        self.failed = 0

    def ask(self, asked: Iterable[Asked]) -> None:
        """Take in what will run; a batch is asked for in several goes."""
        for one in asked:
            seconds = self._costs.seconds(one.run)
            self._expected[one.run.key] = one.run.notebook, seconds
            self._work.setdefault(one.run.notebook, _Work()).to_come += seconds
            self.total += 1

    def started(self, run: Started) -> None:
        """Take in that a run has begun."""
        now = self._clock()
        self._first = now if self._first is None else self._first
        self._running[run.key] = Running(run.title, now)

    def finished(self, result: Result) -> None:
        """Take in that a run has ended."""
        notebook, seconds = self._expected[result.record.key]
        work = self._work[notebook]
        work.to_come -= seconds
        work.expected += seconds
        work.taken += result.seconds
        self._running.pop(result.record.key, None)
        self.done += 1
        self.failed += result.failure is not None

    @property
    def left(self) -> int:
        """How many runs have not ended."""
        return self.total - self.done

    @property
    def running(self) -> tuple[tuple[str, float], ...]:
        """What runs now: titles, and seconds since each began."""
        now = self._clock()
        return tuple((run.title, now - run.since) for run in tuple(self._running.values()))

    @property
    def under_way(self) -> tuple[str, ...]:
        """The keys of what runs now."""
        return tuple(self._running)

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return self._clock() - self._began

    @property
    def runs_per_minute(self) -> float:
        """How many runs end in a minute."""
        return self.done / self.seconds * MINUTE_SECONDS if self.done and self.seconds else 0.0

    @property
    def seconds_left(self) -> float:
        """How long it will take from now."""
        now, running = self._clock(), tuple(self._running.items())
        work = sum(work.to_come * work.pace for work in self._work.values())
        behind = sum(min(now - run.since, self._seconds(key)) for key, run in running)
        return max(0.0, work - behind) / (self._at_a_time(now) or len(running) or min(self._jobs, self.left) or 1)

    def _at_a_time(self, now: float) -> float:
        """How many seconds of runs have passed in each second so far; 0 before any run has ended."""
        if not self.done or self._first is None or now <= self._first:
            return 0.0
        taken = sum(work.taken for work in self._work.values())
        return (taken + sum(now - run.since for run in tuple(self._running.values()))) / (now - self._first)

    def _seconds(self, key: str) -> float:
        notebook, seconds = self._expected[key]
        return seconds * self._work[notebook].pace
