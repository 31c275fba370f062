"""A batch from plan to notes, told as it goes: what `kb run` and `kb build` have in common."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import click

from kb.cli.ctrl_c import CtrlC
from kb.cli.options import How
from kb.cli.printing import count
from kb.cli.progress import Done, Planned, Teller, follow
from kb.cli.progress_texts import about
from kb.config import Settings
from kb.errors import UsageError
from kb.model.problem import Problem
from kb.model.run import Event, Result

if TYPE_CHECKING:
    from kb.runs.costs import Costs
    from kb.runs.pace import Pace
    from kb.runs.plan import Asked
    from kb.workflows.ask import Desk
    from kb.workflows.notes import Notes
    from kb.workflows.plan import Plan
    from kb.workflows.run import Execute

MANY_RUNS = 1000
"""More stale runs than these are begun only when the user has agreed."""

ReadPlan = Callable[[], "tuple[Desk, Plan]"]


def teller_for(*, as_json: bool = False, is_verbose: bool = False) -> Teller:
    """Who is told: another program, a person at a terminal, or a log."""
    from kb.cli.progress_bar import Bar  # noqa: PLC0415  (commands import what they need)
    from kb.cli.progress_json import Events  # noqa: PLC0415
    from kb.cli.progress_lines import Lines  # noqa: PLC0415

    if as_json:
        return Events()
    return Bar(is_verbose=is_verbose) if sys.stderr.isatty() else Lines(is_verbose=is_verbose)


def run_batch(settings: Settings, read_plan: ReadPlan, how: How, teller: Teller) -> int:
    """Run what is stale, write notes, and return the exit code.

    Args:
        settings: The workspace, whose lock is held.
        read_plan: Reads the vault as it is now, and plans.
        how: How to run it.
        teller: Who is told.

    Raises:
        Abort: Ctrl-C was pressed; it says what that means for the next time.
        UsageError: It is a large batch and nobody agreed to it.
    """
    from kb.runs.costs import costs_of  # noqa: PLC0415  (commands import what they need)
    from kb.runs.pace import Pace  # noqa: PLC0415
    from kb.runs.plan import only_failed  # noqa: PLC0415

    desk, whole = read_plan()
    plan = replace(whole, batches=tuple(map(only_failed, whole.batches))) if how.only_failed else whole
    costs = costs_of(whole.known.results.values())
    planned = _planned(whole, plan, costs, how)
    if not _is_agreed(plan, planned, how):
        click.echo("Nothing was begun.", err=True)
        return 1
    pace, ctrl_c = Pace(costs, how.jobs), CtrlC()
    pace.foresee(plan.stale_summaries)
    teller.planned(planned, pace)
    with ctrl_c.counted():
        notes = _run(settings, desk, plan, _engine(settings, how, pace, teller, ctrl_c))
    problems = (*desk.problems, *plan.problems, *notes.problems)
    done = _done(pace, planned, notes.changed, problems, is_stopped=ctrl_c.presses > 0)
    teller.done(done)
    if done.is_stopped:
        raise click.Abort(_farewell(plan))
    return done.code


def _done(
    pace: Pace, planned: Planned, files: tuple[str, ...], problems: tuple[Problem, ...], *, is_stopped: bool
) -> Done:
    return Done(
        runs=pace.runs.done,
        summaries=pace.summaries.done,
        failed=pace.failed,
        fresh=planned.fresh,
        not_begun=pace.runs.left,
        seconds=pace.seconds,
        files=files,
        problems=problems,
        is_stopped=is_stopped,
    )


def _farewell(plan: Plan) -> str:
    """What the next time does after Ctrl-C."""
    if any(run.reason == "forced" for run in (*plan.stale, *plan.stale_summaries)):
        return "Stopped. What was run anew is kept; `--force` begins all of it again."
    return "Stopped. `kb run` goes on from here."


def _planned(whole: Plan, plan: Plan, costs: Costs, how: How) -> Planned:
    fresh = {run.key for batch in whole.batches for run in batch.runs if not run.reason}
    seconds = costs.total_seconds([*plan.stale, *plan.stale_summaries], how.jobs)
    return Planned(len(plan.stale), len(plan.stale_summaries), len(fresh), how.jobs, how.memory_bytes, seconds)


def _is_agreed(plan: Plan, planned: Planned, how: How) -> bool:
    """Whether a batch may begin: a large one is asked about first."""
    if planned.runs <= MANY_RUNS or how.is_sure:
        return True
    question = f"{_what_is_asked(plan, planned.runs)}, {about(planned.seconds)}"
    if not how.may_ask:
        raise UsageError(question, do="Say `--yes` if that is meant; `kb plan` shows the runs.")
    try:
        return click.confirm(f"{question}. Go on?", err=True)
    except click.Abort:
        message = "\nNothing was begun."
        raise click.Abort(message) from None


def _what_is_asked(plan: Plan, stale: int) -> str:
    """Who asks for how many runs, and how many of them are to run."""
    asking = [batch for batch in plan.batches if batch.stale]
    who = f"{asking[0].spec.name} asks" if len(asking) == 1 else f"{len(asking)} blocks ask"
    asked = len({run.key for batch in asking for run in batch.runs})
    return f"{who} for {count(asked, 'run')}" + (f", {stale:,} of them to run" if stale < asked else "")


def _engine(settings: Settings, how: How, pace: Pace, teller: Teller, ctrl_c: CtrlC) -> Execute:
    """What executes runs, and tells of them."""
    from kb.runs.execute import execute_runs  # noqa: PLC0415  (commands import what they need)

    def execute(asked: Sequence[Asked]) -> Iterator[Result]:
        pace.ask(asked)
        events = cast(
            "Generator[Event]",
            execute_runs(settings, asked, how.jobs, how.memory_bytes, stops=lambda: ctrl_c.presses),
        )
        with ctrl_c.heeded(), closing(events):
            yield from follow(events, pace, teller)

    return execute


def _run(settings: Settings, desk: Desk, plan: Plan, execute: Execute) -> Notes:
    """Run a plan and write its notes; Ctrl-C pressed twice leaves them to the next time."""
    from kb.workflows.notes import Notes  # noqa: PLC0415  (commands import what they need)
    from kb.workflows.run import run_plan  # noqa: PLC0415  (commands import what they need)

    try:
        return run_plan(settings, desk, plan, execute).notes
    except KeyboardInterrupt:
        return Notes()
