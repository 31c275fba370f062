"""The browsers that look at a site while it is written, and what they are told."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Lock
from types import MappingProxyType

_END = b""
_BEAT_SECONDS = 15.0
"""A browser that has gone is noticed when nothing more can be sent to it."""


class Listeners:
    """The browsers that look at the site."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._queues: list[SimpleQueue[bytes]] = []
        self._problems: Sequence[str] = ()
        self.awaited: Collection[str] = ()
        self.moved: Mapping[str, str] = {}

    def tell(
        self,
        written: Sequence[str],
        problems: Sequence[str],
        awaited: Iterable[str] = (),
        moved: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Say what is new.

        Args:
            written: The files of the site that are new.
            problems: What is wrong with the vault.
            awaited: Where pages stood whose files cannot be read for now.
            moved: Where pages stood -> where they are now.
        """
        with self._lock:
            self._problems, self.awaited, self.moved = problems, frozenset(awaited), moved
            for queue in self._queues:
                queue.put(_event("problems", problems))
                queue.put(_event("written", written))

    def close(self) -> None:
        """Let every browser go."""
        with self._lock:
            for queue in self._queues:
                queue.put(_END)

    @contextmanager
    def listen(self) -> Iterator[Iterator[bytes]]:
        """What is told from now on, first what is wrong, until all are let go; each as a server-sent event."""
        queue: SimpleQueue[bytes] = SimpleQueue()
        with self._lock:
            self._queues.append(queue)
            queue.put(_event("problems", self._problems))
        try:
            yield _said(queue)
        finally:
            with self._lock:
                self._queues.remove(queue)


def _event(name: str, data: Sequence[str]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(list(data))}\n\n".encode()


def _said(queue: SimpleQueue[bytes]) -> Iterator[bytes]:
    while (said := _next(queue)) != _END:
        yield said


def _next(queue: SimpleQueue[bytes]) -> bytes:
    try:
        return queue.get(timeout=_BEAT_SECONDS)
    except Empty:
        return b": still here\n\n"
