"""Places of dots, kept on this machine under the hash of what they were made from; safe to delete, never trusted."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kb.files import checksum
from kb.site.digest import hash_of
from kb.site.graph.model import Graph

if TYPE_CHECKING:
    from kb.site.graph.layout import Places


def places_of(graph: Graph, file: Path, made_by: str) -> Places:
    """Where the dots of a graph stand.

    Args:
        graph: The graph.
        file: Keeps the places of the last one.
        made_by: The hash of the code that makes them.
    """
    key = hash_of([made_by, str(len(graph.dots)), repr(graph.links)])
    kept = _load(file, key)
    if kept is None:
        from kb.site.graph.layout import lay_out  # noqa: PLC0415  (numpy is loaded where a graph is laid out)

        kept = lay_out(len(graph.dots), graph.links)
        _store(file, key, kept)
    return kept


def _load(file: Path, key: str) -> Places | None:
    """The places of a key; None where the file has others, or is damaged."""
    with suppress(OSError):
        head, _, content = file.read_bytes().partition(b"\n")
        if head.decode("ascii", "replace") == _head(key, content):
            x, y = json.loads(content)
            return x, y
    return None


def _store(file: Path, key: str, places: Places) -> None:
    """Keep places; where that cannot be, they are made again next time."""
    content = json.dumps(places, separators=(",", ":")).encode()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_head(key, content).encode() + b"\n" + content)


def _head(key: str, content: bytes) -> str:
    return f"{key} {checksum(content)}"
