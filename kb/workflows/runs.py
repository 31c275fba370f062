"""All runs that are known, for those who list or compare them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kb.config import Settings
from kb.model.problem import Problem
from kb.model.run import Record, Result
from kb.runs.store import read_store
from kb.vault.reading.walk import is_conflict_copy, walk_vault
from kb.workflows.tracked import read_tracked

_OF_RECORD = ("key", "title", "status", "error")
_OF_RESULT = ("seconds", "way", "peak_bytes", "attempts")
FIELDS = (*_OF_RECORD, "notebook", *_OF_RESULT)
"""What a run has a value for besides its parameters and metrics."""


@dataclass(frozen=True, slots=True)
class KnownRun:
    """A run: what is known of it for good, its result where this machine has one, or whether that is damaged."""

    record: Record
    result: Result | None = None
    is_damaged: bool = False

    @property
    def notebook(self) -> str:
        """The path of its notebook; empty where a record does not say."""
        said = (item.name for item in self.record.inputs if item.kind == "notebook")
        return self.result.notebook if self.result else next(said, "")

    def values(self, name: str) -> Iterator[Any]:
        """What it has under a name, first a field, then a parameter, then a metric.

        Where two share a name, `parameter_` or `metric_` before it tells them apart, as in the properties of notes.
        """
        if name in _OF_RECORD:
            yield getattr(self.record, name)
        elif name in _OF_RESULT:
            yield getattr(self.result, name, None)
        elif name == "notebook":
            yield self.notebook
        for prefix, table in (("parameter_", self.record.parameters), ("metric_", self.record.metrics)):
            if name in table:
                yield table[name]
            elif name.removeprefix(prefix) in table:
                yield table[name.removeprefix(prefix)]

    def value(self, name: str) -> Any:
        """The first that it has under a name; None where it has none."""
        return next(self.values(name), None)


def read_runs(settings: Settings) -> tuple[list[KnownRun], list[Problem]]:
    """The stored runs by title, then the others that records in the vault tell of; and what is wrong with records."""
    results, damaged = read_store(settings)
    runs = {result.record.key: KnownRun(result.record, result) for result in results}
    problems: list[Problem] = []
    files = sorted(path for path in walk_vault(settings.vault, problems) if not is_conflict_copy(path))
    records, faults = read_tracked(settings, files, but=runs.keys())
    for record in sorted(records, key=lambda record: record.title):
        runs.setdefault(record.key, KnownRun(record, is_damaged=record.key in damaged))
    return list(runs.values()), [*problems, *faults]
