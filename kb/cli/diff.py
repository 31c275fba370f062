"""`kb diff`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.printing import print_json
from kb.cli.show import run_heading
from kb.cli.table import cell_text, table_text
from kb.config import read_settings

if TYPE_CHECKING:
    from kb.workflows.cells import CellDifference
    from kb.workflows.diff import Difference, RunDifference

_COLOURS = {"-": "red", "+": "green", "@": "cyan"}


@click.command()
@click.argument("first", metavar="RUN")
@click.argument("second", metavar="RUN")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(first: str, second: str, *, as_json: bool) -> None:
    """Show in what two runs differ: parameters, metrics, inputs, outputs cell by cell.

    A RUN is its title, its key, its note, or the start of its title or key.

    \b
    Example:
      kb diff "SMA crossover AAPL 50-200" "SMA crossover IBM 50-200"
    """
    from kb.workflows.diff import compare_runs  # noqa: PLC0415  (commands import what they need)

    found = compare_runs(read_settings(Path.cwd()), first, second)
    if as_json:
        print_json(_table(found))
        return
    for sign, run in (("-", found.first), ("+", found.second)):
        click.echo(f"{sign} {run_heading(run.record.title, run.record.key)}  {run.record.status}")
    _print_values("parameters", found.parameters)
    _print_values("metrics", found.metrics, ("difference", "relative"))
    _print_values("inputs", found.inputs)
    if found.is_half_failed:
        click.echo("  only those that both have: a run that did not succeed may count all code of the workspace")
    if found.cells is None:
        click.echo("outputs: not compared, because the executed notebooks are not both on this machine, and whole")
    for cell in found.cells or ():
        click.echo("\n".join(_lines(cell)))


def _table(found: RunDifference) -> dict[str, object]:
    runs = {"first": found.first, "second": found.second}
    named = {
        name: {"key": run.record.key, "title": run.record.title, "status": run.record.status}
        for name, run in runs.items()
    }
    return {**asdict(found), **named}


def _print_values(heading: str, found: tuple[Difference, ...], more: tuple[str, ...] = ()) -> None:
    from kb.report.numbers import rounded  # noqa: PLC0415  (commands import what they need)

    if not found:
        click.echo(f"{heading}: equal")
        return
    rows = [(f"  {one.name}", one.first, one.second, rounded(one.absolute), _percent(one.relative)) for one in found]
    columns = 3 + len(more)
    header = (f"{heading}:", "-", "+", *more)
    click.echo(table_text(header, [row[:columns] for row in rows], most_characters=None))


def _percent(fraction: float | None) -> str | None:
    return None if fraction is None else f"{fraction:+.2%}"


def _lines(cell: CellDifference) -> Iterator[str]:
    numbers = [cell_text(number) for number in (cell.first, cell.second)]
    yield f"cell {numbers[0] if cell.first == cell.second else ' and '.join(numbers)}:"
    for heading, lines in (("source", cell.source), ("output", cell.output)):
        if lines:
            yield f"  {heading}"
            yield from (f"    {click.style(line, fg=_COLOURS.get(line[:1]))}" for line in lines)
    yield from (f"  {kind} differs" for kind in cell.differs)
