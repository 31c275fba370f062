"""`kb run`."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path

import click

from kb.cli.batch import run_batch, teller_for
from kb.cli.options import batch_options, how_to_run
from kb.cli.plan import plan_for
from kb.config import read_settings
from kb.model.memory import Memory


@click.command()
@click.argument("what", required=False, metavar="[NOTE|NOTEBOOK]")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of the notebook named.")
@batch_options
@click.option("--failed", "only_failed", is_flag=True, help="Run only what failed before.")
@click.option("--force", is_flag=True, help="Run fresh ones too, and summaries.")
@click.option("--json", "as_json", is_flag=True, help="Print events, one JSON object a line.")
def command(
    what: str | None,
    parameters: tuple[str, ...],
    jobs: int | None,
    memory: Memory | None,
    *,
    is_sure: bool,
    is_verbose: bool,
    only_failed: bool,
    force: bool,
    as_json: bool,
) -> int:
    """Run what is stale and write what was found into the vault.

    Without an argument it runs every stale kb block of the vault; a note's name runs that note's blocks; a notebook
    runs once, with the parameters given.

    \b
    Example:
      kb run
      kb run "SMA crossover" --force
      kb run notebooks/backtest.py -p symbol=IBM -p fast=10
    """
    from kb.workflows.writing import hold_workspace  # noqa: PLC0415  (commands import what they need)

    if only_failed and force:
        raise click.UsageError("--failed runs what failed, --force runs all: give one of them")
    settings = read_settings(Path.cwd())
    how = how_to_run(settings, jobs, memory, is_sure=is_sure, is_quiet=as_json, only_failed=only_failed)
    read_plan = partial(plan_for, settings, what, parameters, force=force)
    with (
        closing(teller_for(as_json=as_json, is_verbose=is_verbose)) as teller,
        hold_workspace(settings, "kb run", teller.waiting),
    ):
        return run_batch(settings, read_plan, how, teller)
