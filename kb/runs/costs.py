"""What runs cost: seconds and memory, from what is known of the same run, else of its notebook, else by guess."""

from __future__ import annotations

from collections.abc import Iterable

from kb.config import Settings
from kb.model.run import Result
from kb.runs.plan import PlannedRun
from kb.runs.store import read_results

UNKNOWN_SECONDS = 10.0
UNKNOWN_BYTES = 512 * 2**20
"""What a run is taken to need until a first result of its notebook says better."""


class Costs:
    """What is known of the seconds and peak bytes of runs; it learns from results."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._peaks: dict[str, int] = {}
        self._took: dict[str, tuple[float, int]] = {}
        self._highest: dict[str, int] = {}

    def learn(self, result: Result) -> None:
        """Take in what a run took."""
        key, notebook = result.record.key, result.notebook
        seconds, number = self._took.get(notebook, (0.0, 0))
        self._took[notebook] = seconds + result.seconds, number + 1
        self._seconds[key] = result.seconds
        if result.peak_bytes is not None:
            self._peaks[key] = result.peak_bytes
            self._highest[notebook] = max(result.peak_bytes, self._highest.get(notebook, 0))

    def own_seconds(self, key: str) -> float | None:
        """How long this very run took the last time; None where it never ran."""
        return self._seconds.get(key)

    def own_bytes(self, key: str) -> int | None:
        """The most memory that this very run held the last time; None where that is not known."""
        return self._peaks.get(key)

    def seconds(self, run: PlannedRun) -> float:
        """How long a run will take: as the last time, else the mean of its notebook."""
        known = self.own_seconds(run.key)
        seconds, number = self._took.get(run.notebook, (UNKNOWN_SECONDS, 1))
        return seconds / number if known is None else known

    def total_seconds(self, runs: Iterable[PlannedRun], jobs: int) -> float:
        """How long runs will take, so many at a time."""
        return sum(map(self.seconds, runs)) / jobs

    def peak_bytes(self, run: PlannedRun) -> int:
        """The memory that a run will need: as the last time, else the most that its notebook ever needed."""
        known = self.own_bytes(run.key)
        return self._highest.get(run.notebook, UNKNOWN_BYTES) if known is None else known


def costs_of(results: Iterable[Result]) -> Costs:
    """What results tell."""
    costs = Costs()
    for result in results:
        costs.learn(result)
    return costs


def read_costs(settings: Settings) -> Costs:
    """What the stored results tell."""
    return costs_of(read_results(settings))
