"""A batch told in plain lines, for logs and pipes: what ran on stdout, what failed on stderr."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli.printing import print_problems
from kb.cli.progress import Done, Planned
from kb.cli.progress_texts import (
    done_text,
    failure_text,
    how_text,
    name_of,
    retried_text,
    status_text,
    stopping_text,
    tell_waiting,
)
from kb.model.run import Result, Retried, Started, Stopping

if TYPE_CHECKING:
    from kb.runs.lock import Holder
    from kb.runs.pace import Pace

STATUS_SECONDS = 60.0
"""How long it takes until how far it is stands between the runs again."""


class Lines:
    """A line for each run that ended, and now and then how far it is.

    Args:
        is_verbose: Whether to say how each run's kernel was started and how much memory it held.
    """

    def __init__(self, *, is_verbose: bool) -> None:
        self._is_verbose = is_verbose
        self._told_at = 0.0
        self._pace: Pace

    def waiting(self, holder: Holder | None) -> None:
        """Say who is waited for."""
        tell_waiting(holder)

    def planned(self, planned: Planned, pace: Pace) -> None:  # noqa: ARG002  (a teller's signature)
        """Remember what tells how far it is."""
        self._pace = pace

    def started(self, run: Started) -> None:
        """Nothing: a run is told when it has ended."""

    def retried(self, attempt: Retried) -> None:
        """Say that a run is tried again."""
        click.echo(retried_text(attempt), err=True)

    def finished(self, result: Result) -> None:
        """Say that a run has ended, and why it failed."""
        click.echo(f"[{self._pace.place(result.record.key)}] {self.line(result)}")
        if result.failure:
            click.echo(failure_text(result), err=True)
        if self._pace.left and self._pace.seconds - self._told_at >= STATUS_SECONDS:
            self._told_at = self._pace.seconds
            click.echo(status_text(self._pace))

    def line(self, result: Result) -> str:
        """A run that has ended."""
        how = how_text(result) if self._is_verbose else ""
        status = f" {result.record.status}" if result.failure else ""
        return f"{name_of(result)} {result.seconds:.1f} s{status}" + (f" ({how})" if how else "")

    def stopping(self, stopping: Stopping) -> None:
        """Answer Ctrl-C."""
        click.echo(stopping_text(stopping), err=True)

    def done(self, done: Done) -> None:
        """Say what it came to, and what is wrong."""
        click.echo(done_text(done))
        print_problems(done.problems)

    def close(self) -> None:
        """Nothing is open."""
