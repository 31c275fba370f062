"""`kb gc`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.printing import count, path_from_here, print_problems
from kb.cli.table import size_text
from kb.config import read_settings

if TYPE_CHECKING:
    from kb.workflows.gc import Garbage


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would be removed, and remove nothing.")
def command(*, dry_run: bool) -> int:
    """Remove from `.kb/` what no kb block asks for and to which no note and no record refers.

    Nothing outside of `.kb/` is touched, and neither is what kb could not write into a note that you edited.

    \b
    Example:
      kb gc --dry-run
      kb gc
    """
    from kb.cli.progress_texts import tell_waiting  # noqa: PLC0415
    from kb.workflows.ask import read_desk  # noqa: PLC0415  (commands import what they need)
    from kb.workflows.gc import find_garbage, remove_garbage  # noqa: PLC0415
    from kb.workflows.writing import hold_workspace  # noqa: PLC0415

    settings = read_settings(Path.cwd())
    with hold_workspace(settings, "kb gc", tell_waiting):
        found, kept = find_garbage(settings, read_desk(settings), time.time())
        removed, failed = ([], []) if dry_run else remove_garbage(settings, found)
    shown = found if dry_run else removed
    for garbage in shown:
        click.echo(f"{'Would remove' if dry_run else 'Removed'} {_name(garbage)}")
    size = size_text(sum(garbage.size_bytes for garbage in shown))
    click.echo(f"{count(len(shown), 'thing')}, {size} {'to free' if dry_run else 'freed'}.")
    return print_problems([*kept, *failed])


def _name(garbage: Garbage) -> str:
    title = f" {garbage.title}" if garbage.title else ""
    return f"{garbage.what}{title}: {path_from_here(str(garbage.path))}, {size_text(garbage.size_bytes)}"
