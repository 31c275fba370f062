"""Bytes on disk: whole or not at all, and named by their checksum."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from kb.errors import KbError

RETRY_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Waits between tries while another program (sync, editor, virus scanner) holds the file."""

_TEMPORARY = re.compile(r"\..+\.(?P<process>\d+)\.[a-z0-9_]{8}\.tmp")


def checksum(data: bytes) -> str:
    """SHA-256 of the bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def text_checksum(text: str) -> str:
    """SHA-256 of the text with every line end as LF, so that a checkout on Windows hashes the same."""
    return checksum(text.replace("\r\n", "\n").encode())


def file_checksum(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def folder_contents(folder: Path, endings: set[str] | None = None) -> Iterator[str]:
    """Each file below a folder with its checksum, in one order on every system; hidden ones do not count."""
    seen: set[str] = set()
    for place, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        folders[:] = [] if real in seen else sorted(name for name in folders if not name.startswith("."))
        seen.add(real)
        for name in sorted(files):
            path = Path(place) / name
            if not name.startswith(".") and (endings is None or path.suffix in endings):
                yield f"{path.relative_to(folder).as_posix()} {_checksum(path)}"


def _checksum(path: Path) -> str:
    """The file's checksum; a file that cannot be read, or is none, counts as what it says."""
    try:
        return file_checksum(path) if path.is_file() else "no file"
    except OSError as error:
        return f"unreadable {error.errno}"


def write_atomically(path: Path, data: bytes) -> bool:
    """Replace the file's content in one step; equal content is not written.

    The old file stays whole until the new one is complete on disk, whatever happens in between. Where the path is a
    link, the file that it names is replaced.

    Returns:
        Whether the file changed.

    Raises:
        KbError: The folder is read-only, the disk is full, or another program holds the file.
    """
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path.resolve(), data)
    except OSError as error:
        raise KbError(
            "Cannot write this file",
            path=path,
            found=error.strerror or str(error),
            do="Its old content is intact. Check permissions and space, close it elsewhere, then run again.",
        ) from error
    return True


def remove_leftovers(folder: Path) -> None:
    """Remove what killed processes had begun to write below a folder; what a living one writes stays."""
    from psutil import pid_exists  # noqa: PLC0415  (a notebook that writes a file does not need it)

    for place, _, names in os.walk(folder):
        for name in names:
            temporary = _TEMPORARY.fullmatch(name)
            if temporary and not pid_exists(int(temporary["process"])):
                with suppress(OSError):  # the next one tries again
                    Path(place, name).unlink()


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.{os.getpid()}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(path))
        move_over(temporary, path)
    finally:
        with suppress(OSError):  # it has been moved, or another program holds it: the first error is the one to tell
            temporary.unlink()


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, or that of a new file under the user's umask."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def move_over(temporary: Path, path: Path) -> None:
    """Put a file in another's place in one step, as soon as no other program holds that."""
    for wait_seconds in RETRY_SECONDS:
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(wait_seconds)
        else:
            return
    temporary.replace(path)
