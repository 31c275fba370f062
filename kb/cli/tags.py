"""`kb tags`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.printing import count, print_json, print_unread
from kb.config import read_settings


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """List the tags of the vault with the number of notes and canvases that carry each, or one below it.

    \b
    Example:
      kb tags
      kb tags rename fx currencies --dry-run
    """
    if context.invoked_subcommand is not None:
        return
    from kb.workflows.tags import count_tags  # noqa: PLC0415  (commands import what they need)

    counts = count_tags(read_settings(Path.cwd()))
    if as_json:
        print_json(counts)
        return
    width = max(map(len, counts), default=0)
    for tag, number in counts.items():
        click.echo(f"{tag:{width}}  {number:>6,}")


@command.command("rename")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def rename(old: str, new: str, *, dry_run: bool) -> int:
    """Rename a tag and those below it, in any case: in text, properties and canvases.

    Where NEW is a tag already, the two become one. In code, comments and mathematics nothing is a tag, and nothing
    changes.

    \b
    Example:
      kb tags rename fx currencies
      kb tags rename idea/old archive --dry-run
    """
    from kb.cli.mv import edits_in, print_edits  # noqa: PLC0415
    from kb.cli.progress_texts import tell_waiting  # noqa: PLC0415
    from kb.workflows.tags import plan_rename  # noqa: PLC0415  (commands import what they need)
    from kb.workflows.writing import hold_workspace, write_rewriting  # noqa: PLC0415

    settings = read_settings(Path.cwd())
    with hold_workspace(settings, "kb tags rename", tell_waiting):
        rewriting = plan_rename(settings, old, new)
        if not dry_run:
            write_rewriting(settings, rewriting)
    print_edits(rewriting.edits)
    found = f"{count(edits_in(rewriting.edits), 'tag')} in {count(len(rewriting.edits), 'file')}"
    click.echo(f"{'Would rename' if dry_run else 'Renamed'} {found}.")
    return print_unread(rewriting.problems)
