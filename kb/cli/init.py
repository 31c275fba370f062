"""`kb init`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kb.cli.printing import count


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--vault", type=click.Path(path_type=Path), help="An Obsidian vault that you have; it is not written to.")
def command(folder: Path, vault: Path | None) -> None:
    """Make a workspace: a vault, notebooks, settings.

    With --vault it is made around a vault that you have; what is there stays as it is.

    \b
    Example:
      kb init desk
      kb init desk --vault ~/Documents/Notes
    """
    from kb.workflows.init import init_workspace  # noqa: PLC0415  (commands import what they need)

    written = init_workspace(folder, vault, datetime.now().astimezone())
    click.echo(f"{count(len(written), 'file')} written.\nNext:")
    if folder.resolve() != Path.cwd():
        click.echo(f'  cd "{folder}"' if " " in str(folder) else f"  cd {folder}")
    click.echo("  kb build\n  kb serve")
