"""The sentences that tell of a batch, while it runs and when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli.printing import count, duration
from kb.cli.progress import Done
from kb.cli.table import size_text
from kb.model.run import Result, Retried, Stopping

if TYPE_CHECKING:
    from kb.runs.lock import Holder
    from kb.runs.pace import Pace


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
