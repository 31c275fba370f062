"""`kb run`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.plan import jobs_of, plan_for
from kb.cli.printing import count, duration, print_problems
from kb.config import Settings, read_settings
from kb.model.run import Result

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from kb.model.run import Started
    from kb.workflows.ask import Desk
    from kb.workflows.plan import Plan


@click.command()
@click.argument("what", required=False, metavar="[NOTE|NOTEBOOK]")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of the notebook named.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Runs at a time (default: one for each processor).")
@click.option("--force", is_flag=True, help="Run fresh ones too.")
def command(what: str | None, parameters: tuple[str, ...], jobs: int | None, *, force: bool) -> int:
    """Run what is stale and write what was found into the vault.

    Without an argument it runs every stale kb block of the vault; a note's name runs that note's blocks; a notebook
    runs once, with the parameters given.

    \b
    Example:
      kb run
      kb run "SMA crossover" --force
      kb run notebooks/backtest.py -p symbol=IBM -p fast=10
    """
    settings = read_settings(Path.cwd())
    desk, plan = plan_for(settings, what, parameters, force=force)
    return print_problems(desk.problems) | run_and_print(settings, desk, plan, jobs_of(settings, jobs))


def run_and_print(settings: Settings, desk: Desk, plan: Plan, jobs: int) -> int:
    """Run a plan with a progress bar, say what came of it, and return the exit code."""
    import time  # noqa: PLC0415  (commands import what they need)

    from kb.runs.execute import execute_runs  # noqa: PLC0415
    from kb.workflows.run import run_plan  # noqa: PLC0415

    started = time.monotonic()
    with Progress() as told:
        outcome = run_plan(settings, desk, plan, lambda runs: told(execute_runs(settings, runs, jobs), len(runs)))
    failed = [result for result in outcome.results if result.failure]
    fresh = len({run.key for batch in plan.batches for run in batch.runs if not run.reason})
    took = f" in {duration(time.monotonic() - started)}" if outcome.results else ""
    click.echo(f"{count(len(outcome.results), 'run')}{took}, {len(failed)} failed, {fresh} fresh.")
    if outcome.notes.changed:
        click.echo(f"{count(len(outcome.notes.changed), 'file')} of the vault written.")
    code = print_problems([*outcome.blocked, *outcome.notes.problems])
    return 1 if failed else code


class Progress:
    """A bar at a terminal, plain lines elsewhere; failures are told as they happen.

    It is told of runs in several goes (what is stale, then the summaries over it), and its total grows with them.
    """

    def __init__(self) -> None:
        self._total = 0
        self._done = 0
        self._bar: Bar | None = None

    def __enter__(self) -> Callable[[Iterable[Started | Result], int], Iterator[Result]]:
        return self._told

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def _told(self, events: Iterable[Started | Result], expected: int) -> Iterator[Result]:
        self._total += expected
        if expected and sys.stderr.isatty():
            self._bar = self._bar or opened_bar()
            self._bar.update(self._bar.task_ids[0], total=self._total)
        for event in events:
            if isinstance(event, Result):
                self._tell(event)
                yield event

    def _tell(self, result: Result) -> None:
        self._done += 1
        if result.failure:
            click.echo(failure_text(result), err=True)
        elif not self._bar:
            click.echo(f"[{self._done}/{self._total}] {name_of(result)} {result.seconds:.1f} s")
        if self._bar:
            self._bar.advance(self._bar.task_ids[0])


def opened_bar() -> Bar:
    """A bar with one task, at a terminal."""
    from rich.console import Console  # noqa: PLC0415  (commands import what they need)
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (TextColumn("Running"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Bar(*columns, console=Console(stderr=True))
    bar.add_task("Running", total=None)
    bar.start()
    return bar


def failure_text(result: Result) -> str:
    """Why a run failed: its title, the cell, the lines, the exception, and where to look."""
    failure = result.failure
    if failure is None:
        return ""
    head = click.style(f"{result.record.status}: {name_of(result)}", fg="red")
    cell = f"\n  {result.notebook}, cell {failure.cell}:\n{failure.source}" if failure.cell else ""
    return f"{head}{cell}\n  {failure.name}: {failure.message}\n  kb open {result.record.key}"


def name_of(result: Result) -> str:
    """What a run is called: a summary that failed before it gave itself a title is called by its notebook."""
    return result.record.title or result.notebook
