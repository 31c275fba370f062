"""Ports for stock kernels, so that those of tests that run at the same time do not take each other's.

Jupyter looks for free ports, and its kernel binds them a second later: meanwhile any other process may be given one.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from jupyter_client.connect import LocalPortCache

BLOCKS = range(10_000, 32_000, 500)
"""Below the ports that systems give to whoever asks for any."""


def keep_ports_apart() -> None:
    """Have this process take ports of a block that no other process takes them from."""
    LocalPortCache.find_available_port = _find_port  # type: ignore[assignment, method-assign]


def _find_port(_cache: Any, ip: str) -> int:
    return next(port for port in _ports if _is_free(ip, port))


def _own_ports() -> Iterator[int]:
    """The ports of the first block whose first port this process can bind, which it keeps until it ends."""
    with next(bound for first in BLOCKS if (bound := _bind("127.0.0.1", first))) as kept:
        first = kept.getsockname()[1]
        yield from cycle(range(first + 1, first + BLOCKS.step))


_ports = _own_ports()


def _is_free(ip: str, port: int) -> bool:
    bound = _bind(ip, port)
    if bound:
        bound.close()
    return bound is not None


def _bind(ip: str, port: int) -> socket.socket | None:
    bound = socket.socket()
    try:
        bound.bind((ip, port))
    except OSError:
        bound.close()
        return None
    return bound
