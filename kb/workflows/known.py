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
        """Every record of a run: the vault's first, since another clone may have made what git brought after this one.

        The store's goes before them where one of them speaks of the same result.
        """
        stored, tracked = self.results.get(key), self.tracked.get(key, ())
        if stored is None:
            return tracked
        is_tracked = any(self.result(record) for record in tracked)
        return [stored.record, *tracked] if is_tracked else [*tracked, stored.record]

    def result(self, record: Record) -> Result | None:
        """The stored result that a record speaks of; None where this machine has none, or another one."""
        stored = self.results.get(record.key)
        is_it = stored and (stored.record.fingerprint, stored.record.status) == (record.fingerprint, record.status)
        return stored if is_it else None

    def with_results(self, results: Iterable[Result]) -> Known:
        """What is known when these have just been executed and stored: the vault's records of them are the past."""
        stored = {result.record.key: result for result in results}
        return replace(
            self,
            results={**self.results, **stored},
            tracked={key: records for key, records in self.tracked.items() if key not in stored},
            damaged=self.damaged - stored.keys(),
        )


def read_known(settings: Settings, files: Iterable[str]) -> Known:
    """Read the store, and the records among these files of the vault."""
    tracked: dict[str, list[Record]] = defaultdict(list)
    records, problems = read_tracked(settings, files)
    for record in records:
        tracked[record.key].append(record)
    results, damaged = read_store(settings)
    return Known({result.record.key: result for result in results}, dict(tracked), tuple(problems), damaged)
