"""`kb search`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from kb.cli.printing import count, print_json
from kb.config import Settings, read_settings

if TYPE_CHECKING:
    from kb.find.answer import Answer, Hit, Line

MOST_LINES = 5
"""Of a note that are printed."""
MOST_CHARACTERS = 160
"""Of a line that are printed."""
BEFORE = 40
"""Characters before what was found, on a longer line."""


@click.command()
@click.argument("words", metavar="QUERY", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, metavar="NUMBER", help="At most so many (default: 20)."
)
@click.option("--open", "is_opened", is_flag=True, help="Open the best in Obsidian.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(words: tuple[str, ...], *, limit: int, is_opened: bool, as_json: bool) -> int:
    """Search the vault, in the language of Obsidian's search. Exit code 1: nothing was found.

    A query is best typed in single quotes; behind `--` it may begin with a hyphen.

    \b
    Example:
      kb search momentum costs
      kb search '"after costs" -monthly tag:strategy'
      kb search 'path:journal line:(sold OR bought) [symbol:AAPL]'
      kb search 'task-todo:""' --limit 5
    """
    from kb.workflows.search import search_vault  # noqa: PLC0415  (commands import what they need)

    settings = read_settings(Path.cwd())
    found = search_vault(settings, " ".join(words), limit)
    if as_json:
        print_json([_table(hit) for hit in found.hits])
    else:
        _print(found)
    if is_opened and found.hits:
        click.launch(_address(settings, found.hits[0].path))
    return 0 if found.hits else 1


def _table(hit: Hit) -> dict[str, Any]:
    """A hit as JSON holds it."""
    matches = [{"line": line.number, "text": line.text} for line in hit.lines]
    return {"path": hit.path, "title": hit.title, "score": hit.score, "matches": matches}


def _print(found: Answer) -> None:
    for hit in found.hits:
        click.echo(click.style(hit.path, bold=True))
        for line in hit.lines[:MOST_LINES]:
            click.echo(f"{line.number:>6}: {_shown(line)}")
        if len(hit.lines) > MOST_LINES:
            click.echo(f"        {count(len(hit.lines) - MOST_LINES, 'more line')}")
    shown = len(found.hits)
    click.echo(f"{shown:,} of " * (shown < found.count) + f"{count(found.count, 'file')}.", err=True)


def _shown(line: Line) -> str:
    """A line, or the part of a long one around what was found first, with that emphasised."""
    first = line.spans[0][0] if line.spans else 0
    start = max(first - BEFORE, 0) if len(line.text) > MOST_CHARACTERS else 0
    end = start + MOST_CHARACTERS
    text = "".join(_pieces(line, start, end))
    return "…" * (start > 0) + text.strip() + "…" * (end < len(line.text))


def _pieces(line: Line, start: int, end: int) -> Iterator[str]:
    at = start
    for first, last in line.spans:
        if at <= first < end:
            yield _plain(line.text[at:first])
            at = min(last, end)
            yield click.style(_plain(line.text[first:at]), fg="red", bold=True)
    yield _plain(line.text[at:end])


def _plain(text: str) -> str:
    """Text without what would steer the terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _address(settings: Settings, path: str) -> str:
    """Where Obsidian opens a note, or the file itself where the vault is not one of Obsidian's."""
    file = (settings.vault / path).resolve()
    return f"obsidian://open?path={quote(str(file), safe='')}" if (settings.vault / ".obsidian").is_dir() else str(file)
