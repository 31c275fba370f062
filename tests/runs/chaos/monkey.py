"""Runs kb and kills what belongs to it: kb itself, the preloaded process, a kernel."""

from __future__ import annotations

import os
import subprocess
import time
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Self

import psutil

from tests.runs.chaos.workspace import KB

MARK = "KB_CHAOS"
"""A variable that what kb starts inherits: by it is known what belongs to which kb."""
PATIENCE_SECONDS = 120
ORPHAN_SECONDS = 2


class Kb:
    """`kb run` in a process group of its own, and all that it starts."""

    def __init__(self, root: Path, *options: str) -> None:
        self._mark = str(uuid.uuid4())
        self.said = ""
        self.process = subprocess.Popen(
            [*KB, "run", "--jobs", "2", *options],
            cwd=root,
            env={**os.environ, MARK: self._mark},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.relatives():
            process.kill()
        self.process.communicate()

    def end(self) -> int:
        """Wait for its end; its exit code."""
        self.said += self.process.communicate(timeout=PATIENCE_SECONDS)[0]
        return self.process.returncode

    def itself(self) -> list[psutil.Process]:
        """The process of kb itself, while it lives."""
        return [psutil.Process(self.process.pid)] if self.process.poll() is None else []

    def parents(self) -> list[psutil.Process]:
        """The processes that kernels come from."""
        return _children(self.process.pid)

    def kernels(self) -> list[psutil.Process]:
        """The kernels that live."""
        return [kernel for parent in self.parents() for kernel in _children(parent.pid)]

    def relatives(self) -> list[psutil.Process]:
        """Every process that has its mark."""
        return [process for process in psutil.process_iter() if _mark_of(process) == self._mark]

    def orphans(self) -> list[str]:
        """The commands that still run a while after its end."""
        return survivors(self.relatives())


def kill(processes: Iterable[psutil.Process]) -> int:
    """Kill processes with no warning; how many there were to kill."""
    killed = 0
    for process in processes:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
        killed += 1
    return killed


def survivors(processes: Iterable[psutil.Process]) -> list[str]:
    """The commands of those that still run a while later; a zombie does not run."""
    deadline, alive = time.monotonic() + ORPHAN_SECONDS, list(processes)
    while (alive := list(filter(_runs, alive))) and time.monotonic() < deadline:
        time.sleep(0.05)
    return [f"{process.pid}: {_command_of(process)}" for process in alive]


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children()
    except psutil.NoSuchProcess:
        return []


def _command_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())[-200:]
    except psutil.Error as error:
        return str(error)


def _mark_of(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(MARK)
    except (psutil.Error, OSError):
        return None
