"""The client of a wired kernel, as nbclient wants one."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable
from queue import Empty
from typing import Any

from jupyter_client.client import KernelClient
from jupyter_client.session import Session

from kb.runs.kernels.wire import KEY, Wire

Message = dict[str, Any]
_LAST_WORDS_SECONDS = 0.5


class Inbox:
    """Messages of one channel: put by a thread, awaited in an event loop."""

    def __init__(self) -> None:
        self._messages: deque[Message] = deque()
        self._mutex = threading.Lock()
        self._waiting: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    def put(self, message: Message) -> None:
        """Add a message, from any thread."""
        with self._mutex:
            self._messages.append(message)
            waiting = self._waiting
        if waiting:
            loop, event = waiting
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(event.set)

    async def taken(self, timeout_seconds: float) -> None:
        """Wait until all messages are taken, for a while at most; who takes one has done with it when it is gone."""
        deadline = time.monotonic() + timeout_seconds
        while self._messages and time.monotonic() < deadline:  # noqa: ASYNC110  (who takes them tells nobody)
            await asyncio.sleep(0)

    async def get_msg(self, timeout: float | None = None) -> Message:  # noqa: ASYNC109  (nbclient gives it)
        """Take the oldest message, waiting for it `timeout` seconds at most.

        Raises:
            Empty: None came in time.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            event = asyncio.Event()
            with self._mutex:
                if self._messages:
                    return self._messages.popleft()
                self._waiting = (asyncio.get_running_loop(), event)
            left = None if deadline is None else deadline - time.monotonic()
            try:
                await asyncio.wait_for(event.wait(), left)
            except TimeoutError as error:
                raise Empty from error


class Channel:
    """A channel of the client: what nbclient and its widgets call."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        self.inbox = Inbox()
        self.get_msg = self.inbox.get_msg
        self.send = send


class WiredClient(KernelClient):
    """Speaks the messages of Jupyter's protocol over a wire."""

    def __init__(self, wire: Wire, is_alive: Callable[[], bool]) -> None:
        super().__init__(session=Session(key=KEY))
        self._wire = wire
        self._is_alive = is_alive
        self._channels = {name: Channel(self._send) for name in ("shell", "iopub")}
        self._reader = threading.Thread(target=self._read, name="kb wire", daemon=True)

    @property
    def shell_channel(self) -> Channel:
        """Requests and their replies."""
        return self._channels["shell"]

    @property
    def iopub_channel(self) -> Channel:
        """What the kernel publishes."""
        return self._channels["iopub"]

    def start_channels(self, *_: Any, **__: Any) -> None:
        """Begin to read."""
        self._reader.start()

    def stop_channels(self) -> None:
        """Stop reading."""
        self._wire.close()
        self._reader.join()

    async def read_to_end(self) -> None:
        """Wait until all that an ended kernel had published is read, and taken."""
        await asyncio.to_thread(self._reader.join, _LAST_WORDS_SECONDS)
        await self.iopub_channel.inbox.taken(_LAST_WORDS_SECONDS)

    async def is_alive(self) -> bool:
        """Whether the kernel lives."""
        return self._is_alive()

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109  (nbclient gives it)
        """Wait until the kernel answers.

        Raises:
            RuntimeError: It ended, or did not answer in time.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        self.kernel_info()
        while True:
            try:
                await self.shell_channel.get_msg(timeout=1)
            except Empty:
                if not self._is_alive():
                    raise RuntimeError("Kernel died before replying to kernel_info") from None
                if deadline is not None and time.monotonic() > deadline:
                    raise RuntimeError(f"Kernel didn't respond in {timeout:.0f} seconds") from None
            else:
                return

    def _send(self, message: Message) -> None:
        with contextlib.suppress(OSError):  # the kernel is gone: as with ZeroMQ, no answer comes
            self.session.send(_Requests(self._wire), message)

    def _read(self) -> None:
        while True:
            try:
                name, frames = self._wire.receive()
            except (EOFError, OSError, TypeError):  # a connection closed while it is read from has no handle
                return
            _, frames = self.session.feed_identities(frames)
            self._channels[name].inbox.put(self.session.deserialize(frames))


class _Requests:
    """Where the session sends requests, as a ZeroMQ socket would be."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def send_multipart(self, frames: list[bytes], **_: Any) -> None:
        self._wire.send("shell", frames)
