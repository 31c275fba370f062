"""Messages between kb and a kernel: frames over one connection, whole or not at all.

It runs in the kernel's own interpreter too, so it needs the standard library only.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection

Frame = bytes | memoryview
KEY = b"wire"
"""Jupyter's messages are signed; nobody else can reach a wire, so that the key is no secret."""
_COUNT = struct.Struct("!I")
_LENGTH = struct.Struct("!Q")


def pack(channel: str, frames: Sequence[Frame]) -> bytes:
    """A channel's name and a message's frames as bytes."""
    parts = [channel.encode(), *frames]
    lengths = b"".join(_LENGTH.pack(len(part)) for part in parts)
    return b"".join([_COUNT.pack(len(parts)), lengths, *parts])


def unpack(data: bytes) -> tuple[str, list[bytes]]:
    """The channel's name and the frames that `pack` was given."""
    (count,) = _COUNT.unpack_from(data)
    start = _COUNT.size + count * _LENGTH.size
    parts = []
    for number in range(count):
        (length,) = _LENGTH.unpack_from(data, _COUNT.size + number * _LENGTH.size)
        parts.append(data[start : start + length])
        start += length
    return parts[0].decode(), parts[1:]


class Wire:
    """One end of a connection; threads, and processes that a kernel forks, may send on it at the same time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._mutex = threading.Lock()
        self._turn = tempfile.TemporaryFile()  # noqa: SIM115  (open as long as the wire)

    def share(self) -> None:
        """Let processes that this one forks send too, for as long as it lives."""
        if sys.platform != "win32":
            os.register_at_fork(after_in_child=self._renew)

    def _renew(self) -> None:
        """A fork may have come while another thread held the lock: that thread is not here."""
        self._mutex = threading.Lock()

    def send(self, channel: str, frames: Sequence[Frame] = ()) -> None:
        """Send one message.

        Raises:
            OSError: The other end is gone.
        """
        data = pack(channel, frames)
        with self._mutex:
            if self._connection.closed:
                raise OSError("This end of the wire is closed.")
            with _exclusive(self._turn.fileno()):
                self._connection.send_bytes(data)

    def receive(self) -> tuple[str, list[bytes]]:
        """Wait for the next message.

        Raises:
            EOFError: The other end is gone.
            OSError: This end was closed.
        """
        return unpack(self._connection.recv_bytes())

    def has_message(self, timeout_seconds: float) -> bool:
        """Whether there is something to receive, or nobody left to send it; waits for it."""
        return self._connection.poll(timeout_seconds)

    def close(self) -> None:
        """Close this end, and with it the connection: whoever receives is told, and so is who holds a copy of it."""
        if sys.platform != "win32":
            with suppress(OSError), socket.socket(fileno=os.dup(self._connection.fileno())) as connection:
                connection.shutdown(socket.SHUT_RDWR)
        with self._mutex:  # nobody sends any more
            self._connection.close()
            self._turn.close()


if sys.platform == "win32":

    @contextmanager
    def _exclusive(descriptor: int) -> Iterator[None]:  # noqa: ARG001  (no forks there, so nobody shares a wire)
        yield

else:
    import fcntl

    @contextmanager
    def _exclusive(descriptor: int) -> Iterator[None]:
        """Keep other processes that share the wire from sending; a lock of a process that ends is released."""
        fcntl.lockf(descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(descriptor, fcntl.LOCK_UN)
