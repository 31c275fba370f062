"""What is known of runs, read once for a command: results in the store, records in the vault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from kb.config import Settings
from kb.model.problem import Problem
from kb.model.run import Record, Result
from kb.runs.store import read_store
from kb.workflows.tracked import read_tracked


@dataclass(frozen=True, slots=True)
class Known:
    """Results and records by run key.

    Attributes:
        results: What is stored of a run on this machine.
        tracked: What the vault's records say of it.
        problems: What is wrong with those records.
        damaged: The keys of runs of which something is stored on this machine that is not as it was.
    """

    results: Mapping[str, Result] = field(default_factory=dict)
    tracked: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    damaged: AbstractSet[str] = frozenset()

    def __call__(self, key: str) -> Sequence[Record]:
        """Every record of a run, the store's first."""
        stored = self.results.get(key)
        return [*([stored.record] if stored else []), *self.tracked.get(key, ())]

    def with_results(self, results: Iterable[Result]) -> Known:
        """What is known when these have been stored as well."""
        stored = {result.record.key: result for result in results}
        return replace(self, results={**self.results, **stored}, damaged=self.damaged - stored.keys())


def read_known(settings: Settings, files: Iterable[str]) -> Known:
    """Read the store, and the records among these files of the vault."""
    tracked: dict[str, list[Record]] = defaultdict(list)
    records, problems = read_tracked(settings, files)
    for record in records:
        tracked[record.key].append(record)
    results, damaged = read_store(settings)
    return Known({result.record.key: result for result in results}, dict(tracked), tuple(problems), damaged)
