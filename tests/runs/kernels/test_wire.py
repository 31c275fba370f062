from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from multiprocessing import Pipe

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.runs.kernels.wire import Wire, pack, unpack

Ends = tuple[Wire, Wire]


@pytest.fixture
def ends() -> Iterator[Ends]:
    ours, theirs = map(Wire, Pipe())
    yield ours, theirs
    for end in (ours, theirs):
        end.close()


@given(st.text(st.characters(exclude_categories=["Cs"])), st.lists(st.binary()))
def test_what_is_unpacked_is_what_was_packed(channel: str, frames: list[bytes]) -> None:
    assert unpack(pack(channel, frames)) == (channel, frames)


def test_frames_may_be_views() -> None:
    assert unpack(pack("iopub", [memoryview(b"view"), b""])) == ("iopub", [b"view", b""])


def test_a_message_arrives_whole(ends: Ends) -> None:
    ours, theirs = ends
    ours.send("shell", [b"a", b"bc"])
    ours.send("end")

    assert [theirs.receive(), theirs.receive()] == [("shell", [b"a", b"bc"]), ("end", [])]


def test_messages_of_many_threads_are_not_mixed(ends: Ends) -> None:
    ours, theirs = ends
    bodies = [bytes([number]) * 300_000 for number in range(8)]
    senders = [threading.Thread(target=ours.send, args=("x", [body])) for body in bodies]
    for sender in senders:
        sender.start()
    received = [theirs.receive()[1][0] for _ in bodies]

    assert sorted(received) == bodies


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked here")
def test_a_forked_process_sends_too_even_if_a_thread_was_sending(ends: Ends) -> None:
    ours, theirs = ends
    ours.share()
    with ours._mutex:  # noqa: SLF001  (as when another thread sends)
        pid = os.fork()
        if pid == 0:
            ours.send("from the fork")
            os._exit(0)

    assert theirs.receive() == ("from the fork", [])
    os.waitpid(pid, 0)


def test_who_waits_is_told_whether_something_came(ends: Ends) -> None:
    ours, theirs = ends
    before = theirs.has_message(0)
    ours.send("x")

    assert (before, theirs.has_message(5)) == (False, True)


def test_who_listens_to_a_closed_end_is_told() -> None:
    ours, theirs = map(Wire, Pipe())
    ours.close()

    with pytest.raises(EOFError):
        theirs.receive()
    theirs.close()


def test_who_sends_to_a_closed_end_is_told() -> None:
    ours, theirs = map(Wire, Pipe())
    ours.close()

    with pytest.raises(OSError, match="Broken pipe|closed"):
        theirs.send("x", [bytes(10_000_000)])
    theirs.close()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are not sockets there")
def test_closing_wakes_who_listens_here() -> None:
    ours, theirs = map(Wire, Pipe())
    ended = threading.Event()

    def listen() -> None:
        with pytest.raises((EOFError, OSError, TypeError)):
            ours.receive()
        ended.set()

    threading.Thread(target=listen, daemon=True).start()
    ours.close()

    assert ended.wait(5)
    theirs.close()


def test_closing_twice_is_closing() -> None:
    ours, theirs = map(Wire, Pipe())
    for end in (ours, ours, theirs):
        end.close()


def test_who_sends_on_a_closed_end_of_its_own_is_told() -> None:
    ours, theirs = map(Wire, Pipe())
    ours.close()

    with pytest.raises(OSError, match=r"This end of the wire is closed\."):
        ours.send("x")
    theirs.close()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are not sockets there")
def test_closing_lets_go_who_sends_to_nobody() -> None:
    ours, theirs = map(Wire, Pipe())
    ended = threading.Event()

    def send() -> None:
        with pytest.raises(OSError, match="Broken pipe|closed"):
            ours.send("x", [bytes(50_000_000)])
        ended.set()

    threading.Thread(target=send, daemon=True).start()
    ours.close()

    assert ended.wait(5)
    theirs.close()
