"""`kb export`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.printing import count, print_problems
from kb.config import read_settings


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> int:
    """Write the vault into DIR as plain CommonMark, for GitHub, Zensical and other tools.

    Links are resolved, embeds are inlined, callouts are quotes; comments and private notes are left out. DIR is empty
    or holds an earlier export, of which only files that nobody changed are replaced.

    \b
    Example:
      kb export public
    """
    from kb.workflows.export import export_vault  # noqa: PLC0415  (commands import what they need)

    outcome = export_vault(read_settings(Path.cwd()), folder)
    exported = outcome.exported
    notes, others = count(outcome.notes, "note"), count(exported.files - outcome.notes, "other file")
    changed = f"{len(exported.written):,} written, {len(exported.removed):,} removed"
    click.echo(f"{notes} and {others} are in {folder}: {changed}.")
    return print_problems(outcome.problems)
