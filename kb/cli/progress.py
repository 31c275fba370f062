"""How a batch is told while it runs: what a teller hears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

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
