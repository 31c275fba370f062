"""Ports for stock kernels, so that those of tests that run at the same time do not take each other's.

Jupyter looks for free ports, and its kernel binds them a second later: meanwhile any other process may be given one.
"""

from __future__ import annotations

import os
import socket
from itertools import count
from typing import Any

from jupyter_client.connect import LocalPortCache

FIRST, SIZE = 10_000, 22_000
"""Below those that systems give to whoever asks for any."""
_numbers = count(os.getpid() * 977)


def keep_ports_apart() -> None:
    """Have this process take ports that nobody is given, each once, and begin where no other process does."""
    LocalPortCache.find_available_port = _find_port  # type: ignore[assignment, method-assign]


def _find_port(_cache: Any, ip: str) -> int:
    return next(port for number in _numbers if _is_free(ip, port := FIRST + number % SIZE))


def _is_free(ip: str, port: int) -> bool:
    with socket.socket() as trial:
        try:
            trial.bind((ip, port))
        except OSError:
            return False
    return True
