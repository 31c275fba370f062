"""`kb show`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from kb.cli.printing import print_json
from kb.cli.run import failure_text
from kb.config import read_settings


@click.command()
@click.argument("run", metavar="RUN")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(run: str, *, as_json: bool) -> None:
    """Show one run: parameters, metrics, what it depended on, why it failed.

    RUN is its title, its key, or the start of either.

    \b
    Example:
      kb show "SMA crossover AAPL 10-200"
    """
    from kb.workflows.show import find_run  # noqa: PLC0415  (commands import what they need)

    found = find_run(read_settings(Path.cwd()), run)
    record = found.record
    if as_json:
        print_json(asdict(record) | {"note": found.note, "executed": found.result and found.result.executed})
        return
    click.echo(click.style(record.title, bold=True) + f"  {record.key}  {record.status}")
    if found.note:
        click.echo(f"note: {found.note}")
    for heading, table in (("parameters", record.parameters), ("metrics", record.metrics)):
        click.echo(f"{heading}:")
        for name, value in table.items():
            click.echo(f"  {name:28} {'undefined' if value is None else value}")
    click.echo("inputs:")
    for item in record.inputs:
        click.echo(f"  {item.kind:9} {item.name}  {item.checksum}")
    if found.result:
        click.echo(f"notebook: {found.result.executed}" + f"\n{failure_text(found.result)}".rstrip())
