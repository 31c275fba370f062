"""The process that has made a notebook's imports, and forks a kernel for each run.

It runs in the kernel's own interpreter: it needs ipykernel and the standard library only.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import selectors
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, BinaryIO

from kb.runs.kernels.app import make_app
from kb.runs.kernels.child import live
from kb.runs.kernels.preload import collect_again, forget_kb, preload
from kb.runs.kernels.tie import tied_to
from kb.runs.kernels.wire import Wire

MOST_BYTES = 1 << 20
_PR_SET_PDEATHSIG = 1
_LOG_BYTES = 5000

SetThreads = Callable[[int], None]


def main(order: Mapping[str, Any]) -> None:
    """Get ready, then fork a kernel for each connection that comes over the socket.

    Args:
        order: The descriptor `control` of a socket that keeps messages apart, `arguments` of the kernel's application,
            `statements` to import, `environment` to restore in kernels, the `folder` that they run in.
    """
    control = socket.socket(fileno=order["control"])
    threadpoolctl = _load_threadpoolctl()
    with tied_to(control.fileno()):
        app = make_app(order["arguments"])
        control.send(b"up")
        forget_kb()
        app.iopub_thread.early.clear()  # what a profile says at the start belongs to no cell
        refused = preload(order["statements"], app)
    collect_again(order["collector"])
    ready = {"refused": refused, "threads": len(list(Path("/proc/self/task").iterdir()))}
    control.send(json.dumps(ready).encode())
    set_threads = _setter_of(threadpoolctl)
    gc.collect()
    gc.freeze()  # the collector's marks would copy every page that a kernel shares with this process
    wire = Parent(control).serve()
    if wire:
        os.chdir(order["folder"])  # it may have been made anew since
        live(app, wire, order["environment"], set_threads)


def _load_threadpoolctl() -> Any:
    """The library that sets the number of BLAS threads, if there is one; a notebook does not see that it was loaded."""
    environment = os.environ.copy()
    try:
        import threadpoolctl  # noqa: F401, PLC0415  (another interpreter may lack it)
    except ImportError:
        return None
    for name in os.environ.keys() - environment.keys():
        del os.environ[name]
    return sys.modules.pop("threadpoolctl")


def _setter_of(threadpoolctl: Any) -> SetThreads | None:
    """What sets the number of BLAS threads in a forked kernel; the libraries are looked up here, once for all."""
    if threadpoolctl is None:
        return None
    found = threadpoolctl.ThreadpoolController().select(user_api="blas").lib_controllers

    def set_threads(number: int) -> None:
        for library in found:
            library.set_num_threads(number)

    return set_threads


class Parent:
    """Forks kernels on request and tells how each ended."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._pid = os.getpid()
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ, None)

    def serve(self) -> Wire | None:
        """Serve until the socket is closed: None; in a forked process: the wire that it is to answer."""
        while True:
            for key, _ in self._selector.select():
                if key.data is not None:
                    self._report(key.fd, *key.data)
                    continue
                request = self._receive()
                if request is None:
                    self._end_all()
                    return None
                wire = self._fork(*request)
                if wire:
                    return wire

    def _receive(self) -> tuple[int, int] | None:
        """The number and the connection of a kernel that is asked for; None when nobody is left who asks."""
        try:
            message, descriptors, _, _ = socket.recv_fds(self._control, MOST_BYTES, 1)
        except ConnectionResetError:  # kb was killed before it had read all that it was told
            return None
        return (json.loads(message)["number"], descriptors[0]) if message else None

    def _tell(self, **facts: Any) -> None:
        """Tell kb; when it is gone, the next request says so."""
        with contextlib.suppress(BrokenPipeError):
            self._control.send(json.dumps(facts).encode())

    def _fork(self, number: int, descriptor: int) -> Wire | None:
        log = tempfile.TemporaryFile()  # noqa: SIM115  (the kernel's, and this process's until it has ended)
        pid = os.fork()
        if pid == 0:
            self._become_kernel(log)
            os.set_inheritable(descriptor, False)
            return Wire(Connection(descriptor))
        os.close(descriptor)
        self._tell(number=number, pid=pid)
        self._selector.register(os.pidfd_open(pid), selectors.EVENT_READ, (number, pid, log))
        return None

    def _become_kernel(self, log: BinaryIO) -> None:
        """Leave the parent's things behind; end when it ends."""
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != self._pid:
            os._exit(1)
        os.setsid()
        for key in list(self._selector.get_map().values()):
            if key.data is not None:
                os.close(key.fd)
                key.data[2].close()
        self._selector.close()
        self._control.close()
        for stream in (1, 2):
            os.dup2(log.fileno(), stream)
        log.close()

    def _report(self, descriptor: int, number: int, pid: int, log: BinaryIO) -> None:
        _end_group(pid)  # what it had started ends with it; until it is waited for, its number is nobody else's
        _, status, usage = os.wait4(pid, 0)
        self._selector.unregister(descriptor)
        os.close(descriptor)
        log.seek(max(log.seek(0, os.SEEK_END) - _LOG_BYTES, 0))
        said = log.read().decode(errors="replace")
        log.close()
        code = os.waitstatus_to_exitcode(status)
        self._tell(number=number, code=code, peak_bytes=usage.ru_maxrss * 1024, log=said)

    def _end_all(self) -> None:
        for key in self._selector.get_map().values():
            if key.data is not None:
                _end_group(key.data[1])


def _end_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):  # it may not lead a group yet
        os.killpg(pid, signal.SIGKILL)
