"""Run what is stale, then write what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kb.config import Settings
from kb.model.problem import Problem
from kb.model.run import Result, Spec
from kb.runs.batch import run_title
from kb.runs.fingerprint import Inputs
from kb.runs.plan import PlannedBatch, PlannedRun, plan_batch
from kb.runs.store import read_result
from kb.workflows.ask import Desk
from kb.workflows.notes import (
    Notes,
    known_records,
    records_parameter,
    without_note,
    write_blocked,
    write_notes,
    write_records,
    write_summary_record,
)
from kb.workflows.places import Places, find_places
from kb.workflows.plan import Known, Plan, summary_spec

Execute = Callable[[Sequence[tuple[PlannedRun, str]]], Iterable[Result]]
"""Runs, each with the title it has if its notebook gives none, become stored results."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a `kb run` came to.

    Attributes:
        results: What was executed, in the order in which it ended.
        notes: What was written.
        blocked: What is wrong with blocks that could not run.
    """

    results: tuple[Result, ...]
    notes: Notes
    blocked: tuple[Problem, ...]


def run_plan(settings: Settings, desk: Desk, plan: Plan, execute: Execute) -> Outcome:
    """Execute a plan and write its notes; a failing run is a result like any other."""
    titles = {run.key: title_of(batch, run) for batch in plan.batches for run in batch.runs}
    results: list[Result] = []

    def execute_all(runs: Sequence[PlannedRun]) -> None:
        results.extend(execute([(run, titles.get(run.key, "")) for run in runs]))

    execute_all(plan.stale)
    execute_all([run for batch in plan.batches for run in without_note(settings, desk.index, batch)])
    notes = Notes()
    for batch in plan.batches:
        notes += _finish(settings, desk, batch, execute_all)
    for question in plan.blocked:
        notes += write_blocked(settings, desk.index, question)
    blocked = tuple(problem for question in plan.blocked for problem in question.problems)
    return Outcome(tuple(results), notes, blocked)


def _finish(
    settings: Settings,
    desk: Desk,
    batch: PlannedBatch,
    execute: Callable[[Sequence[PlannedRun]], None],
) -> Notes:
    """Write a batch's records, run its summary over them if that is stale, and write its notes."""
    records = known_records(settings, batch)
    places = find_places(desk.index, batch, records)
    notes = write_records(settings, places, records)
    summary = _judged_summary(settings, desk, batch, places)
    if summary is not None and (summary.reason or _has_lost_summary(settings, desk, places, summary)):
        execute([summary])
    result = read_result(settings, summary.key) if summary else None
    if result is not None:
        notes += write_summary_record(settings, places, result.record)
    return notes + write_notes(settings, desk, batch, places, result)


def _judged_summary(settings: Settings, desk: Desk, batch: PlannedBatch, places: Places) -> PlannedRun | None:
    run = summary_spec(batch, records_parameter(settings, places))
    if run is None:
        return None
    spec = Spec(f"{batch.spec.name} summary", run.notebook)
    return plan_batch(spec, [run.parameters], Known(settings, desk), Inputs(settings)).runs[0]


def _has_lost_summary(settings: Settings, desk: Desk, places: Places, summary: PlannedRun) -> bool:
    """Whether the results note must be written but the summary's output is not on this machine."""
    return places.results not in desk.index.notes and read_result(settings, summary.key) is None


def compile_plan(settings: Settings, desk: Desk, plan: Plan) -> Notes:
    """Write all notes from what is stored, and run nothing."""
    notes = Notes()
    for batch in plan.batches:
        notes += _finish(settings, desk, batch, lambda _runs: None)
    for question in plan.blocked:
        notes += write_blocked(settings, desk.index, question)
    return notes


def title_of(batch: PlannedBatch, run: PlannedRun) -> str:
    """The title of a run whose notebook gives none."""
    return run_title(batch.spec.name, list(batch.spec.sweep or run.parameters), run.parameters)


def problems_of(plan: Plan) -> tuple[Problem, ...]:
    """What keeps blocks of a plan from running."""
    return tuple(problem for question in plan.blocked for problem in question.problems) + plan.problems
