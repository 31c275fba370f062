"""One file beside the results, from which thousands are listed without opening each: derived, and safe to delete."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kb.errors import KbError
from kb.files import write_atomically

INDEX = "index"
_FORMAT = 1
"""To be raised when tables or the index change: an index of another format is made anew."""
_DIGEST_BYTES = hashlib.sha256().digest_size
Table = dict[str, Any]
Stamp = list[int]


def read_tables(
    folder: Path, keys: Iterable[str], files: tuple[str, ...], read: Callable[[Path], Table | None]
) -> dict[str, Table]:
    """What `read` makes of each folder, asked again only where one of its files has another stamp than at that time.

    Two processes may do so at once: each writes a whole index, and the next to read mends what the last lacks.

    Args:
        folder: Holds the folders and the index.
        keys: The names of the folders.
        files: The names of the files that `read` looks at.
        read: The table of one folder; None where there is none that can be trusted.

    Returns:
        Key -> table.
    """
    known = _read_index(folder / INDEX)
    found: dict[str, tuple[Stamp, Table]] = {}
    for key in keys:
        stamp = _stamp(f"{folder}{os.sep}{key}{os.sep}", files)
        entry = known.get(key)
        table = entry[1] if entry and entry[0] == stamp else read(folder / key)
        if table is not None:
            found[key] = (stamp, table)
    if found.keys() != known.keys() or any(known[key][0] != stamp for key, (stamp, _) in found.items()):
        _write_index(folder / INDEX, found)
    return {key: table for key, (_, table) in found.items()}


def _stamp(folder: str, files: tuple[str, ...]) -> Stamp:
    """What tells that a file is still the one that was read: when it was written, its size, its place on disk."""
    stamp: Stamp = []
    for name in files:
        with suppress(OSError):
            state = os.stat(folder + name)  # noqa: PTH116  (a Path for each of thousands of files costs more than this)
            stamp += (state.st_mtime_ns, state.st_size, state.st_ino)
    return stamp


def _read_index(path: Path) -> dict[str, tuple[Stamp, Table]]:
    """Key -> stamp and table; nothing where there is no index, or one that is not what kb wrote."""
    try:
        data = path.read_bytes()
    except OSError:
        return {}
    digest, body = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    if digest != _digest(body):
        return {}
    texts, results = marshal.loads(body)  # noqa: S302  (what kb wrote with this Python: the digest says so)
    return {key: (stamp, table | {"inputs": texts[text]}) for key, (stamp, text, table) in results.items()}


def _write_index(path: Path, entries: Mapping[str, tuple[Stamp, Table]]) -> None:
    """Write the index, each text of inputs once: thousands of runs share a few. Where it cannot be, nothing is lost."""
    texts: dict[str, int] = {}
    results = {
        key: (stamp, texts.setdefault(table["inputs"], len(texts)), table | {"inputs": ""})
        for key, (stamp, table) in entries.items()
    }
    body = marshal.dumps((list(texts), results))  # JSON takes four times as long to read
    with suppress(KbError):
        write_atomically(path, _digest(body) + body)


def _digest(body: bytes) -> bytes:
    """A digest of what is marshalled, and of what can read it: marshal's format is that of one Python."""
    return hashlib.sha256(f"{_FORMAT} {sys.implementation.cache_tag}\n".encode() + body).digest()
