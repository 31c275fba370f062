"""`kb export`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.options import asked_audience, audience_options
from kb.cli.printing import count, print_problems
from kb.config import read_settings


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@audience_options
def command(folder: Path, audience: str | None, *, is_public: bool) -> int:
    """Write the vault into DIR as plain CommonMark, for GitHub, Zensical and other tools.

    Links are resolved, embeds are inlined, callouts are quotes; comments and private notes are left out. DIR is empty
    or holds an earlier export, of which only files that nobody changed are replaced.

    \b
    Example:
      kb export public
      kb export --public public
    """
    from kb.workflows.export import export_vault  # noqa: PLC0415  (commands import what they need)

    settings = read_settings(Path.cwd())
    outcome = export_vault(settings, folder, asked_audience(settings, audience, is_public=is_public))
    exported = outcome.exported
    notes, others = count(outcome.notes, "note"), count(exported.files - outcome.notes, "other file")
    changed = f"{len(exported.written):,} written, {len(exported.removed):,} removed"
    click.echo(f"{notes} and {others} are in {folder}: {changed}.")
    return print_problems(outcome.problems)
