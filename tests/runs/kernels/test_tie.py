from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import pytest

from kb.runs.kernels import tie

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process ends when its imports are made")
START = f"import sys, time; sys.path.insert(0, {str(tie.__file__).rpartition('/kb/')[0]!r})"
TIED = f"""\
{START}
from kb.runs.kernels.tie import tied_to
with tied_to(int(sys.argv[1])):
    print("tied", flush=True)
    time.sleep(60 if sys.argv[2] == "busy" else 0)
print("free", flush=True)
time.sleep(60 if sys.argv[2] == "free" else 0)
"""


def start(end: socket.socket, what: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", TIED, str(end.fileno()), what]
    return subprocess.Popen(command, pass_fds=[end.fileno()], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("kind", [socket.SOCK_SEQPACKET, socket.SOCK_STREAM])
def test_who_is_busy_ends_with_the_other_end(kind: socket.SocketKind) -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
    with start(theirs, "busy") as process:
        theirs.close()
        assert process.stdout
        assert process.stdout.readline() == "tied\n"

        ours.close()

        assert process.wait(10) == -signal.SIGIO


def test_who_comes_too_late_ends_too() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.close()

    with theirs, start(theirs, "busy") as process:
        assert process.wait(10) == 1


def test_who_was_let_go_lives_on() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs, start(theirs, "free") as process:
        assert process.stdout
        assert [process.stdout.readline() for _ in range(2)] == ["tied\n", "free\n"]

        ours.close()

        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.2)
        process.kill()


def test_the_signal_comes_when_the_other_end_goes_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = socket.socketpair()
    came: list[int] = []
    before = signal.signal(signal.SIGIO, lambda number, _: came.append(number))
    try:
        with tie.tied_to(theirs.fileno()):
            assert came == []
            ours.close()
        assert set(came) == {signal.SIGIO}
        monkeypatch.setattr(os, "_exit", came.append)
        came.clear()
        with tie.tied_to(theirs.fileno()):
            assert came == [1]
    finally:
        signal.signal(signal.SIGIO, before)
        theirs.close()
