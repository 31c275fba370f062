"""`kb new`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.config import read_settings

if TYPE_CHECKING:
    from kb.workflows.new import Kind


@click.command()
@click.argument("kind", type=click.Choice(["note", "idea", "journal", "experiment", "strategy"]))
@click.argument("title", required=False)
def command(kind: Kind, title: str | None) -> None:
    """Write a new note, idea, journal entry, experiment or strategy from the vault's templates.

    An experiment holds a kb block to change. A strategy comes with its code in `strategies/` and a kb block that
    tests it. A journal entry without a title is today's. Nothing that exists is overwritten.

    \b
    Example:
      kb new idea "Gaps that fill"
      kb new experiment "Does a slower average help?"
      kb new strategy "Turtle breakout"
      kb new journal
    """
    from kb.workflows.new import new_note  # noqa: PLC0415  (commands import what they need)

    settings = read_settings(Path.cwd())
    now = datetime.now().astimezone()
    if title is None:
        if kind != "journal":
            raise click.UsageError(f'A title is missing: kb new {kind} "My title"')
        title = f"{now:%Y-%m-%d}"
    for path in new_note(settings, kind, title, now):
        click.echo(path.relative_to(settings.root) if path.is_relative_to(settings.root) else path)
