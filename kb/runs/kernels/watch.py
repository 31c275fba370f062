"""What the caller of a run knows of its kernel, and can do to it."""

from __future__ import annotations

import threading
import time
from typing import IO, Any

import psutil

from kb.runs.kernels.kernel import Kernel


class Watch:
    """One execution, watched: how its kernel was started, what was executed, and an end put to it.

    Attributes:
        way: How the kernel was started.
        node: The notebook that is executed, from when that begins.
        kernel: The kernel, unless Jupyter started it.
        ended_by: Why an end was put to it; empty while none was.
        log: Takes what a kernel that Jupyter starts writes to its own standard streams; None to pass that on.
    """

    def __init__(self, limit_seconds: float | None = None, log: IO[bytes] | None = None) -> None:
        self.way = ""
        self.node: Any = None
        self.kernel: Kernel | None = None
        self.ended_by = ""
        self.log = log
        self._limit_seconds = limit_seconds
        self._deadline = None if limit_seconds is None else time.monotonic() + limit_seconds
        self._client: Any = None
        self._mutex = threading.Lock()

    @property
    def seconds_left(self) -> float | None:
        """What is left of its time; None where that is not limited."""
        return None if self._deadline is None else max(self._deadline - time.monotonic(), 0)

    def began(self, kernel: Kernel) -> None:
        """Note the kernel; one that comes after the end is ended."""
        with self._mutex:
            self.kernel = kernel
            if self.ended_by:
                kernel.kill()

    def handed_over(self, client: Any) -> None:
        """Note nbclient's client, which starts a kernel as Jupyter does."""
        self._client = client

    def end(self, why: str) -> None:
        """Kill the kernel and all that it started, now or when it begins; the first reason counts."""
        with self._mutex:
            self.ended_by = self.ended_by or why
            if self.kernel:
                self.kernel.kill()
            elif self._client:
                _kill_stock(self._client)


def _kill_stock(client: Any) -> None:
    pid = getattr(getattr(client.km, "provisioner", None), "pid", None)
    try:
        kernel = psutil.Process(pid) if pid else None
        for process in [*kernel.children(recursive=True), kernel] if kernel else []:
            process.kill()
    except psutil.NoSuchProcess:
        return
