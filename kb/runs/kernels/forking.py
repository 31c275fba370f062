"""A preloaded process as the engine sees it: it is started, forks kernels, and tells how each ended."""

from __future__ import annotations

import contextlib
import itertools
import json
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

from kb.runs.kernels.kernel import End, Kernel
from kb.runs.kernels.recipe import Recipe
from kb.runs.kernels.start import LESS_SPINNING, UnfitError, last_line, log_of, start_process
from kb.runs.kernels.wire import Wire

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""Without these, pandas and what it loads start threads, and a process with threads must not fork."""
MOST_BYTES = 1 << 20


class Parent:
    """A preloaded process: forks kernels, and tells how each ended."""

    def __init__(self, recipe: Recipe, process: subprocess.Popen[bytes], control: socket.socket) -> None:
        self.recipe = recipe
        self.process = process
        self.forks = 0
        self._control = control
        self._numbers = itertools.count()
        self._born: dict[int, tuple[Wire, Future[Kernel]]] = {}
        self._kernels: dict[int, Kernel] = {}
        self._mutex = threading.Lock()
        self.is_open = True
        threading.Thread(target=self._read, name="kb parent", daemon=True).start()

    def fork(self) -> Kernel:
        """Fork a kernel.

        Raises:
            UnfitError: The process is gone.
        """
        mine, theirs = socket.socketpair()
        wire, born = Wire(Connection(mine.detach())), Future[Kernel]()
        with theirs, self._mutex:
            number = next(self._numbers)
            self._born[number] = (wire, born)
            with contextlib.suppress(OSError):  # then it is not open any more
                socket.send_fds(self._control, [json.dumps({"number": number}).encode()], [theirs.fileno()])
            if not self.is_open:
                self._abandon()
        try:
            return born.result()
        except UnfitError:
            wire.close()
            raise

    def close(self) -> None:
        """End the process and the kernels that still live."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)
        self.process.wait()

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while message := self._control.recv(MOST_BYTES):
                self._note(json.loads(message))
        with self._mutex:
            self.is_open = False
            self._abandon()
        self.process.wait()
        for kernel in [kernel for kernel in self._kernels.values() if kernel.end is None]:
            kernel.told(End(None))
        self._control.close()

    def _abandon(self) -> None:
        """Tell those who wait for a kernel that none will come."""
        while self._born:
            _, (_, born) = self._born.popitem()
            born.set_exception(UnfitError("the preloaded process is gone"))

    def _note(self, told: Mapping[str, Any]) -> None:
        number = told["number"]
        if "pid" in told:
            wire, born = self._born.pop(number)
            kernel = self._kernels[number] = Kernel(told["pid"], "fork")
            kernel.wire = wire
            self.forks += 1
            born.set_result(kernel)
        else:
            self._kernels.pop(number).told(End(told["code"], told["peak_bytes"], told["log"]))


def start_parent(recipe: Recipe, limit_seconds: float | None, start_seconds: float) -> Parent:
    """Start a process and wait until it has made its imports.

    Raises:
        UnfitError: It failed, or it runs threads, which a fork would lose; or forks are not safe here.
    """
    if sys.platform != "linux":
        raise UnfitError("this system cannot fork safely")
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs, tempfile.TemporaryFile() as log:
        order, changes = _order(recipe, theirs), {**LESS_SPINNING, **ONE_THREAD}
        try:
            process = start_process(recipe, "parent", order, log, changes, descriptors=[theirs.fileno()])
        except UnfitError:
            ours.close()
            raise
        theirs.close()
        try:
            ours.settimeout(start_seconds)
            answer = ours.recv(MOST_BYTES)
            ours.settimeout(limit_seconds)
            answer = answer and ours.recv(MOST_BYTES)
        except TimeoutError as error:
            process.kill()
            _discard(process, ours)
            raise UnfitError(f"it was not ready in {limit_seconds or start_seconds:g} seconds") from error
        ours.settimeout(None)
        said = log_of(log)
    ready = json.loads(answer or b"{}")
    refused = ready.get("refused")
    if refused and refused["is_spoilt"]:
        _discard(process, ours)
        shorter = replace(recipe, statements=recipe.statements[: refused["number"]])
        return start_parent(shorter, limit_seconds, start_seconds)
    if not ready or ready["threads"] > 1:
        _discard(process, ours)
        raise UnfitError(f"{ready['threads']} threads run after its imports" if ready else last_line(said) or "it died")
    return Parent(recipe, process, ours)


def _order(recipe: Recipe, control: socket.socket) -> str:
    """What the process is told to make."""
    environment = dict(recipe.environment)
    return json.dumps(
        {
            "control": control.fileno(),
            "arguments": recipe.arguments,
            "statements": recipe.statements,
            "folder": str(recipe.folder),
            "environment": {name: environment.get(name) for name in (*ONE_THREAD, *LESS_SPINNING)},
        }
    )


def _discard(process: subprocess.Popen[bytes], control: socket.socket) -> None:
    control.close()
    process.wait()
