"""A process that ends with the one at the other end of its socket, even while it listens to nobody.

It runs in the kernel's own interpreter: it needs the standard library only.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager

if sys.platform == "linux":
    import fcntl

    @contextmanager
    def tied_to(descriptor: int) -> Iterator[None]:
        """While this lasts, the system ends this process when the other end of a socket is gone, or sends something."""
        fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
        flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags | os.O_ASYNC)  # SIGIO, which ends a process
        if select.select([descriptor], [], [], 0)[0]:  # it was gone before
            os._exit(1)
        yield
        fcntl.fcntl(descriptor, fcntl.F_SETFL, flags)

else:

    @contextmanager
    def tied_to(descriptor: int) -> Iterator[None]:  # noqa: ARG001, D103  (elsewhere it ends when its imports are made)
        yield
