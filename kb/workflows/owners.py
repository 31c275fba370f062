"""Which runs get a note, and to which batch it belongs: several blocks may ask for one run."""

from __future__ import annotations

from collections.abc import Iterable

from kb.model.run import Spec
from kb.report.ranking import rank_records
from kb.runs.batch import run_key
from kb.runs.plan import PlannedBatch, PlannedRun
from kb.vault.index import Index
from kb.workflows.ask import Desk
from kb.workflows.known import Known
from kb.workflows.places import spec_link


def best_keys(batch: PlannedBatch) -> set[str]:
    """The keys of the runs that get a note."""
    return {record.key for record in rank_records(batch.spec, list(batch.records.values()))[: batch.spec.notes]}


def without_note(known: Known, index: Index, batch: PlannedBatch) -> tuple[PlannedRun, ...]:
    """The best runs that need a note and have none, nor a result on this machine to write it from."""
    records, wanted = batch.records, best_keys(batch)
    missing = {key for key in wanted if key not in index.runs and known.result(records[key]) is None}
    return tuple(run for run in batch.runs if run.key in missing)


def run_owners(desk: Desk, batches: Iterable[PlannedBatch]) -> dict[str, str]:
    """Run key -> the name of the batch that the run's note belongs to, for the runs that blocks ask for.

    It is the batch that the note names, else the first of these that wants a note, else the first that asks.
    """
    asking: dict[str, list[Spec]] = {}
    for question in desk.questions:
        for parameters in question.combinations:
            asking.setdefault(run_key(question.spec.notebook, parameters), []).append(question.spec)
    wanting: dict[str, str] = {}
    for batch in batches:
        wanting = dict.fromkeys(best_keys(batch), batch.spec.name) | wanting
    return {key: _owner(desk.index, key, specs, wanting.get(key)) for key, specs in asking.items()}


def _owner(index: Index, key: str, specs: list[Spec], wanting: str | None) -> str:
    named = {str(index.notes[path].properties.get("spec")) for path in index.runs.get(key, ())}
    naming = [spec for spec in specs if f"[[{spec_link(index, spec)}]]" in named]
    return [*naming, *(spec for spec in specs if spec.name == wanting), *specs][0].name
