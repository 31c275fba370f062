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

if TYPE_CHECKING:
    from kb.model.run import Result
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
    with Progress(len(plan.stale)) as told:
        outcome = run_plan(settings, desk, plan, lambda runs: told(execute_runs(settings, runs, jobs)))
    failed = [result for result in outcome.results if result.failure]
    fresh = len({run.key for batch in plan.batches for run in batch.runs if not run.reason})
    took = f" in {duration(time.monotonic() - started)}" if outcome.results else ""
    click.echo(f"{count(len(outcome.results), 'run')}{took}, {len(failed)} failed, {fresh} fresh.")
    if outcome.notes.changed:
        click.echo(f"{count(len(outcome.notes.changed), 'file')} of the vault written.")
    code = print_problems([*outcome.blocked, *outcome.notes.problems])
    return 1 if failed else code


class Progress:
    """A bar at a terminal, plain lines elsewhere; failures are told as they happen."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._bar: Callable[[], None] = lambda: None
        self._close: Callable[[], None] = lambda: None

    def __enter__(self) -> Callable[[Iterable[Result]], Iterator[Result]]:
        if self._total and sys.stderr.isatty():
            self._open_bar()
        return self._told

    def __exit__(self, *_: object) -> None:
        self._close()

    def _open_bar(self) -> None:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415

        columns = (TextColumn("Running"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        bar = Bar(*columns, console=Console(stderr=True))
        task = bar.add_task("Running", total=self._total)
        self._bar = lambda: bar.advance(task)
        self._close = bar.stop
        bar.start()

    def _told(self, results: Iterable[Result]) -> Iterator[Result]:
        for result in results:
            self._tell(result)
            yield result

    def _tell(self, result: Result) -> None:
        self._done += 1
        self._bar()
        if result.failure:
            click.echo(failure_text(result), err=True)
        elif not sys.stderr.isatty():
            click.echo(f"[{self._done}/{max(self._total, self._done)}] {result.record.title} {result.seconds:.1f} s")


def failure_text(result: Result) -> str:
    """Why a run failed: its title, the cell, the lines, the exception, and where to look."""
    failure = result.failure
    if failure is None:
        return ""
    head = click.style(f"{result.record.status}: {result.record.title}", fg="red")
    cell = f"\n  {result.notebook}, cell {failure.cell}:\n{failure.source}" if failure.cell else ""
    return f"{head}{cell}\n  {failure.name}: {failure.message}\n  kb open {result.record.key}"
