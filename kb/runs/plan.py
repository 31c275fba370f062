"""Which runs are needed, and why."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from kb.model.run import Record, Spec
from kb.runs.batch import run_key
from kb.runs.fingerprint import Inputs

Reason = Literal["new", "parameters", "source", "input", "failed before", "damaged", "forced"]


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """One run of a batch.

    Attributes:
        key: Its run key.
        notebook: Path of its notebook relative to the workspace.
        parameters: What it is given.
        reason: Why it must run, or None when what is known of it is fresh.
        detail: The input that changed, where one did.
        record: What stands of it, fresh or not: the record that the reason speaks of.
    """

    key: str
    notebook: str
    parameters: Mapping[str, Any]
    reason: Reason | None
    detail: str = ""
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A run to execute: for which spec, and the title it has if its notebook gives none."""

    run: PlannedRun
    title: str
    spec: Spec


@dataclass(frozen=True, slots=True)
class PlannedBatch:
    """A spec with its runs, in the order of the sweep."""

    spec: Spec
    runs: tuple[PlannedRun, ...]

    @property
    def stale(self) -> tuple[PlannedRun, ...]:
        """The runs that must run."""
        return tuple(run for run in self.runs if run.reason)

    @property
    def records(self) -> dict[str, Record]:
        """What stands of its runs, by run key, in their order."""
        return {run.key: run.record for run in self.runs if run.record is not None}

    def with_records(self, records: Mapping[str, Record]) -> PlannedBatch:
        """The batch when some of its runs, by run key, have been executed."""
        runs = (replace(run, record=records.get(run.key, run.record)) for run in self.runs)
        return replace(self, runs=tuple(runs))


def plan_batch(
    spec: Spec,
    parameters: Sequence[Mapping[str, Any]],
    known: Callable[[str], Sequence[Record]],
    inputs: Inputs,
    *,
    damaged: Container[str] = (),
    force: bool = False,
) -> PlannedBatch:
    """Decide for each combination whether it must run.

    Args:
        spec: The question.
        parameters: Its combinations.
        known: Records of a run key, from git and from the store; the first that is fresh stands, else the first.
        inputs: The present state of what runs depend on.
        damaged: The keys of runs of which this machine has something that is not as it was stored.
        force: Run all of them whatever is known.
    """
    keys = [run_key(spec.notebook, values) for values in parameters]
    is_known_batch = any(known(key) for key in keys)
    runs = []
    for key, values in zip(keys, parameters, strict=True):
        reason, detail, record = judge(known(key), inputs, is_damaged=key in damaged)
        if reason == "new" and is_known_batch:
            reason = "parameters"
        runs.append(PlannedRun(key, spec.notebook, values, "forced" if force else reason, detail, record))
    return PlannedBatch(spec, tuple(runs))


def judge(
    records: Sequence[Record], inputs: Inputs, *, is_damaged: bool = False
) -> tuple[Reason | None, str, Record | None]:
    """Why a run must run, or None where one of its records is fresh; with the detail, and the record that says so.

    Args:
        records: What is known of it.
        inputs: The present state of what runs depend on.
        is_damaged: Whether this machine has something of it that is not as it was stored: then a fresh record is not
            enough.
    """
    reason, detail, record = _judge(records, inputs)
    return ("damaged" if is_damaged and reason in {None, "new"} else reason), detail, record


def _judge(records: Sequence[Record], inputs: Inputs) -> tuple[Reason | None, str, Record | None]:
    verdicts = [(*_reason(record, inputs), record) for record in records]
    fresh = next((verdict for verdict in verdicts if verdict[0] is None), None)
    return fresh or (verdicts[0] if verdicts else ("new", "", None))


def _reason(record: Record, inputs: Inputs) -> tuple[Reason | None, str]:
    if record.status != "succeeded":
        return "failed before", record.error
    changed = inputs.changed(record.inputs)
    if changed is None:
        return None, ""
    return ("input" if changed.kind == "data" else "source"), changed.name


def only_failed(batch: PlannedBatch) -> PlannedBatch:
    """The batch with nothing stale but what failed before; what else is stale stays as it is known."""
    runs = (run if run.reason == "failed before" else replace(run, reason=None) for run in batch.runs)
    return replace(batch, runs=tuple(runs))
