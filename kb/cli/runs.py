"""`kb runs`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.printing import count, parameters_text, print_json, print_problems
from kb.cli.table import size_text, table_text, terminal_width
from kb.config import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.workflows.runs import KnownRun

STATUSES = ("succeeded", "failed", "timed out", "died")


@click.command()
@click.option("--note", metavar="NOTE", help="Only the runs that this note asks for.")
@click.option("--notebook", metavar="NOTEBOOK", help="Only the runs of this notebook.")
@click.option("--status", type=click.Choice(STATUSES), help="Only the runs that ended so.")
@click.option("--where", "condition", metavar="CONDITION", help="Only the runs for which this holds.")
@click.option("-m", "--metric", "metrics", multiple=True, metavar="NAME", help="A column more; may be given again.")
@click.option("--sort", "sort_by", metavar="NAME", help="Sort by a metric, a parameter, title, seconds …")
@click.option("--reverse", is_flag=True, help="The other way round: lowest first, Z to A.")
@click.option("--limit", type=click.IntRange(min=1), metavar="NUMBER", help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    *,
    note: str | None,
    notebook: str | None,
    status: str | None,
    condition: str | None,
    metrics: tuple[str, ...],
    sort_by: str | None,
    reverse: bool,
    limit: int | None,
    as_json: bool,
) -> int:
    """List runs: those stored on this machine, and those that the vault has records of.

    Numbers sort highest first, texts from A to Z, what is undefined last.

    \b
    Example:
      kb runs --sort sharpe_ratio --limit 10
      kb runs --note "SMA crossover" --where "sharpe_ratio > 0.5 and symbol == 'AAPL'"
      kb runs --status failed
    """
    from kb.runs.where import names_in, parse_where  # noqa: PLC0415  (commands import what they need)
    from kb.workflows import choose  # noqa: PLC0415
    from kb.workflows.runs import FIELDS, read_runs  # noqa: PLC0415

    settings = read_settings(Path.cwd())
    runs, problems = read_runs(settings)
    runs = _of_note(settings, runs, note) if note else runs
    runs = choose.of_notebook(runs, notebook) if notebook else runs
    choose.check_names(runs, metrics)
    shown = [*metrics, *([sort_by] if sort_by else []), *(names_in(parse_where(condition)) if condition else [])]
    runs = choose.of_condition(runs, condition) if condition else runs
    runs = [run for run in runs if run.record.status == status] if status else runs
    found, runs = len(runs), choose.in_order(runs, sort_by or "title", reverse=reverse)[:limit]
    if as_json:
        print_json([table_of(run) for run in runs])
    else:
        _print_table(runs, [name for name in dict.fromkeys(shown) if name not in FIELDS])
        click.echo(f"{len(runs):,} of " * (len(runs) < found) + f"{count(found, 'run')}.", err=True)
    return print_problems(problems)


def _of_note(settings: Settings, runs: Sequence[KnownRun], note: str) -> list[KnownRun]:
    from kb.workflows.asked import keys_asked_in  # noqa: PLC0415  (slow to import)

    keys = keys_asked_in(settings, note)
    return [run for run in runs if run.record.key in keys]


def table_of(run: KnownRun) -> dict[str, Any]:
    """A run as JSON holds it, without the long list of what it depended on."""
    table = asdict(run.record)
    del table["inputs"]
    own = {name: run.value(name) for name in ("notebook", "seconds", "way", "peak_bytes", "attempts")}
    return table | own | {"is_stored": run.result is not None}


def _print_table(runs: Sequence[KnownRun], names: Sequence[str]) -> None:
    """Metrics as notes have them, to six digits or to the cent."""
    from kb.report.numbers import rounded  # noqa: PLC0415  (commands import what they need)

    header = ("key", "title", "status", *names, "seconds", "memory", "way", "parameters")
    rows = [
        (
            run.record.key,
            run.record.title or run.notebook,
            run.record.status,
            *(rounded(run.value(name)) for name in names),
            run.result and rounded(run.result.seconds),
            memory_of(run),
            run.result and (run.result.way.partition(":")[0] or None),
            parameters_text({name: value for name, value in run.record.parameters.items() if name not in names}),
        )
        for run in runs
    ]
    if rows:
        click.echo(table_text(header, rows, most_characters=terminal_width()))


def memory_of(run: KnownRun) -> str | None:
    """The most memory that its kernel held, where that is known."""
    return size_text(run.result.peak_bytes) if run.result and run.result.peak_bytes is not None else None
