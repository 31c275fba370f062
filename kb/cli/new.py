"""`kb new`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from kb.cli.printing import print_problems
from kb.config import read_settings

if TYPE_CHECKING:
    from kb.workflows.new import Kind


@click.command()
@click.argument("kind", type=click.Choice(["note", "daily", "idea", "journal", "experiment", "strategy"]))
@click.argument("title", required=False)
@click.option("--template", default="", metavar="NAME", help="A template of the vault, instead of that of the kind.")
@click.option("--folder", default="", metavar="FOLDER", help="A folder of the vault, instead of that of the kind.")
def command(kind: Kind | Literal["daily"], title: str | None, template: str, folder: str) -> int:
    """Write a new note, daily note, idea, journal entry, experiment or strategy from the vault's templates.

    An experiment holds a kb block to change. A strategy comes with its code in `strategies/` and a kb block that
    tests it. A journal entry without a title is today's. A daily note is today's, or that of the date given; its
    folder, name and template are those that Obsidian is set to. Nothing that exists is overwritten.

    \b
    Example:
      kb new idea "Gaps that fill"
      kb new note "Call with Ada" --template Meeting --folder projects
      kb new daily
      kb new experiment "Does a slower average help?"
      kb new strategy "Turtle breakout"
      kb new journal
    """
    from kb.vault.reading.obsidian import read_obsidian  # noqa: PLC0415  (commands import what they need)
    from kb.workflows.new import Wish, daily_note, new_note  # noqa: PLC0415

    settings = read_settings(Path.cwd())
    obsidian, problems = read_obsidian(settings.vault)
    now = datetime.now().astimezone()
    if kind == "daily":
        if template or folder:
            raise click.UsageError("A daily note has the template and the folder that Obsidian is set to.")
        paths = [daily_note(settings, _day(title, now), obsidian)]
    else:
        if title is None and kind != "journal":
            raise click.UsageError(f'A title is missing: kb new {kind} "My title"')
        title = f"{now:%Y-%m-%d}" if title is None else title
        paths = new_note(settings, kind, title, now, Wish(obsidian, template, folder))
    for path in paths:
        click.echo(path.relative_to(settings.root) if path.is_relative_to(settings.root) else path)
    return print_problems(problems)


def _day(text: str | None, now: datetime) -> datetime:
    """The day that was typed, at this time of day, or today."""
    try:
        return now if text is None else datetime.combine(date.fromisoformat(text), now.timetz())
    except ValueError as error:
        raise click.UsageError(f"This is no date like 2024-05-01: {text}") from error
