"""How long a run and its cells may take, and what is said of one that was ended."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from kb.model.run import Failure, Status
from kb.runs.job import Job
from kb.runs.kernels.watch import Watch

Outcome = tuple[Status, Failure | None]
RUN_LIMIT, CELL_LIMIT, STOPPED = "TimeLimit", "CellTimeLimit", "Stopped"
"""Why a run was ended; its failure is named so."""


class Cells:
    """The cells of a run while they execute: none may take longer than its limit, and how each failed is noted.

    nbclient's own limit takes whole seconds, and gives a kernel five more to end.
    """

    def __init__(self, limit_seconds: float | None, watch: Watch) -> None:
        self._limit_seconds = limit_seconds
        self._watch = watch
        self._timer: threading.Timer | None = None
        self._reply: Mapping[str, Any] = {}

    @property
    def hooks(self) -> dict[str, Callable[..., None]]:
        """What nbclient is to call."""
        return {"on_cell_execute": self._begun, "on_cell_executed": self._executed}

    def _begun(self, **_: Any) -> None:
        if self._limit_seconds:
            self._timer = start_timer(self._limit_seconds, self._watch, CELL_LIMIT)

    def _executed(self, execute_reply: Mapping[str, Any], **_: Any) -> None:
        self.done()
        self._reply = execute_reply["content"]

    def done(self) -> None:
        """Nothing executes any more."""
        if self._timer:
            self._timer.cancel()

    def failure(self, error: Any) -> Failure:
        """What papermill's error tells; what the kernel told where it could not show the error, short of memory say."""
        told = "\n".join(error.traceback)
        if told or not self._reply.get("ename"):
            return Failure(error.ename or "Error", error.evalue, traceback=told)
        return Failure(self._reply["ename"], self._reply["evalue"], traceback="\n".join(self._reply["traceback"]))


def start_timer(seconds: float, watch: Watch, why: str) -> threading.Timer:
    """End an execution after a while, unless the timer is cancelled before."""
    timer = threading.Timer(seconds, watch.end, [why])
    timer.daemon = True
    timer.start()
    return timer


def ended(job: Job, why: str) -> Outcome:
    """What became of a run that an end was put to, and why."""
    if why == STOPPED:
        return "died", Failure(STOPPED, "It was ended with the batch.")
    if why == CELL_LIMIT:
        limit = f"A cell ran longer than {job.cell_timeout_seconds:g} seconds"
        return "timed out", Failure(why, f"{limit}: raise `cell_timeout_seconds` of its block if it may.")
    limit = f"It ran longer than {job.timeout_seconds:g} seconds"
    do = "raise `timeout_seconds` of its block, or `runs.timeout_seconds` in kb.toml, if it may"
    return "timed out", Failure(why, f"{limit}: {do}.")
