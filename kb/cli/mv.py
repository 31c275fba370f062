"""`kb mv`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.printing import count, print_unread
from kb.config import Settings, read_settings

if TYPE_CHECKING:
    from kb.vault.writing.edits import Edit


@click.command()
@click.argument("note", metavar="NOTE")
@click.argument("new", metavar="NEW")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def command(note: str, new: str, *, dry_run: bool) -> int:
    """Rename or move a note, attachment or folder; every link, embed, property and canvas that meant it still does.

    NOTE is a path in the vault, or a name as in a link. NEW is its new name in the same folder; or, with a slash, its
    new path in the vault; or, with a slash at the end, the folder to which it goes. Each link is rewritten in its own
    style, and no other link in the vault changes what it means: where that cannot be, nothing is moved.

    \b
    Example:
      kb mv "Gaps that fill" "Gaps that close"
      kb mv ideas/Gaps.md strategies/gaps/
      kb mv charts journal/charts --dry-run
    """
    from kb.cli.progress_texts import tell_waiting  # noqa: PLC0415
    from kb.workflows.move import plan_move  # noqa: PLC0415  (commands import what they need)
    from kb.workflows.writing import hold_workspace, write_rewriting  # noqa: PLC0415

    settings = read_settings(Path.cwd())
    names = [_in_vault(settings, name) for name in (note, new)]
    with hold_workspace(settings, "kb mv", tell_waiting):
        rewriting = plan_move(settings, *names)
        if not dry_run:
            write_rewriting(settings, rewriting)
    print_edits(rewriting.edits)
    before, after = rewriting.changes.renames[-1]
    found = f"{count(edits_in(rewriting.edits), 'link')} in {count(len(rewriting.edits), 'file')}"
    click.echo(f"{'Would move' if dry_run else 'Moved'} {before} -> {after}; {found}.")
    return print_unread(rewriting.problems)


def print_edits(edits: Mapping[str, Sequence[Edit]]) -> None:
    """Print each change: `path:line: old -> new`."""
    for path, of_file in edits.items():
        for edit in sorted(of_file, key=lambda edit: edit.start):
            click.echo(f"{path}:{edit.line}: {edit.before} -> {edit.after}")


def edits_in(edits: Mapping[str, Sequence[Edit]]) -> int:
    """How many changes those are."""
    return sum(len(of_file) for of_file in edits.values())


def _in_vault(settings: Settings, name: str) -> str:
    """A path in the vault, where it was typed from the current folder down, as a shell completes it."""
    here = Path.cwd()
    if settings.vault == here or not settings.vault.is_relative_to(here):
        return name
    prefix = f"{settings.vault.relative_to(here).as_posix()}/"
    return name.replace("\\", "/").removeprefix(prefix) if not (settings.vault / prefix).exists() else name
