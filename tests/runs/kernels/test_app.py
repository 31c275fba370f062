"""What a kernel publishes, in the thread that sends it."""

from __future__ import annotations

import threading
from typing import Any, cast

from kb.runs.kernels.app import Publisher
from kb.runs.kernels.wire import Wire


class Sent:
    """A wire that keeps what is sent on it."""

    def __init__(self) -> None:
        self.frames: list[Any] = []

    def send(self, _channel: str, frames: Any) -> None:
        self.frames += frames


def test_who_waits_for_a_flush_waits_until_what_it_flushed_is_sent() -> None:
    sent, flushed = Sent(), threading.Event()
    publisher = Publisher(session=None)
    publisher.begin(cast("Wire", sent))

    publisher.schedule(lambda: publisher.send_multipart([b"last words"]))  # as a stream does in the thread
    publisher.schedule(flushed.set)

    assert flushed.wait(5)
    assert sent.frames == [b"last words"]
