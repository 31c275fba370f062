"""What is known of runs, read once for a command: results in the store, records in the vault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kb.config import Settings
from kb.model.problem import Problem
from kb.model.run import Record, Result
from kb.runs.store import read_results
from kb.workflows.tracked import read_tracked


@dataclass(frozen=True, slots=True)
class Known:
    """Results and records by run key.

    Attributes:
        results: What is stored of a run on this machine.
        tracked: What the vault's records say of it.
        problems: What is wrong with those records.
    """

    results: Mapping[str, Result] = field(default_factory=dict)
    tracked: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def __call__(self, key: str) -> Sequence[Record]:
        """Every record of a run, the store's first."""
        stored = self.results.get(key)
        return [*([stored.record] if stored else []), *self.tracked.get(key, ())]

    def with_results(self, results: Iterable[Result]) -> Known:
        """What is known when these have been stored as well."""
        return replace(self, results={**self.results, **{result.record.key: result for result in results}})


def read_known(settings: Settings, files: Iterable[str]) -> Known:
    """Read the store, and the records among these files of the vault."""
    tracked: dict[str, list[Record]] = defaultdict(list)
    records, problems = read_tracked(settings, files)
    for record in records:
        tracked[record.key].append(record)
    results = {result.record.key: result for result in read_results(settings)}
    return Known(results, dict(tracked), tuple(problems))
