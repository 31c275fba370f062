"""A batch told to another program: one JSON object a line on stdout."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kb.cli.printing import problems_table
from kb.cli.progress import Done, Planned
from kb.cli.progress_texts import error_text, name_of
from kb.model.run import Result, Retried, Started, Stopping

if TYPE_CHECKING:
    from kb.runs.lock import Holder
    from kb.runs.pace import Pace


class Events:
    """Every event as a line, at once."""

    def waiting(self, holder: Holder | None) -> None:
        """`waiting`: who holds the lock."""
        _say("waiting", asdict(holder) if holder else {})

    def planned(self, planned: Planned, pace: Pace) -> None:  # noqa: ARG002  (a teller's signature)
        """`planned`: counts, and what is foreseen."""
        _say("planned", asdict(planned))

    def started(self, run: Started) -> None:
        """`started`: key and title."""
        _say("started", asdict(run))

    def retried(self, attempt: Retried) -> None:
        """`retried`: an attempt that does not stand."""
        error = error_text(attempt)
        _say("retried", {"key": attempt.key, "title": attempt.title, "attempt": attempt.attempt, "error": error})

    def finished(self, result: Result) -> None:
        """`finished`: what came of a run."""
        table = {
            "key": result.record.key,
            "title": name_of(result),
            "status": result.record.status,
            "metrics": dict(result.record.metrics),
            "seconds": result.seconds,
            "way": result.way,
            "peak_bytes": result.peak_bytes,
            "attempts": result.attempts,
            "error": result.record.error,
        }
        _say("finished", table)

    def stopping(self, stopping: Stopping) -> None:
        """`stopped`: nothing more begins."""
        _say("stopped", asdict(stopping))

    def done(self, done: Done) -> None:
        """`done`: what it came to, with the exit code."""
        _say("done", asdict(done) | {"problems": problems_table(done.problems), "exit_code": done.code})

    def close(self) -> None:
        """Nothing is open."""


def _say(event: str, table: dict[str, Any]) -> None:
    click.echo(json.dumps({"event": event, **table}, ensure_ascii=False, default=str))
