"""A kernel that was started for one run: what kb holds of it."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from concurrent.futures import Future
from dataclasses import dataclass

from kb.runs.kernels.wire import Wire


@dataclass(frozen=True, slots=True)
class End:
    """How a kernel ended.

    Attributes:
        code: Its exit code; minus the signal's number where a signal ended it; None where nobody can tell.
        peak_bytes: The most memory that it held, or None.
        log: The end of what it wrote to its standard streams before they were the notebook's.
    """

    code: int | None
    peak_bytes: int | None = None
    log: str = ""

    def __str__(self) -> str:
        how = "with the process that it came from" if self.code is None else _how(self.code)
        memory = f", having held {self.peak_bytes / 2**20:,.0f} MiB of memory at most" if self.peak_bytes else ""
        return f"The kernel ended {how}{memory}."


def _how(code: int) -> str:
    if code >= 0:
        return f"with exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    hint = "; it may have run out of memory" if name == "SIGKILL" else ""
    return f"by {name}{hint}"


class Kernel:
    """A process that answers on a wire, alive until its end is told."""

    wire: Wire

    def __init__(self, pid: int, way: str) -> None:
        self.pid = pid
        self.way = way
        self.ended: Future[End] = Future()
        self.ended.set_running_or_notify_cancel()  # who stops waiting for the end does not call it off

    @property
    def end(self) -> End | None:
        """How it ended; None while it lives."""
        return self.ended.result() if self.ended.done() else None

    def told(self, end: End) -> None:
        """Take note of its end; what it had started ends with it."""
        self.kill()
        self.ended.set_result(end)

    def wait(self, timeout_seconds: float) -> bool:
        """Wait for its end; whether it came in time."""
        with contextlib.suppress(TimeoutError):
            self.ended.result(timeout_seconds)
        return self.ended.done()

    def interrupt(self) -> None:
        """Raise KeyboardInterrupt in it, and interrupt what it started."""
        if sys.platform == "win32":
            self.tell("interrupt")
        else:
            self._signal(signal.SIGINT)

    def ask_to_end(self) -> None:
        """Have it end when its cell has: exit handlers run, threads are waited for."""
        self.tell("end")

    def tell(self, what: str) -> None:
        """Send it one word; that it may be gone shows elsewhere."""
        with contextlib.suppress(OSError):
            self.wire.send(what)

    def terminate(self) -> None:
        """Tell it, and all that it started, to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it, and all that it started, now."""
        self._signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)  # which ends a process there

    def _signal(self, number: int) -> None:
        if self.ended.done():
            return
        group = [] if sys.platform == "win32" else [os.killpg]
        for send in (*group, os.kill):  # it may not lead a group yet
            with contextlib.suppress(ProcessLookupError, PermissionError):
                send(self.pid, number)
                return
