"""Run what is stale, then write what was found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from kb.config import Settings
from kb.errors import KbError
from kb.model.problem import Problem, problem_of
from kb.model.run import Result, Spec
from kb.runs.batch import run_title
from kb.runs.fingerprint import Inputs
from kb.runs.plan import Asked, PlannedBatch, PlannedRun
from kb.runs.spec import SUMMARY_NAME
from kb.vault.writing.store import RULE as CANNOT_WRITE
from kb.workflows.ask import Desk, read_desk
from kb.workflows.dashboard.wanted import find_wanted
from kb.workflows.known import Known
from kb.workflows.notes import (
    Notes,
    write_blocked,
    write_records,
    write_results_note,
    write_run_notes,
    write_summary_record,
)
from kb.workflows.owners import run_owners, without_note
from kb.workflows.places import Places, find_places
from kb.workflows.plan import Plan, plan_summary

Execute = Callable[[Sequence[Asked]], Iterable[Result]]
"""What was asked becomes stored results."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a `kb run` came to.

    Attributes:
        results: What was executed, in the order in which it ended.
        notes: What was written.
        blocked: What is wrong with blocks that could not run, and with records.
    """

    results: tuple[Result, ...]
    notes: Notes
    blocked: tuple[Problem, ...]


def run_plan(settings: Settings, desk: Desk, plan: Plan, execute: Execute) -> Outcome:
    """Execute a plan and write its notes; a failing run is a result like any other."""
    results: list[Result] = []

    def execute_all(asked: Sequence[Asked]) -> Sequence[Result]:
        executed = list(execute(asked))
        results.extend(executed)
        return executed

    asked = [ask(batch, run) for batch in plan.batches for run in batch.stale]
    done = plan.with_results(execute_all(list({one.run.key: one for one in reversed(asked)}.values())[::-1]))
    lost = [ask(batch, run) for batch in done.batches for run in without_note(done.known, desk.index, batch)]
    notes = _write_all(settings, desk, done.with_results(execute_all(lost)), execute_all)
    return Outcome(tuple(results), notes, plan.problems)


def _write_all(settings: Settings, desk: Desk, plan: Plan, execute: Execute) -> Notes:
    """Write records, run the summaries that are stale over them, and write every note."""
    notes = Notes()
    noted = {key: paths[0] for key, paths in desk.index.runs.items()}
    owners = run_owners(desk, plan.batches)
    written = []
    for batch in plan.batches:
        places = find_places(desk.index, batch)
        notes += write_records(settings, places, batch)
        done, paths = write_run_notes(settings, desk, batch, plan.known, places, owners=owners)
        notes, noted = notes + done, noted | paths
        written.append((batch, places))
    forced = {name for name, run in plan.summaries.items() if run.reason == "forced"}
    summaries = _summarise(settings, desk, written, plan.known, execute, forced=forced)
    for batch, places in written:
        summary = summaries.get(batch.spec.name)
        if summary is not None:
            notes += write_summary_record(settings, places, summary.record)
        notes += write_results_note(settings, desk, batch, places, noted=noted, summary=summary)
    for question in plan.blocked:
        notes += write_blocked(settings, desk, question)
    return notes + _write_dashboards(settings, desk, notes)


def _write_dashboards(settings: Settings, desk: Desk, notes: Notes) -> Notes:
    """Write the dashboards that are wanted, if any, from the vault as it is with the notes just written."""
    wanted = find_wanted(desk)
    if not wanted:
        return Notes()
    from kb.workflows.dashboard.write import write_dashboards  # noqa: PLC0415  (for those who want them)

    try:
        return write_dashboards(settings, read_desk(settings) if notes.changed else desk, wanted)
    except KbError as error:  # the answers stand all the same
        return Notes((), (problem_of(error, CANNOT_WRITE),))


def _summarise(
    settings: Settings,
    desk: Desk,
    batches: Sequence[tuple[PlannedBatch, Places]],
    known: Known,
    execute: Execute,
    *,
    forced: Collection[str],
) -> dict[str, Result]:
    """Run the summaries that are stale, that are forced, by batch name, or that a note to come needs.

    Returns:
        Batch name -> result of its summary, where this machine has the one that stands.
    """
    inputs = Inputs(settings)
    found: dict[str, Result | None] = {}
    asked = {}
    for batch, places in batches:
        summary = plan_summary(settings, desk, batch.spec, known, inputs, force=batch.spec.name in forced)
        if summary is None:
            continue
        found[batch.spec.name] = result = known.result(summary.record) if summary.record else None
        is_lost = result is None and places.results not in desk.index.notes
        if summary.reason or is_lost:
            asked[summary.key] = batch.spec.name, Asked(summary, "", Spec(SUMMARY_NAME, summary.notebook))
    executed = execute([one for _, one in asked.values()]) if asked else ()
    found |= {asked[result.record.key][0]: result for result in executed}
    return {name: result for name, result in found.items() if result}


def compile_plan(settings: Settings, desk: Desk, plan: Plan) -> Notes:
    """Write all notes from what is stored, and run nothing."""
    return _write_all(settings, desk, plan, lambda _runs: ())


def ask(batch: PlannedBatch, run: PlannedRun) -> Asked:
    """A run of a batch, to be executed."""
    return Asked(run, run_title(batch.spec.name, list(batch.spec.sweep or run.parameters), run.parameters), batch.spec)
