"""`kb compile`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.plan import plan_for
from kb.cli.printing import count, print_problems
from kb.config import read_settings


@click.command()
@click.option("--prune", "is_pruning", is_flag=True, help="Remove notes of runs that no block asks for any more.")
def command(*, is_pruning: bool) -> int:
    """Write notes from stored results; run nothing.

    --prune removes the run notes and results notes that no kb block asks for, except those in which you wrote.

    \b
    Example:
      kb compile
      kb compile --prune
    """
    from kb.cli.progress_texts import tell_waiting  # noqa: PLC0415  (commands import what they need)
    from kb.workflows.prune import prune  # noqa: PLC0415
    from kb.workflows.run import compile_plan  # noqa: PLC0415
    from kb.workflows.writing import hold_workspace  # noqa: PLC0415

    settings = read_settings(Path.cwd())
    with hold_workspace(settings, "kb compile", tell_waiting):
        desk, plan = plan_for(settings, None)
        notes = compile_plan(settings, desk, plan)
        removed, kept = prune(settings, desk) if is_pruning else ([], [])
    click.echo(f"{count(len(notes.changed), 'file')} written.")
    for path in removed:
        click.echo(f"Removed {path}")
    return print_problems([*desk.problems, *plan.problems, *notes.problems, *kept])
