"""How a batch is told while it runs: what a teller hears, and the sentences that tellers share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import click

from kb.cli.printing import count, duration
from kb.cli.table import size_text
from kb.model.problem import Problem
from kb.model.run import Event, Result, Retried, Started, Stopping

if TYPE_CHECKING:
    from kb.runs.lock import Holder
    from kb.runs.pace import Pace


@dataclass(frozen=True, slots=True)
class Planned:
    """What is about to run.

    Attributes:
        runs: How many runs are stale and will run.
        summaries: How many summaries will run after them.
        fresh: How many runs are known already.
        jobs: Runs at a time.
        memory_bytes: What they may hold together.
        seconds: How long it will take, as far as is known.
    """

    runs: int
    summaries: int
    fresh: int
    jobs: int
    memory_bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it.

    Attributes:
        runs: How many runs ended.
        summaries: How many summaries ended.
        failed: How many of both did not succeed.
        fresh: How many runs were known already.
        not_begun: How many were left out, by Ctrl-C or because their batch stops on a failure.
        seconds: How long it took.
        files: The files of the vault that changed.
        problems: What is wrong with blocks, notes and records.
        is_stopped: Whether Ctrl-C ended it.
    """

    runs: int
    summaries: int
    failed: int
    fresh: int
    not_begun: int
    seconds: float
    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    is_stopped: bool = False

    @property
    def code(self) -> int:
        """The exit code that it calls for."""
        if self.is_stopped:
            return 130
        return int(bool(self.failed) or any(problem.severity == "error" for problem in self.problems))


class Teller(Protocol):
    """Who is told what happens, in this order."""

    def waiting(self, holder: Holder | None) -> None:
        """Another writes in this workspace; None where it has not said who it is."""

    def planned(self, planned: Planned, pace: Pace) -> None:
        """This will run; `pace` is kept up with all that follows."""

    def started(self, run: Started) -> None:
        """A run has begun."""

    def retried(self, attempt: Retried) -> None:
        """A run has failed, and will be tried again."""

    def finished(self, result: Result) -> None:
        """A run has ended."""

    def stopping(self, stopping: Stopping) -> None:
        """Ctrl-C was pressed: what runs is finished first."""

    def done(self, done: Done) -> None:
        """It is over."""

    def close(self) -> None:
        """Nothing more will be told."""


def follow(events: Iterable[Event], pace: Pace, teller: Teller) -> Iterator[Result]:
    """Tell what happens, and pass on what came of it."""
    for event in events:
        _tell(event, pace, teller)
        if isinstance(event, Result):
            yield event


def _tell(event: Event, pace: Pace, teller: Teller) -> None:
    if isinstance(event, Started):
        pace.started(event)
        teller.started(event)
    elif isinstance(event, Retried):
        pace.retried(event)
        teller.retried(event)
    elif isinstance(event, Stopping):
        teller.stopping(event)
    else:
        pace.finished(event)
        teller.finished(event)


def name_of(result: Result) -> str:
    """What a run is called: a summary that failed before it gave itself a title is called by its notebook."""
    return result.record.title or result.notebook


def how_text(result: Result) -> str:
    """How a run's kernel was started, the most memory that it held, and how often it was tried if not once."""
    held = "" if result.peak_bytes is None else size_text(result.peak_bytes)
    tried = count(result.attempts, "attempt") if result.attempts > 1 else ""
    return ", ".join(part for part in (result.way, held, tried) if part)


def retried_text(attempt: Retried) -> str:
    """That a run is tried again, and why."""
    return f"tried again: {attempt.title or 'a summary'}, attempt {attempt.attempt} failed: {error_text(attempt)}"


def error_text(attempt: Retried) -> str:
    """Why an attempt does not stand, in one line."""
    name, message = attempt.failure.name, attempt.failure.message.strip()
    return f"{name}: {message.splitlines()[0]}" if message else name


def failure_text(result: Result) -> str:
    """Why a run failed: its title, the cell, the lines, the exception, and where to look."""
    failure = result.failure
    if failure is None:
        return ""
    head = click.style(f"{result.record.status}: {name_of(result)}", fg="red")
    cell = f"\n  {result.notebook}, cell {failure.cell}:\n{failure.source}" if failure.cell else ""
    said = f": {failure.message}".replace("\n", "\n  ") if failure.message else ""
    return f"{head}{cell}\n  {failure.name}{said}\n  kb open {result.record.key}"


def status_text(pace: Pace) -> str:
    """How far it is: done, failed, left, how fast, how long still."""
    if not pace.total:
        return "starting"
    failed = f", {pace.failed:,} failed" if pace.failed else ""
    done = f"{_counted(pace.runs.done, pace.summaries.done)} done{failed}"
    if not pace.left:
        return f"{done}; writing notes"
    rate = f"; {_rate(pace.runs_per_minute)}" if pace.done else ""
    return f"{done}, {_counted(pace.runs.left, pace.summaries.left)} left{rate}, {about(pace.seconds_left)} to go"


def _counted(runs: int, summaries: int) -> str:
    """Runs, and summaries apart."""
    return f"{runs:,} and {count(summaries, 'summary')}" if summaries else f"{runs:,}"


def about(seconds: float) -> str:
    """A duration that is not exactly known."""
    return duration(seconds) if seconds < 1 else f"about {duration(seconds)}"


def _rate(runs_per_minute: float) -> str:
    return f"{runs_per_minute:,.0f} a minute" if runs_per_minute >= 1 else f"{runs_per_minute * 60:,.1f} an hour"


def stopping_text(stopping: Stopping) -> str:
    """The answer to the first Ctrl-C."""
    number = stopping.finishing
    what = f"the {number} runs under way; Ctrl-C again ends them" if number > 1 else "what runs; Ctrl-C again ends it"
    return f"Finishing {what}."


def waiting_text(holder: Holder | None) -> str:
    """Who is waited for."""
    from datetime import datetime  # noqa: PLC0415  (only who waits pays for these)
    from socket import gethostname  # noqa: PLC0415

    if holder is None:
        return "Waiting for another kb …"
    since = datetime.fromisoformat(holder.since)
    when = f"{since:%H:%M}" if since.date() == datetime.now(since.tzinfo).date() else f"{since:%Y-%m-%d %H:%M}"
    where = "" if holder.host == gethostname() else f" on {holder.host}"
    return f"Waiting for `{holder.command}` (process {holder.process}{where}, since {when}) …"


def tell_waiting(holder: Holder | None) -> None:
    """Say who is waited for."""
    click.echo(waiting_text(holder), err=True)


def done_text(done: Done) -> str:
    """What it came to, in a line or two."""
    took = f" in {duration(done.seconds)}" if done.runs or done.summaries else ""
    summaries = f" and {count(done.summaries, 'summary')}" if done.summaries else ""
    why = "" if done.is_stopped else ": the first failure stops their batch"
    left = f", {done.not_begun:,} not begun{why}" if done.not_begun else ""
    text = f"{count(done.runs, 'run')}{summaries}{took}, {done.failed:,} failed, {done.fresh:,} fresh{left}."
    return f"{text}\n{count(len(done.files), 'file')} of the vault written." if done.files else text
