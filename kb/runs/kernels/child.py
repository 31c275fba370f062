"""The process that runs a notebook's cells: a kernel made before, brought to life on a wire.

It runs in the kernel's own interpreter: it needs ipykernel and the standard library only.
"""

from __future__ import annotations

import _thread
import atexit
import contextlib
import ctypes
import gc
import io
import os
import random
import signal
import sys
import threading
from collections.abc import Mapping
from typing import Any

from tornado.ioloop import IOLoop

from kb.processors import usable_processors
from kb.runs.kernels.app import WiredApp
from kb.runs.kernels.wire import Wire

THREADS = "OPENBLAS_NUM_THREADS"
_WRITERS = (io.TextIOBase, io.BufferedWriter, io.BufferedRandom)
_THREAD_SETTINGS = (THREADS, "GOTO_NUM_THREADS", "OMP_NUM_THREADS")


def live(app: WiredApp, wire: Wire, environment: Mapping[str, str | None], set_threads: Any) -> None:
    """Answer requests until the other end asks for an end, or is gone; does not return.

    Args:
        app: The application, initialised.
        wire: Where requests come from.
        environment: Variables that were other, or absent (None), before this process was started.
        set_threads: Sets the number of threads that BLAS uses, where it had to be one until now; or None.
    """
    _restore(environment)
    if set_threads:
        set_threads(_blas_threads())
    _reseed()
    app.connect(wire)
    loop = IOLoop.current()
    threading.Thread(target=_listen, args=(app, wire, loop), name="kb wire", daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        loop.start()
    _leave()


def _restore(environment: Mapping[str, str | None]) -> None:
    for name, value in environment.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _blas_threads() -> int:
    """How many threads OpenBLAS takes by itself: as the environment says, else one for each processor."""
    asked = [int(text) for name in _THREAD_SETTINGS if (text := os.environ.get(name, "")).isdigit() and int(text)]
    return asked[0] if asked else usable_processors()


def _reseed() -> None:
    """Random numbers of its own, as a process of its own would have."""
    random.seed()
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def _listen(app: WiredApp, wire: Wire, loop: IOLoop) -> None:
    """Hand requests to the loop as they come."""
    while True:
        try:
            channel, frames = wire.receive()
        except (EOFError, OSError):
            _end_at_once()
        if channel == "shell":
            loop.add_callback(app.kernel.answer, frames)
        elif channel == "interrupt":
            _thread.interrupt_main()
        elif channel == "end":
            loop.add_callback(loop.stop)


def _end_at_once() -> None:
    """Nobody listens any more: end, and with this process all that it started."""
    if os.name == "posix" and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def _leave() -> None:
    """End as an interpreter does: threads are waited for, exit handlers run, files are written; memory is not freed."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    gc.collect()  # for what only a cycle holds
    for thing in (sys.stdout, sys.stderr, *gc.get_objects()):
        if issubclass(type(thing), _WRITERS):
            with contextlib.suppress(OSError, ValueError):
                thing.flush()
    ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None).fflush(None)
    os._exit(0)
