from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import Pipe

import pytest

from kb.runs.kernels.kernel import End, Kernel
from kb.runs.kernels.wire import Wire

MEMORY = 250 << 20
SLEEP = """\
import signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell may have it ignore
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (End(0), "The kernel ended with exit code 0."),
        (End(3, MEMORY), "The kernel ended with exit code 3, having held 250 MiB of memory at most."),
        (End(-11, MEMORY), "The kernel ended by SIGSEGV, having held 250 MiB of memory at most."),
        (End(-9), "The kernel ended by SIGKILL; it may have run out of memory."),
        (End(-99), "The kernel ended by signal 99."),
        (End(None), "The kernel ended with the process that it came from."),
    ],
)
def test_an_end_is_told_in_words(end: End, said: str) -> None:
    assert str(end) == said


@pytest.fixture
def process() -> Iterator[subprocess.Popen[bytes]]:
    """A process that leads a group, as a kernel does."""
    with subprocess.Popen([sys.executable, "-c", SLEEP], stdout=subprocess.PIPE, start_new_session=True) as sleeping:
        assert sleeping.stdout
        assert sleeping.stdout.readline()
        yield sleeping
        sleeping.kill()


def test_a_kernel_lives_until_its_end_is_told() -> None:
    kernel = Kernel(2**22 + 1, "fork")
    before = kernel.end, kernel.wait(0)
    kernel.told(End(0))

    assert before == (None, False)
    assert (kernel.end, kernel.wait(0)) == (End(0), True)


@pytest.mark.skipif(sys.platform == "win32", reason="signals end processes here")
@pytest.mark.parametrize(
    ("how", "number"),
    [(Kernel.kill, signal.SIGKILL), (Kernel.terminate, signal.SIGTERM), (Kernel.interrupt, signal.SIGINT)]
    if sys.platform != "win32"
    else [],
)
def test_a_kernel_is_sent_signals(process: subprocess.Popen[bytes], how: object, number: int) -> None:
    assert callable(how)
    how(Kernel(process.pid, "spawn"))

    assert process.wait(10) == -number


@pytest.mark.skipif(sys.platform == "win32", reason="there are no groups there")
def test_a_kernel_that_leads_no_group_yet_is_sent_signals_too() -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        Kernel(process.pid, "fork").kill()

        assert process.wait(10) == -signal.SIGKILL


def test_a_kernel_that_has_ended_is_sent_nothing(process: subprocess.Popen[bytes]) -> None:
    kernel = Kernel(process.pid, "spawn")
    kernel.ended.set_result(End(0))
    kernel.kill()

    assert process.poll() is None


def test_a_kernel_is_asked_over_its_wire() -> None:
    ours, theirs = map(Wire, Pipe())
    kernel = Kernel(2**22 + 1, "fork")
    kernel.wire = ours
    kernel.ask_to_end()

    assert theirs.receive() == ("end", [])
    theirs.close()
    kernel.ask_to_end()  # nobody hears it, which shows elsewhere
    ours.close()


def test_on_windows_a_kernel_is_interrupted_over_its_wire(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = map(Wire, Pipe())
    kernel = Kernel(2**22 + 1, "spawn")
    kernel.wire = ours
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        kernel.interrupt()
        kernel.kill()

    assert theirs.receive() == ("interrupt", [])
    ours.close()
    theirs.close()
