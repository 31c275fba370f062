"""A batch told at a terminal: a bar, what runs now, and failures above them as they happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli.printing import duration
from kb.cli.progress import Done, Planned
from kb.cli.progress_lines import Lines
from kb.cli.progress_texts import failure_text, how_text, retried_text, status_text, stopping_text
from kb.model.run import Result, Retried, Started, Stopping

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live

    from kb.runs.pace import Pace

MOST_TITLES = 8
_BAR_WIDTH = 30


class Bar(Lines):
    """A bar that is there while something runs, and gone when all is done."""

    def __init__(self, *, is_verbose: bool) -> None:
        super().__init__(is_verbose=is_verbose)
        self._live: Live | None = None
        self._answer = ""

    def planned(self, planned: Planned, pace: Pace) -> None:
        """Open the bar if there is something to wait for."""
        super().planned(planned, pace)
        if planned.runs or planned.summaries:
            self._open()

    def started(self, run: Started) -> None:
        """Open the bar for runs that no plan foresaw."""
        super().started(run)
        self._open()

    def retried(self, attempt: Retried) -> None:
        """Say above the bar that a run is tried again."""
        self._above(retried_text(attempt))

    def finished(self, result: Result) -> None:
        """Say above the bar why a run failed; or, asked to say much, that it has ended."""
        how = how_text(result) if self._is_verbose else ""
        if result.failure:
            self._above(failure_text(result) + (f"\n  {how}" if how else ""))
        elif self._is_verbose:
            self._above(self.line(result))

    def stopping(self, stopping: Stopping) -> None:
        """Answer Ctrl-C beside the bar."""
        self._answer = stopping_text(stopping)

    def done(self, done: Done) -> None:
        """Take the bar away and say what it came to."""
        self.close()
        super().done(done)

    def close(self) -> None:
        """Take the bar away."""
        if self._live:
            self._live.stop()
            self._live = None

    def drawn(self) -> RenderableType:
        """The bar as it is now."""
        from rich.console import Group  # noqa: PLC0415  (slow to import)
        from rich.progress_bar import ProgressBar  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        row = Table.grid(padding=(0, 1))
        bar = ProgressBar(self._pace.total, self._pace.done, width=_BAR_WIDTH)
        row.add_row(bar, Text(self._answer or status_text(self._pace)))
        return Group(row, *(Text(line, no_wrap=True, overflow="ellipsis") for line in running_lines(self._pace)))

    def _open(self) -> None:
        if self._live is None:
            from rich.console import Console  # noqa: PLC0415  (slow to import)
            from rich.live import Live  # noqa: PLC0415

            console = Console(stderr=True)
            self._live = Live(get_renderable=self.drawn, console=console, transient=True, redirect_stdout=False)
            self._live.start()

    def _above(self, text: str) -> None:
        from rich.text import Text  # noqa: PLC0415  (slow to import)

        if self._live:
            self._live.console.print(Text.from_ansi(text), soft_wrap=True)
        else:
            click.echo(text, err=True)


def running_lines(pace: Pace) -> list[str]:
    """What runs now and for how long, the longest first."""
    running = sorted(pace.running, key=lambda run: -run[1])
    lines = [f"  {title or 'a summary'}  {duration(seconds)}" for title, seconds in running[:MOST_TITLES]]
    return [*lines, f"  and {len(running) - MOST_TITLES} more"] if len(running) > MOST_TITLES else lines
