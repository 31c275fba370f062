"""Why a run is fresh or stale."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.config import Settings
from kb.model.run import Failure, Input, InputKind
from kb.runs.fingerprint import Inputs
from kb.runs.plan import PlannedRun, Reason, judge
from kb.workflows.ask import read_desk
from kb.workflows.asked import asking_specs
from kb.workflows.known import Known
from kb.workflows.plan import Plan, plan_questions
from kb.workflows.run import ask
from kb.workflows.show import find_key


@dataclass(frozen=True, slots=True)
class InputState:
    """An input as it was when the run ran, and as it is: checksums, for a library versions; `missing` for none."""

    kind: InputKind
    name: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Why:
    """What is to be said of a run's freshness.

    Attributes:
        key: Its key.
        title: Its title.
        reason: Why it must run, or None when it is fresh.
        asked_by: The blocks that ask for it, as `note:line`.
        inputs: All that it depended on, in the order of its record.
        error: Why it did not succeed, in one line; empty when it did, or never ran.
        failure: The same at length, where this machine has it.
    """

    key: str
    title: str
    reason: Reason | None
    asked_by: tuple[str, ...]
    inputs: tuple[InputState, ...]
    error: str
    failure: Failure | None

    @property
    def changed(self) -> tuple[InputState, ...]:
        """The inputs that are not what they were."""
        return tuple(state for state in self.inputs if state.was != state.now)

    @property
    def libraries(self) -> tuple[InputState, ...]:
        """The libraries, with their versions then and now."""
        return tuple(state for state in self.inputs if state.kind == "library")


def explain(settings: Settings, name: str) -> Why:
    """Say why the run of this name is fresh or stale; it may be one that is asked for and has never run.

    Raises:
        KbError: There is no such run, or there are several.
    """
    desk, inputs = read_desk(settings), Inputs(settings)
    plan = plan_questions(settings, desk, inputs)
    planned, titles = _planned(plan)
    key = find_key(titles | _titles(plan.known), desk.index, name)
    run = planned.get(key) or _unasked(plan.known, key, inputs)
    record = run.record
    result = plan.known.results.get(key)
    specs = asking_specs(settings, desk).get(key, ())
    return Why(
        key=key,
        title=record.title if record else titles[key],
        reason=run.reason,
        asked_by=tuple(f"{spec.path}:{spec.line}" for spec in specs),
        inputs=tuple(_states(record.inputs if record else (), inputs)),
        error=record.error if record else "",
        failure=result.failure if result and result.record == record else None,
    )


def _planned(plan: Plan) -> tuple[dict[str, PlannedRun], dict[str, str]]:
    """The runs that the vault asks for, and the titles that they have until their notebooks give them one."""
    asked = [ask(batch, run) for batch in plan.batches for run in batch.runs]
    runs = {one.run.key: one.run for one in asked} | {run.key: run for run in plan.summaries.values()}
    titles = {one.run.key: one.title for one in asked}
    return runs, titles | {run.key: f"{batch} summary" for batch, run in plan.summaries.items()}


def _titles(known: Known) -> dict[str, str]:
    tracked = {key: records[0].title for key, records in known.tracked.items()}
    stored = {key: result.record.title for key, result in known.results.items()}
    return {key: title for key, title in (tracked | stored).items() if title}


def _unasked(known: Known, key: str, inputs: Inputs) -> PlannedRun:
    """A run that no block asks for, judged as if one did."""
    return PlannedRun(key, "", {}, *judge(known(key), inputs, is_damaged=key in known.damaged))


def _states(inputs: Iterable[Input], present: Inputs) -> Iterable[InputState]:
    return (InputState(item.kind, item.name, item.checksum, present.checksum(item.kind, item.name)) for item in inputs)
