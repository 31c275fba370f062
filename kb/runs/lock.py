"""One writer at a time in a workspace: an operating system's lock on a file that names its holder."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from kb.config import Settings
from kb.errors import KbError
from kb.files import remove_leftovers
from kb.runs.store import make_store

NAME = "lock"
POLL_SECONDS = 0.2
_BEYOND = 2**30
"""Where Windows locks a byte: beyond the text, which another process could not read otherwise."""
_held: set[int] = set()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes in a workspace.

    Attributes:
        command: What was typed, like `kb run`.
        process: Its process id.
        host: The machine that it runs on.
        since: When it took the lock, in local time, as ISO 8601 has it.
    """

    command: str
    process: int
    host: str
    since: str


Wait = Callable[[float], None]


@contextmanager
def hold_lock(
    settings: Settings, command: str, tell: Callable[[Holder | None], None], wait: Wait = time.sleep
) -> Iterator[None]:
    """Be the only writer in a workspace; what is planned outside of it may be out of date inside.

    The operating system frees the lock of a process that ends, however it ends; what it had half written is removed.

    Args:
        settings: The workspace.
        command: What wants to write, as the user typed it.
        tell: Called once, when another holds the lock; with None where that one has not said yet who it is.
        wait: Passes the time between two tries.

    Raises:
        KbError: There can be no lock in this folder.
    """
    make_store(settings)
    file = settings.store / NAME
    handle = _open(file)
    try:
        if not _locks(file, handle):
            tell(read_holder(file))
            while not _locks(file, handle):
                wait(POLL_SECONDS)
        _held.add(handle)
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        _write(handle, json.dumps(asdict(Holder(command, os.getpid(), socket.gethostname(), since))))
        for folder in (settings.vault, settings.store):
            remove_leftovers(folder)
        yield
        _write(handle, "")
    finally:
        _held.discard(handle)
        os.close(handle)


def read_holder(file: Path) -> Holder | None:
    """Who a lock's file names; None where it names nobody."""
    with suppress(OSError, ValueError, TypeError):
        return Holder(**json.loads(file.read_text("utf-8")))
    return None


def _open(file: Path) -> int:
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise _refusal(file, error) from error


def _write(handle: int, text: str) -> None:
    """Name the holder; a disk without room for it still has the lock."""
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, text.encode())


def _locks(file: Path, handle: int) -> bool:
    try:
        _lock(handle)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        raise _refusal(file, error) from error
    return True


def _refusal(file: Path, error: OSError) -> KbError:
    do = "Make the workspace writable, or move it to a disk that has locks, as local ones do."
    return KbError("kb cannot take its lock", path=file, found=error.strerror or str(error), do=do)


if sys.platform == "win32":  # pragma: no cover  (measured on Linux)
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _BEYOND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _forget() -> None:
    """A forked child has a copy of each handle, and would keep its lock alive."""
    for handle in _held:
        os.close(handle)
    _held.clear()


if hasattr(os, "register_at_fork"):  # pragma: no branch  (measured on Linux)
    os.register_at_fork(after_in_child=_forget)
