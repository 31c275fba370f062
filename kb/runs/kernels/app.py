"""ipykernel's own application, kernel and streams, with a wire where they have ZeroMQ sockets and threads.

All that can stand before a fork is made here; what cannot (threads, the event loop, redirected descriptors) is made by
`child`. It runs in the kernel's own interpreter: it needs ipykernel and the standard library only.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import os
import queue
import sys
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from contextvars import copy_context
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import tornado.platform.asyncio  # noqa: F401  (what the event loop is made with: loaded here, before the fork)
import zmq
from ipykernel._version import __version__, version_info
from ipykernel.iostream import BackgroundSocket, IOPubThread, OutStream
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_core.paths import jupyter_runtime_dir
from tornado.ioloop import IOLoop
from traitlets import Any as AnyTrait

from kb.runs.kernels.wire import KEY, Wire

if version_info[0] != 7:  # noqa: PLR2004  (what this file changes of it is not the same in others)
    raise ImportError(f"kb's own kernels are made with ipykernel 7, and this is {__version__}.")

Event = Callable[[], None]
_log = logging.getLogger("tornado.general")  # where what runs the thread of a stock kernel complains


def make_app(arguments: Sequence[str]) -> WiredApp:
    """The application, initialised as if Jupyter had started it with these arguments; `sys.argv` says the same."""
    launcher = find_spec("ipykernel_launcher")
    assert launcher  # noqa: S101  (part of ipykernel)
    connection_file = Path(jupyter_runtime_dir()) / f"kernel-{uuid.uuid4()}.json"
    sys.argv = [str(launcher.origin), "-f", str(connection_file), *arguments]
    app = WiredApp.instance()
    app.initialize(sys.argv[1:])  # type: ignore[no-untyped-call]
    return app


class Publisher(IOPubThread):
    """Publishes on a wire, in a thread of its own once there is one; until then it keeps what is published."""

    def __init__(self, session: Any) -> None:
        # not super's, which opens ZeroMQ sockets
        self.session = session
        self.background_socket = BackgroundSocket(self)
        self.io_loop: Any = self  # OutStream asks it for call_later
        self.thread: threading.Thread | None = None  # type: ignore[assignment]  # a fork marks threads that do not run yet as ended
        self.early: list[list[bytes]] = []
        self._wire: Wire | None = None
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()  # type: ignore[assignment]
        self._later: list[tuple[float, int, Event]] = []
        self._numbers = itertools.count()

    @property
    def closed(self) -> bool:
        """Never: the wire is open as long as the process lives."""
        return False

    def begin(self, wire: Wire) -> None:
        """Publish on this wire from now on."""
        self._wire = wire
        self.thread = threading.Thread(target=self._thread_main, name="IOPub", daemon=True)
        self.thread.start()

    def schedule(self, f: Event) -> None:
        """Call a function in the thread; here and now where there is none, as in a forked process."""
        if not (self.thread and self.thread.is_alive()):
            f()
        elif isinstance(getattr(f, "__self__", None), threading.Event):  # who waits for a flush: until it is sent
            self._events.put(lambda: self._events.put(f))
        else:
            self._events.put(f)

    def call_later(self, delay_seconds: float, f: Event) -> None:
        """Call a function in the thread after a while; only the thread itself asks for it."""
        heapq.heappush(self._later, (time.monotonic() + delay_seconds, next(self._numbers), f))

    def send_multipart(self, msg: list[bytes], *_: Any, **__: Any) -> None:
        """Publish one message, in the order in which messages are given."""
        self.schedule(lambda: self._really_send(msg))

    def _really_send(self, msg: list[bytes], *_: Any, **__: Any) -> None:
        if self._wire is None:
            self.early.append(msg)
        else:
            self._wire.send("iopub", msg)

    def _thread_main(self) -> None:
        while True:
            event = self._next_event()
            try:
                event()
            except Exception:  # noqa: BLE001  (one message that cannot be sent must not silence those after it)
                _log.exception("Uncaught exception in ZMQStream callback")

    def _next_event(self) -> Event:
        wait_seconds = max(self._later[0][0] - time.monotonic(), 0) if self._later else None
        try:
            return self._events.get(timeout=wait_seconds)
        except queue.Empty:
            return heapq.heappop(self._later)[2]


class ShellReplies:
    """Where a kernel sends its replies, as a ZeroMQ stream would be."""

    def __init__(self) -> None:
        self.wire: Wire | None = None

    def send_multipart(self, msg: list[bytes], *_: Any, **__: Any) -> None:
        """Send one reply."""
        if self.wire:
            self.wire.send("shell", msg)

    def flush(self, *_: Any) -> None:
        """Nothing waits."""


class WiredKernel(IPythonKernel):
    """The IPython kernel, given its requests one at a time."""

    shell_stream = AnyTrait()
    _supports_kernel_subshells = False

    def start(self) -> None:
        """Get ready for requests, in the process that will answer them."""
        assert self.shell  # noqa: S101  (made with the kernel)
        self.shell.exit_now = False
        self.io_loop: Any = IOLoop.current()
        self._context = copy_context()

    def answer(self, frames: list[bytes]) -> None:
        """Begin to answer a request of the shell channel; what a cell leaves in the context the next one finds."""
        request = self.shell_main(None, [zmq.Frame(frame) for frame in frames])
        self.io_loop.asyncio_loop.create_task(request, context=self._context)

    def _abort_queues(self, subshell_id: str | None = None) -> None:
        """Nothing waits behind a request that failed."""


class WiredApp(IPKernelApp):
    """The kernel's application without sockets, connection file, heartbeat or threads."""

    kernel_class = WiredKernel

    def init_connection_file(self) -> None:
        """There is none."""

    def write_connection_file(self, **_: Any) -> None:
        """There is none."""

    def log_connection_info(self) -> None:
        """Nobody else can connect."""

    def init_poller(self) -> None:
        """The wire tells when the other end is gone."""

    def init_heartbeat(self) -> None:
        """The process that started this one waits for its end."""

    def init_sockets(self) -> None:
        """Publish to a publisher."""
        self.session.key = KEY
        self.configure_tornado_logger()  # type: ignore[no-untyped-call]
        self.iopub_thread = Publisher(self.session)
        self.iopub_socket = self.iopub_thread.background_socket

    def init_io(self) -> None:
        """Replace the streams; `capture_descriptors` does the rest, which takes threads."""
        self.capture_fd_output, wanted = False, self.capture_fd_output
        super().init_io()  # type: ignore[no-untyped-call]
        self.capture_fd_output = wanted

    def init_kernel(self) -> None:
        """Make the kernel."""
        main = SimpleNamespace(parent_thread=threading.main_thread())
        self.kernel = WiredKernel.instance(
            parent=self,
            session=self.session,
            shell_stream=ShellReplies(),
            shell_channel_thread=main,
            iopub_thread=self.iopub_thread,
            iopub_socket=self.iopub_socket,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count

    def connect(self, wire: Wire) -> None:
        """Begin to publish and to answer on a wire, in the process that will run the cells."""
        self.session.pid = os.getpid()
        wire.share()
        self.kernel.shell_stream.wire = wire
        self.iopub_thread.begin(wire)
        for name in ("stdout", "stderr"):
            self._adopt(getattr(sys, name), name)
        self.kernel.start()

    def _adopt(self, stream: Any, name: str) -> None:
        """Make a stream this process's own, and send what is written to its descriptor through it."""
        if not isinstance(stream, OutStream):
            return
        stream._master_pid = os.getpid()
        is_tested = "PYTEST_CURRENT_TEST" in os.environ  # pytest has the descriptors: OutStream leaves them alone too
        if self.capture_fd_output and os.name == "posix" and not is_tested:
            setattr(sys, name, getattr(sys, f"__{name}__"))
            stream._should_watch = True
            stream._setup_stream_redirects(name)
            setattr(sys, name, stream)


WiredApp.__name__ = IPKernelApp.__name__  # its logger and its settings go by it
