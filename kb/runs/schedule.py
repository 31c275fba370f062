"""Which run begins next: the longest first, and no more at a time than jobs and memory allow."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence

from kb.model.run import Result
from kb.runs.costs import Costs
from kb.runs.plan import Asked, PlannedRun

STEP_BYTES = 64 * 2**20
"""Runs whose needs differ by less wait in one lane."""

Lane = tuple[str, int | None, bool]
"""Runs that are alike: of one notebook, of known needs in steps or of unknown, with known seconds or without."""


class Schedule:
    """What waits and what runs.

    Runs that are alike wait in one lane, so that the next of 100,000 is found by looking at the first of each lane.

    Args:
        asked: What to run, each run once.
        costs: What is known of runs; it goes on learning from their results.
        jobs: Runs at a time.
        memory_bytes: What all that run at a time may hold; a run that needs more than all of it runs alone.
    """

    def __init__(self, asked: Sequence[Asked], costs: Costs, jobs: int, memory_bytes: int) -> None:
        self._costs = costs
        self._jobs = jobs
        self._memory_bytes = memory_bytes
        self._lanes: dict[Lane, deque[Asked]] = {}
        self._running: dict[str, Asked] = {}
        self._tries: Counter[str] = Counter()
        self._dropped: set[str] = set()
        for one in sorted(asked, key=lambda one: -(costs.own_seconds(one.run.key) or 0)):
            self._lanes.setdefault(self._lane(one.run), deque()).append(one)

    @property
    def is_over(self) -> bool:
        """Whether nothing waits and nothing runs."""
        return not (self._lanes or self._running)

    def next(self) -> Asked | None:
        """The run to begin now, which then counts as running; None while none may begin."""
        free = self._memory_bytes - sum(self._costs.peak_bytes(one.run) for one in self._running.values())
        fitting = [lane for lane in self._lanes if not self._running or self._lane_bytes(lane) <= free]
        if not fitting or len(self._running) >= self._jobs:
            return None
        first = max(fitting, key=self._urgency)
        one = self._lanes[first].popleft()
        if not self._lanes[first]:
            del self._lanes[first]
        self._running[one.run.key] = one
        self._tries[one.run.key] += 1
        return one

    def attempts(self, key: str) -> int:
        """How often a run was begun."""
        return self._tries[key]

    def finished(self, result: Result) -> bool:
        """Take in how a run ended, and say whether that stands: a failure with tries left waits to be tried again.

        It is tried again before others begin. The first failure that stands keeps the runs of its
        batch that have not begun from beginning where its spec says so.
        """
        one = self._running.pop(result.record.key)
        self._costs.learn(result)
        if result.failure is None or one.spec.name in self._dropped:
            return True
        if self._tries[one.run.key] <= one.spec.retries:
            self._lanes.setdefault(self._lane(one.run), deque()).appendleft(one)
            return False
        if one.spec.stop_on_failure:
            self._drop({one.spec.name})
        return True

    def stop(self) -> None:
        """Begin nothing more; what runs goes on."""
        self._drop({one.spec.name for one in self._running.values()})
        self._lanes.clear()

    def _urgency(self, lane: Lane) -> tuple[bool, float]:
        """What was tried before goes first, then what takes longest."""
        run = self._lanes[lane][0].run
        return self._tries[run.key] > 0, self._costs.seconds(run)

    def _lane(self, run: PlannedRun) -> Lane:
        needs = self._costs.own_bytes(run.key)
        steps = None if needs is None else -(-needs // STEP_BYTES)
        return run.notebook, steps, self._costs.own_seconds(run.key) is not None

    def _lane_bytes(self, lane: Lane) -> int:
        """What the neediest run of a lane needs."""
        _, steps, _ = lane
        return self._costs.peak_bytes(self._lanes[lane][0].run) if steps is None else steps * STEP_BYTES

    def _drop(self, batches: set[str]) -> None:
        self._dropped |= batches
        kept = {
            lane: deque(one for one in waiting if one.spec.name not in batches or self._tries[one.run.key])
            for lane, waiting in self._lanes.items()
        }
        self._lanes = {lane: waiting for lane, waiting in kept.items() if waiting}
