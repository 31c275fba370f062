"""Kernels from interpreters that are started and preloaded while earlier runs execute, each used once."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict, deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.connection import Client, Listener
from typing import IO

from kb.runs.kernels.kernel import End, Kernel
from kb.runs.kernels.recipe import Recipe
from kb.runs.kernels.start import LESS_SPINNING, START_SECONDS, UnfitError, last_line, log_of, start_process
from kb.runs.kernels.wire import Wire


class Spawned:
    """Interpreters that wait for a run.

    Attributes:
        coming: How many runs are still to come: no more interpreters than that are started beforehand.
    """

    def __init__(self) -> None:
        self.coming = 0
        self._unfit: dict[Recipe, str] = {}
        self._ready: dict[Recipe, deque[Future[Kernel]]] = defaultdict(deque)
        self._mutex = threading.Lock()
        self._starters = ThreadPoolExecutor(thread_name_prefix="kb spawn")

    def take(self, recipe: Recipe, limit_seconds: float | None = None, start_seconds: float = START_SECONDS) -> Kernel:
        """A kernel that has made its imports; another is begun for the run after this one.

        Raises:
            UnfitError: It cannot be started, and why.
        """
        with self._mutex:
            if recipe in self._unfit:
                raise UnfitError(self._unfit[recipe])
            waiting = self._ready[recipe]
            begun = waiting.popleft() if waiting else self._starters.submit(spawn, recipe, start_seconds)
        try:
            kernel = begun.result(limit_seconds)
        except UnfitError as error:
            self._unfit[recipe] = str(error)
            raise
        except TimeoutError as error:
            raise UnfitError(f"its imports took longer than {limit_seconds:g} seconds") from error
        with self._mutex:
            if sum(map(len, self._ready.values())) < self.coming:
                self._ready[recipe].append(self._starters.submit(spawn, recipe))
        return kernel

    def close(self) -> None:
        """End those that wait."""
        with self._mutex:
            self.coming = 0
            waiting = [begun for queue in self._ready.values() for begun in queue]
            self._ready.clear()
        for begun in waiting:
            with contextlib.suppress(UnfitError):
                begun.result().kill()


def spawn(recipe: Recipe, start_seconds: float = START_SECONDS) -> Kernel:
    """Start an interpreter and wait until it has made its imports.

    Raises:
        UnfitError: It ended before, and what it said.
    """
    key, log = secrets.token_bytes(32), tempfile.TemporaryFile()  # noqa: SIM115  (open until the kernel has ended)
    with Listener(authkey=key) as listener:
        order = {
            "arguments": recipe.arguments,
            "statements": recipe.statements,
            "environment": {name: dict(recipe.environment).get(name) for name in LESS_SPINNING},
            "address": listener.address,
            "key": key.hex(),
        }
        process = start_process(recipe, "spawned", json.dumps(order), log, LESS_SPINNING)
        kernel = Kernel(process.pid, "spawn")
        threading.Thread(target=_attend, args=(process, kernel, log, listener.address, key), daemon=True).start()
        kernel.wire = Wire(listener.accept())
    if not kernel.wire.has_message(start_seconds):
        kernel.kill()
        kernel.wire.close()
        raise UnfitError(f"it did not start in {start_seconds:g} seconds")
    try:
        kernel.wire.receive()
        _, frames = kernel.wire.receive()
    except (EOFError, OSError) as error:
        kernel.wait(5)
        kernel.wire.close()
        raise UnfitError(last_line(kernel.end.log) if kernel.end else "it did not start") from error
    refused = json.loads(frames[0])["refused"]
    if refused and refused["is_spoilt"]:
        kernel.kill()
        kernel.wire.close()
        return spawn(replace(recipe, statements=recipe.statements[: refused["number"]]), start_seconds)
    return kernel


def _attend(process: subprocess.Popen[bytes], kernel: Kernel, log: IO[bytes], address: str, key: bytes) -> None:
    """Wait for a process's end and tell it; one that never connected is connected for, so that nobody waits for it."""
    if sys.platform == "win32":
        end = End(process.wait())
    else:
        _, status, usage = os.wait4(process.pid, 0)
        unit = 1 if sys.platform == "darwin" else 1024
        end = End(os.waitstatus_to_exitcode(status), usage.ru_maxrss * unit)
        process.returncode = end.code
    with log:
        kernel.told(replace(end, log=log_of(log)))
    with contextlib.suppress(OSError, EOFError):
        Client(address, authkey=key).close()


SPAWNED = Spawned()
