"""The manager of a wired kernel, as nbclient wants one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.config import environment
from kb.runs.kernels.client import WiredClient
from kb.runs.kernels.kernel import Kernel

PATIENCE_SECONDS = 2.5
"""What a kernel has to end when asked (exit handlers run, threads are waited for), and when told: as in Jupyter."""

Start = Callable[[Sequence[str], Path, Mapping[str, str]], Kernel]
"""Given arguments, a folder and an environment: a kernel."""


class WiredManager:
    """Starts one kernel, and sees to its end."""

    ipykernel = True
    kernel_id = "kb"

    def __init__(self, kernel_name: str, start: Start) -> None:
        self.kernel_name = kernel_name
        self.kernel: Kernel | None = None
        self._start = start

    @property
    def has_kernel(self) -> bool:
        """Whether it was started."""
        return self.kernel is not None

    def start_kernel(
        self,
        extra_arguments: Sequence[str] = (),
        cwd: str | None = None,
        env: Mapping[str, str] | None = None,
        **_: Any,
    ) -> None:
        """Start the kernel."""
        self.kernel = self._start(extra_arguments, Path(cwd or Path.cwd()), environment() if env is None else env)

    def client(self, **_: Any) -> WiredClient:
        """The client that speaks to it."""
        assert self.kernel  # noqa: S101  (nbclient starts it first)
        return WiredClient(self.kernel.wire, self.is_alive)

    def is_alive(self) -> bool:
        """Whether it lives."""
        return self.kernel is not None and self.kernel.end is None

    def interrupt_kernel(self) -> None:
        """Interrupt what it does."""
        if self.kernel:
            self.kernel.interrupt()

    async def shutdown_kernel(self, *, now: bool = False, **_: Any) -> None:
        """Let it end, as Jupyter does: interrupted first, then asked, told and made to; or killed now."""
        if self.kernel is None or self.kernel.end:
            return
        self.kernel.interrupt()
        if not now:
            self.kernel.ask_to_end()
            if await self._has_ended():
                return
            self.kernel.terminate()
            if await self._has_ended():
                return
        self.kernel.kill()
        await self._has_ended()

    async def _has_ended(self) -> bool:
        """Wait for its end while the client hears what it says last."""
        assert self.kernel  # noqa: S101  (looked at before)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self.kernel.ended)), PATIENCE_SECONDS)
        return self.kernel.end is not None

    def cleanup_resources(self, **_: Any) -> None:
        """There are none: the client closes the wire."""
