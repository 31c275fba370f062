"""Runs that were never run, for those who tell of them."""

from __future__ import annotations

from pathlib import Path

from kb.cli.progress import Done, Planned
from kb.model.run import Failure, Record, Result, Spec
from kb.runs.costs import Costs
from kb.runs.pace import Pace
from kb.runs.plan import Asked, PlannedRun

NOTEBOOK = "notebooks/crossover.py"
FAILURE = Failure("ValueError", "too fast", 2, "> 1 ratio", "Traceback")
PLANNED = Planned(3, 0, 0, 2, 2**30, 30.0)


class Clock:
    """A clock that stands until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def result(
    title: str, failure: Failure | None = None, way: str = "", peak_bytes: int | None = None, attempts: int = 1
) -> Result:
    status = "failed" if failure else "succeeded"
    key = f"{title.lower():0<16}"[:16]
    record = Record(key, status, {}, {}, "", (), title, "")  # type: ignore[arg-type]
    return Result(record, NOTEBOOK, Path("executed.ipynb"), 1.25, failure, way, peak_bytes, attempts)


def asked(title: str) -> Asked:
    return Asked(PlannedRun(result(title).record.key, NOTEBOOK, {}, "new"), title, Spec("Batch", NOTEBOOK))


def pace_of(*titles: str, clock: Clock) -> Pace:
    """A batch of these runs, two at a time."""
    pace = Pace(Costs(), 2, clock)
    pace.ask(map(asked, titles))
    return pace


def done(**changes: object) -> Done:
    """What came of three runs in a minute and a half."""
    values = {
        "runs": 3,
        "summaries": 0,
        "failed": 0,
        "fresh": 2,
        "not_begun": 0,
        "seconds": 90.0,
        "files": (),
        "problems": (),
    }
    return Done(**{**values, **changes})  # type: ignore[arg-type]
