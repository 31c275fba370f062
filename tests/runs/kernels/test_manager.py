from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from kb.runs.kernels import manager as managers
from kb.runs.kernels.kernel import End, Kernel
from kb.runs.kernels.manager import WiredManager
from kb.runs.kernels.wire import Wire


class FakeKernel(Kernel):
    """A kernel without a process: notes what is done to it, and ends when that is done which it heeds."""

    def __init__(self, heeds: str = "") -> None:
        super().__init__(0, "fork")
        self.wire = cast("Wire", None)  # nothing is sent
        self.heard: list[str] = []
        self._heeds = heeds

    def _hear(self, what: str) -> None:
        self.heard.append(what)
        if what == self._heeds:
            self.ended.set_result(End(0))

    def interrupt(self) -> None:
        self._hear("interrupt")

    def ask_to_end(self) -> None:
        self._hear("end")

    def terminate(self) -> None:
        self._hear("terminate")

    def kill(self) -> None:
        self._hear("kill")


def started(kernel: Kernel) -> WiredManager:
    manager = WiredManager("python3", lambda *_: kernel)
    manager.start_kernel()
    return manager


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(managers, "PATIENCE_SECONDS", 0.01)


def test_a_kernel_is_started_with_what_nbclient_says(tmp_path: Path) -> None:
    given: list[Any] = []

    def start(extra: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Kernel:
        given.extend((extra, folder, dict(environment)))
        return FakeKernel()

    manager = WiredManager("python3", start)
    before = manager.has_kernel, manager.is_alive()
    manager.start_kernel(["--quiet"], cwd=str(tmp_path), env={"A": "1"}, other="ignored")

    assert before == (False, False)
    assert given == [["--quiet"], tmp_path, {"A": "1"}]
    assert (manager.has_kernel, manager.is_alive()) == (True, True)


def test_without_a_word_it_runs_here_and_in_this_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_TEST_OWN", "1")
    given: list[Any] = []

    def start(_: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Kernel:
        given.extend((folder, environment["KB_TEST_OWN"]))
        return FakeKernel()

    WiredManager("python3", start).start_kernel()

    assert given == [Path.cwd(), "1"]


def test_its_client_asks_the_manager_whether_it_lives() -> None:
    kernel = FakeKernel("kill")
    client = started(kernel).client(ignored=True)
    before = asyncio.run(client.is_alive())
    kernel.kill()

    assert (before, asyncio.run(client.is_alive())) == (True, False)


@pytest.mark.parametrize(
    ("heeds", "heard"),
    [
        ("end", ["interrupt", "end"]),
        ("terminate", ["interrupt", "end", "terminate"]),
        ("kill", ["interrupt", "end", "terminate", "kill"]),
        ("nothing", ["interrupt", "end", "terminate", "kill"]),
    ],
)
def test_a_kernel_is_asked_told_and_made_to_end(heeds: str, heard: list[str]) -> None:
    kernel = FakeKernel(heeds)
    asyncio.run(started(kernel).shutdown_kernel())

    assert kernel.heard == heard


def test_a_kernel_is_killed_where_there_is_no_time() -> None:
    kernel = FakeKernel("kill")
    asyncio.run(started(kernel).shutdown_kernel(now=True))

    assert kernel.heard == ["interrupt", "kill"]


def test_a_kernel_that_has_ended_is_left_alone() -> None:
    kernel = FakeKernel()
    kernel.ended.set_result(End(0))
    asyncio.run(started(kernel).shutdown_kernel())

    assert kernel.heard == []


def test_without_a_kernel_there_is_nothing_to_do() -> None:
    manager = WiredManager("python3", lambda *_: FakeKernel())
    asyncio.run(manager.shutdown_kernel())
    manager.interrupt_kernel()
    manager.cleanup_resources()

    assert not manager.has_kernel


def test_a_kernel_is_interrupted() -> None:
    kernel = FakeKernel()
    started(kernel).interrupt_kernel()

    assert kernel.heard == ["interrupt"]
