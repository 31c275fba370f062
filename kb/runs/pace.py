"""How far a batch is and how long it still takes, by what is known of each run and by what this batch has shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kb.model.run import Result, Retried, Started
from kb.runs.costs import Costs
from kb.runs.plan import Asked, PlannedRun
from kb.runs.trials import is_trial

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


@dataclass(slots=True)
class Tally:
    """How many of a kind were asked for, and how many of them have ended."""

    total: int = 0
    done: int = 0

    @property
    def left(self) -> int:
        """How many have not ended."""
        return self.total - self.done


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
        self._summaries: set[str] = set()
        self.runs = Tally()
        self.summaries = Tally()
        self.failed = 0

    def foresee(self, summaries: Iterable[PlannedRun]) -> None:
        """Take in the summaries that will run after the runs."""
        for summary in summaries:
            self._summaries.add(summary.key)
            self._expect(summary)

    def ask(self, asked: Iterable[Asked]) -> None:
        """Take in what will run; a batch is asked for in several goes."""
        for one in asked:
            if one.run.key not in self._expected:
                if not is_trial(one):
                    self._summaries.add(one.run.key)
                self._expect(one.run)

    def _expect(self, run: PlannedRun) -> None:
        seconds = self._costs.seconds(run)
        self._expected[run.key] = run.notebook, seconds
        self._work.setdefault(run.notebook, _Work()).to_come += seconds
        self._tally(run.key).total += 1

    def _tally(self, key: str) -> Tally:
        return self.summaries if key in self._summaries else self.runs

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
        self._tally(result.record.key).done += 1
        self.failed += result.failure is not None

    def retried(self, attempt: Retried) -> None:
        """Take in that a run waits again."""
        self._running.pop(attempt.key, None)

    def place(self, key: str) -> str:
        """Where the last that ended stands among its kind."""
        kind = "summary " if key in self._summaries else ""
        return f"{kind}{self._tally(key).done:,}/{self._tally(key).total:,}"

    @property
    def total(self) -> int:
        """How many runs and summaries were asked for."""
        return self.runs.total + self.summaries.total

    @property
    def done(self) -> int:
        """How many of them have ended."""
        return self.runs.done + self.summaries.done

    @property
    def left(self) -> int:
        """How many of them have not."""
        return self.total - self.done

    @property
    def running(self) -> tuple[tuple[str, float], ...]:
        """What runs now: titles, and seconds since each began."""
        now = self._clock()
        return tuple((run.title, now - run.since) for run in tuple(self._running.values()))

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
