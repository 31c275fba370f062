"""`kb plan`."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.options import jobs_of
from kb.cli.printing import count, duration, parameters_text, print_json, print_problems, print_unread
from kb.config import Settings, read_settings

if TYPE_CHECKING:
    from kb.runs.plan import PlannedRun
    from kb.workflows.ask import Desk
    from kb.workflows.plan import Plan

MOST_STALE = 20
"""So many stale runs of a batch are listed."""


def plan_for(
    settings: Settings,
    what: str | None,
    parameters: tuple[str, ...] = (),
    *,
    force: bool = False,
) -> tuple[Desk, Plan]:
    """Read the vault and plan what a command names: nothing for all, a note, or a notebook."""
    from kb.runs.fingerprint import Inputs  # noqa: PLC0415  (commands import what they need)
    from kb.workflows.ask import read_desk  # noqa: PLC0415
    from kb.workflows.asked import find_asked  # noqa: PLC0415
    from kb.workflows.plan import plan_notebook, plan_questions  # noqa: PLC0415

    if parameters and not what:
        raise click.UsageError("-p goes with a notebook: kb run notebooks/backtest.py -p fast=10")
    desk, inputs = read_desk(settings), Inputs(settings)
    note = find_asked(settings, desk, _in_vault(settings, what)) if what and not parameters else None
    if what and note is None:
        return desk, plan_notebook(settings, desk, inputs, what, _pairs(parameters), force=force)
    return desk, plan_questions(settings, desk, inputs, only=note, force=force)


def _in_vault(settings: Settings, what: str) -> str:
    """A note's file named from the current folder, as a shell completes it, by its path in the vault."""
    file = Path(what).resolve()
    is_note = file.is_file() and file.is_relative_to(settings.vault)
    return file.relative_to(settings.vault).as_posix() if is_note else what


def _pairs(texts: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (name and equals):
            shown = re.sub(r"(?<=\W).+", "…", text, flags=re.DOTALL)  # what follows may be a secret
            raise click.UsageError(f"-p takes name=value, not {shown!r}")
        if name in pairs:
            raise click.UsageError(f"-p gives {name!r} twice; to run several values, write a sweep in a kb block")
        pairs[name] = value
    return pairs


@click.command()
@click.argument("what", required=False, metavar="[NOTE|NOTEBOOK]")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of the notebook named.")
@click.option("--all", "show_all", is_flag=True, help="List every run, fresh ones too.")
@click.option("--force", is_flag=True, help="Plan as `kb run --force` would run.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(what: str | None, parameters: tuple[str, ...], *, show_all: bool, force: bool, as_json: bool) -> int:
    """Show what would run, why, and how long it takes.

    A run is stale when it is new, or when the notebook, the code, the libraries or the data it read have changed.

    \b
    Example:
      kb plan
      kb plan "SMA crossover"
    """
    from kb.runs.costs import costs_of  # noqa: PLC0415

    settings = read_settings(Path.cwd())
    desk, plan = plan_for(settings, what, parameters, force=force)
    found = plan.problems
    jobs = jobs_of(settings, None)
    costs = costs_of(plan.known.results.values())
    seconds = costs.total_seconds([*plan.stale, *plan.stale_summaries], jobs)
    if as_json:
        runs = [asdict(run) | {"batch": batch.spec.name} for batch in plan.batches for run in batch.runs]
        problems = [asdict(problem) for problem in (*desk.problems, *found)]
        summaries = [asdict(run) | {"batch": name} for name, run in plan.summaries.items()]
        print_json({"runs": runs, "summaries": summaries, "estimated_seconds": seconds, "problems": problems})
        return 1 if problems else 0
    _print_plan(plan, show_all=show_all)
    if seconds:
        click.echo(f"About {duration(seconds)} with {count(jobs, 'process')}.")
    return print_problems(found) | print_unread(desk.problems)


def _print_plan(plan: Plan, *, show_all: bool) -> None:
    for batch in plan.batches:
        where = f"  {batch.spec.path}:{batch.spec.line}" if batch.spec.path else ""
        click.echo(f"{click.style(batch.spec.name, bold=True)}{where}")
        click.echo(f"  {count(len(batch.runs), 'run')} of {batch.spec.notebook}, {len(batch.stale):,} to run")
        summary = plan.summaries.get(batch.spec.name)
        shown = batch.runs if show_all else batch.stale[:MOST_STALE]
        for run in shown:
            _print_run(run, parameters_text(run.parameters))
        if len(batch.stale) > len(shown):
            click.echo(f"    … and {len(batch.stale) - len(shown):,} more (--all lists them)")
        if summary and (summary.reason or show_all):
            _print_run(summary, "summary")
    summaries = f" and {count(len(plan.stale_summaries), 'summary')}" if plan.stale_summaries else ""
    click.echo(f"{count(len(plan.stale), 'run')}{summaries} to run.")


def _print_run(run: PlannedRun, what: str) -> None:
    detail = f" ({run.detail})" if run.detail else ""
    click.echo(f"    {run.key}  {what}  {click.style(run.reason or 'fresh', fg='cyan')}{detail}")
