"""`kb why`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.printing import print_json
from kb.cli.show import run_heading
from kb.config import read_settings

if TYPE_CHECKING:
    from kb.workflows.why import Why

MEANINGS = {
    None: "fresh: all that it depended on is as it was",
    "new": "stale: nothing is known of any run of its batch",
    "parameters": "stale: its batch is known, these parameters are not",
    "source": "stale: its notebook, code that it uses, or a library has changed",
    "input": "stale: data that it read has changed",
    "failed before": "stale: it did not succeed the last time",
    "damaged": "stale: what this machine has stored of it is damaged",
}


@click.command()
@click.argument("run", metavar="RUN")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(run: str, *, as_json: bool) -> None:
    """Say why a run is fresh or stale: what changed, what it was and is, and which block asks for it.

    RUN is its title, its key, its note, or the start of its title or key.

    \b
    Example:
      kb why "SMA crossover AAPL 50-200"
    """
    from kb.workflows.why import explain  # noqa: PLC0415  (commands import what they need)

    why = explain(read_settings(Path.cwd()), run)
    if as_json:
        print_json(asdict(why) | {"changed": [asdict(state) for state in why.changed]})
        return
    click.echo(run_heading(why.title, why.key))
    click.echo(click.style(MEANINGS[why.reason], fg="yellow" if why.reason else "green"))
    click.echo(f"asked by: {', '.join(why.asked_by) or 'no kb block'}")
    _print_inputs(why)
    _print_failure(why)


def _print_inputs(why: Why) -> None:
    if why.changed:
        click.echo("changed:")
    for state in why.changed:
        click.echo(f"  {state.kind:9} {state.name}  was {state.was}, is {state.now}")
    libraries = [f"{state.name} {state.now}" for state in why.libraries if state not in why.changed]
    if libraries:
        click.echo(f"libraries as they were: {', '.join(libraries)}")


def _print_failure(why: Why) -> None:
    if why.error:
        click.echo(f"it failed: {why.error}")
    if why.failure and why.failure.source:
        click.echo(why.failure.source)
