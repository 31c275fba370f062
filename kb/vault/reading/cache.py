"""Parsed notes, kept on this machine so that only what changed is parsed again; safe to delete, never trusted."""

from __future__ import annotations

import hashlib
import marshal
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from kb.errors import KbError
from kb.files import write_atomically
from kb.vault.reading.signature import Signature

SHARDS = 32
"""Files that the notes are spread over: a changed note has one of them written again."""

Stored = tuple[Signature | None, tuple[Any, ...]]
"""A note's file as it was read, and the entry."""


def load_notes(folder: Path) -> dict[str, Stored]:
    """The stored notes by path; a file that is damaged, foreign, or of another version of kb holds none."""
    notes: dict[str, Stored] = {}
    for shard in range(SHARDS):
        with suppress(OSError):
            data = (folder / _name(shard)).read_bytes()
            digest, content = data[:32], memoryview(data)[32:]
            if digest == _digest(content):
                notes |= marshal.loads(content)  # noqa: S302  (plain values only: nothing in them can run)
    return notes


def store_notes(folder: Path, notes: Mapping[str, Stored], changed: Iterable[str]) -> None:
    """Write anew the files in which notes have changed, come or gone; where that cannot be, they are parsed again."""
    shards = {_shard(path) for path in changed}
    contents: defaultdict[int, dict[str, Stored]] = defaultdict(dict)
    for path, stored in notes.items():
        if (shard := _shard(path)) in shards:
            contents[shard][path] = stored
    with suppress(KbError):
        for shard in shards:
            content = marshal.dumps(contents[shard])
            write_atomically(folder / _name(shard), _digest(content) + content)


def _shard(path: str) -> int:
    return zlib.crc32(path.encode("utf-8", "surrogateescape")) % SHARDS


def _name(shard: int) -> str:
    return f"{shard:02}"


def _digest(content: bytes | memoryview) -> bytes:
    """The checksum of a file's content, for this version of the parser alone."""
    return hashlib.sha256(_version() + content).digest()


@cache
def _version() -> bytes:
    """What an entry depends on beside the note: the parser's own source, its libraries, and this Python."""
    import markdown_it  # noqa: PLC0415  (the parser has imported them by then, or will)
    import mdit_py_plugins  # noqa: PLC0415
    import ruamel.yaml  # noqa: PLC0415

    home = Path(__file__).parents[1]
    sources = [*sorted(home.rglob("*.py")), *(home.parent / name for name in ("yaml.py", "model/note.py"))]
    versions = (sys.version, markdown_it.__version__, mdit_py_plugins.__version__, ruamel.yaml.__version__)
    parts = [*map(str.encode, versions), *(file.read_bytes() for file in sources)]
    return hashlib.sha256(b"\0".join(parts)).digest()
