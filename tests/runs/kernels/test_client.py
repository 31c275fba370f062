from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import Pipe
from queue import Empty
from typing import Any

import pytest
from jupyter_client.session import Session

from kb.runs.kernels.client import Inbox, WiredClient
from kb.runs.kernels.wire import KEY, Wire


class FakeKernel:
    """The other end of a wire: answers each request, unless it is dumb."""

    def __init__(self, *, is_dumb: bool = False) -> None:
        ours, self.wire = map(Wire, Pipe())
        self.is_alive = True
        self.client = WiredClient(ours, lambda: self.is_alive)
        self._session = Session(key=KEY)
        self._is_dumb = is_dumb
        threading.Thread(target=self._answer, daemon=True).start()

    def publish(self, kind: str, content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        message = self._session.msg(kind, content)
        self.wire.send("iopub", [b"topic", *self._session.serialize(message), *(buffers or [])])

    def _answer(self) -> None:
        with suppress(EOFError, OSError, TypeError):  # until it is closed
            while True:
                _, frames = self.wire.receive()
                _, parts = self._session.feed_identities(frames)
                request = self._session.deserialize(parts)
                if not self._is_dumb:
                    reply = self._session.msg(request["msg_type"].replace("request", "reply"), {}, parent=request)
                    self.wire.send("shell", self._session.serialize(reply))


@pytest.fixture
def kernel() -> Iterator[FakeKernel]:
    fake = FakeKernel()
    fake.client.start_channels()
    yield fake
    fake.wire.close()
    fake.client.stop_channels()


@pytest.fixture
def dumb() -> Iterator[FakeKernel]:
    fake = FakeKernel(is_dumb=True)
    fake.client.start_channels()
    yield fake
    fake.wire.close()
    fake.client.stop_channels()


def test_messages_are_taken_in_order() -> None:
    inbox = Inbox()
    for number in range(3):
        inbox.put({"number": number})

    async def take() -> list[int]:
        return [(await inbox.get_msg(timeout=0))["number"] for _ in range(3)]

    assert asyncio.run(take()) == [0, 1, 2]


def test_who_waits_gets_what_a_thread_puts() -> None:
    inbox = Inbox()

    async def wait() -> dict[str, Any]:
        threading.Timer(0.02, inbox.put, [{"late": True}]).start()
        return await inbox.get_msg(timeout=10)

    assert asyncio.run(wait()) == {"late": True}


def test_who_waits_in_vain_is_told() -> None:
    with pytest.raises(Empty):
        asyncio.run(Inbox().get_msg(timeout=0.01))


def test_what_is_put_for_a_loop_that_is_closed_is_kept() -> None:
    inbox = Inbox()
    with pytest.raises(Empty):
        asyncio.run(inbox.get_msg(timeout=0))
    inbox.put({"kept": True})

    assert asyncio.run(inbox.get_msg(timeout=0)) == {"kept": True}


def test_requests_are_answered(kernel: FakeKernel) -> None:
    request = kernel.client.execute("1 + 1")
    reply = asyncio.run(kernel.client.shell_channel.get_msg(timeout=10))

    assert (reply["msg_type"], reply["parent_header"]["msg_id"]) == ("execute_reply", request)


def test_what_is_published_arrives_with_its_buffers(kernel: FakeKernel) -> None:
    kernel.publish("comm_msg", {"data": {}}, buffers=[b"\0binary"])
    message = asyncio.run(kernel.client.iopub_channel.get_msg(timeout=10))

    assert message["msg_type"] == "comm_msg"
    assert [bytes(buffer) for buffer in message["buffers"]] == [b"\0binary"]


def test_a_kernel_that_answers_is_ready(kernel: FakeKernel) -> None:
    asyncio.run(kernel.client.wait_for_ready(timeout=10))

    assert asyncio.run(kernel.client.is_alive())


def test_a_kernel_that_does_not_answer_in_time_is_told_of(dumb: FakeKernel) -> None:
    with pytest.raises(RuntimeError, match="Kernel didn't respond in 0 seconds"):
        asyncio.run(dumb.client.wait_for_ready(timeout=0.01))


def test_a_kernel_that_dies_before_it_answers_is_told_of(dumb: FakeKernel) -> None:
    dumb.is_alive = False

    with pytest.raises(RuntimeError, match="Kernel died before replying to kernel_info"):
        asyncio.run(dumb.client.wait_for_ready())


def test_a_kernel_that_takes_its_time_is_waited_for() -> None:
    fake = FakeKernel(is_dumb=True)
    fake.client.start_channels()
    threading.Timer(1.1, fake.client.shell_channel.inbox.put, [{}]).start()
    asyncio.run(fake.client.wait_for_ready(timeout=30))
    fake.wire.close()
    fake.client.stop_channels()


def test_a_request_to_a_dead_kernel_is_lost_as_with_zeromq(kernel: FakeKernel) -> None:
    kernel.wire.close()
    asyncio.run(kernel.client.read_to_end())

    assert kernel.client.execute("x = " + "1" * 10_000_000)


def test_what_a_dead_kernel_published_is_taken_before_its_death_counts() -> None:
    async def last_words() -> list[str]:
        inbox, heard = Inbox(), list[str]()

        async def listen() -> None:
            while True:
                heard.append(str(await inbox.get_msg()))

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0)
        for word in ("good", "bye"):
            inbox.put({"text": word})
        await inbox.taken(5)
        listening.cancel()
        return heard

    assert asyncio.run(last_words()) == ["{'text': 'good'}", "{'text': 'bye'}"]


def test_messages_that_nobody_takes_are_not_waited_for_long() -> None:
    inbox = Inbox()
    inbox.put({})

    asyncio.run(inbox.taken(0.01))
