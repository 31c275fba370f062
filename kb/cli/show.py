"""`kb show`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.printing import print_json
from kb.cli.progress_texts import failure_text
from kb.cli.show_note import file_lines, note_lines
from kb.cli.table import size_text
from kb.config import read_settings
from kb.model.run import Result

if TYPE_CHECKING:
    from kb.vault.view import FileView, NoteView
    from kb.workflows.show import FoundRun


LEAST_NAME_WIDTH = 28
DAMAGED = "What is stored of this run on this machine is damaged"
RUNS_AGAIN = "`kb run` runs it again; where the command line asked for it, the same command does."


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(name: str, *, as_json: bool) -> None:
    """Show one run, one note or another file of the vault.

    Of a run: parameters, metrics, what it took, what it depended on, why it failed. NAME is its title, its key, its
    note, or the start of its title or key.

    Of a note: properties, tags, outline, where its links lead, what links to it. NAME is its path, name or alias, as
    in a link. Of another file, like a picture or a canvas: what links to it.

    \b
    Example:
      kb show "SMA crossover AAPL 50-200"
      kb show guide/Publish
    """
    from kb.vault.view import FileView, NoteView  # noqa: PLC0415  (commands import what they need)
    from kb.workflows.show import find_shown  # noqa: PLC0415

    found = find_shown(read_settings(Path.cwd()), name)
    if isinstance(found, NoteView | FileView):
        _show_file(found, as_json=as_json)
    elif as_json:
        print_json(_table(found))
    else:
        _show_run(found)


def _show_file(found: NoteView | FileView, *, as_json: bool) -> None:
    from kb.vault.view import NoteView  # noqa: PLC0415  (commands import what they need)

    if as_json:
        print_json(asdict(found))
        return
    for line in note_lines(found) if isinstance(found, NoteView) else file_lines(found):
        click.echo(line)


def _show_run(found: FoundRun) -> None:
    record, result = found.record, found.result
    click.echo(f"{run_heading(record.title, record.key)}  {record.status}")
    click.echo(f"note: {found.note}\n" if found.note else "", nl=False)
    for heading, values in (("parameters", record.parameters), ("metrics", record.metrics), ("took", _took(result))):
        for line in _values(heading, values):
            click.echo(line)
    click.echo("inputs:")
    for item in record.inputs:
        click.echo(f"  {item.kind:9} {item.name}  {item.checksum}")
    if result:
        click.echo(f"notebook: {result.executed}" + f"\n{failure_text(result)}".rstrip())
    elif record.error:
        click.echo(record.error)
    if found.is_damaged:
        click.echo(f"{DAMAGED}. {RUNS_AGAIN}", err=True)


def run_heading(title: str, key: str) -> str:
    """How a run is headed: its title in bold, then its key."""
    return f"{click.style(title or 'untitled', bold=True)}  {key}"


def _table(found: FoundRun) -> dict[str, Any]:
    result = asdict(found.result) if found.result else {}
    took = {name: result.get(name) for name in ("executed", "seconds", "way", "peak_bytes", "attempts", "failure")}
    return asdict(found.record) | {"note": found.note} | took


def _values(heading: str, table: Mapping[str, Any]) -> Iterator[str]:
    if not table:
        return
    yield f"{heading}:"
    width = max(LEAST_NAME_WIDTH, *map(len, table))
    yield from (f"  {name:{width}} {'undefined' if value is None else value}" for name, value in table.items())


def _took(result: Result | None) -> dict[str, Any]:
    """What a run took on this machine, as far as that is known."""
    if result is None:
        return {}
    memory = None if result.peak_bytes is None else size_text(result.peak_bytes)
    tried = result.attempts if result.attempts > 1 else None
    took = {"seconds": result.seconds, "kernel": result.way or None, "peak memory": memory, "attempts": tried}
    return {name: value for name, value in took.items() if value is not None}
