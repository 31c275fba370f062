"""`kb query`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.printing import count, print_json, print_problems, print_unread
from kb.cli.table import table_text, terminal_width
from kb.config import read_settings
from kb.errors import KbError

if TYPE_CHECKING:
    from kb.query.rows import Answer, Group


@click.command()
@click.argument("question", metavar="BASE|EXPRESSION")
@click.option("--columns", metavar="NAMES", help="Properties to show beside the name, with commas between.")
@click.option("--sort", metavar="NAME", help="Sort by a property; `-NAME` for the other way round.")
@click.option("--limit", type=click.IntRange(min=1), metavar="NUMBER", help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(question: str, *, columns: str | None, sort: str | None, limit: int | None, as_json: bool) -> int:
    """List the files that a base shows, or for which an expression is true.

    A base is named as in a link, with `#` and the name of a view for another than its first. Expressions are those of
    Obsidian's Bases. The options show an answer otherwise than the view does.

    \b
    Example:
      kb query Runs.base
      kb query "Runs.base#Best"
      kb query 'file.hasTag("strategy") && stage == "tested"'
      kb query 'sharpe_ratio > 0.5' --columns symbol,sharpe_ratio --sort -sharpe_ratio --limit 20
    """
    from kb.query.plain import plain_answer  # noqa: PLC0415  (commands import what they need)
    from kb.workflows.query import Shown, ask_vault  # noqa: PLC0415

    names = [name.strip() for name in (columns or "").split(",") if name.strip()]
    now = datetime.now().astimezone().replace(tzinfo=None)
    found, problems, unread = ask_vault(read_settings(Path.cwd()), question, Shown(names, sort or "", limit), now)
    if as_json:
        print_json(plain_answer(found))
    else:
        _print_tables(found)
    return max(print_problems(problems), print_unread(unread))


def _print_tables(found: Answer) -> None:
    from kb.query.values import text_of  # noqa: PLC0415  (commands import what they need)

    for group in found.groups:
        if found.view.group:
            click.echo(click.style(text_of(group.value) or "-", bold=True))
        if group.rows:
            header = [column.title for column in found.columns]
            click.echo(table_text(header, list(_cells(group)), most_characters=terminal_width()))
    for column in found.columns:
        if column.summary:
            total = _shown(column.shown)
            click.echo(f"{column.summary} of {column.title}: {'-' if total is None else text_of(total)}")
    shown = sum(len(group.rows) for group in found.groups)
    click.echo(f"{shown:,} of " * (shown < found.count) + f"{count(found.count, 'file')}.", err=True)


def _cells(group: Group) -> Iterator[list[Any]]:
    for row in group.rows:
        yield [_shown(cell) for cell in row.cells]


def _shown(cell: Any) -> Any:
    """A number as it is, nothing and what a note has no value for as None, a fault as what is wrong, else text."""
    from kb.query.missing import MissingValueError  # noqa: PLC0415  (commands import what they need)
    from kb.query.values import text_of  # noqa: PLC0415  (commands import what they need)

    if isinstance(cell, MissingValueError):  # most notes lack most properties: no fault
        return None
    if isinstance(cell, KbError):
        return f"! {cell.what}"
    return cell if isinstance(cell, int | float) and not isinstance(cell, bool) else text_of(cell) or None
