"""Drawings that are kept by what they are made from, so that each is made once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kb.errors import KbError
from kb.files import write_atomically


def kept_drawing(name: str, draw: Callable[[], str], cache: Path | None) -> str:
    """A drawing as SVG, from the cache where it is there; what `draw` raises is raised.

    Args:
        name: Of its file, as `drawing_name` says it.
        draw: Makes it.
        cache: A folder that keeps what was drawn; None for none.
    """
    kept = cache / name if cache else None
    if kept:
        with suppress(OSError, UnicodeDecodeError):
            return kept.read_text("utf-8")
    svg = draw()
    if kept:
        with suppress(KbError):  # what cannot be kept is drawn again
            write_atomically(kept, svg.encode())
    return svg


def drawing_name(source: str, made_by: str) -> str:
    """The name of the file that keeps a drawing of some source, made by a version of a library."""
    key = f"{made_by}\n{source}".encode("utf-8", "surrogatepass")
    return f"{hashlib.sha256(key).hexdigest()}.svg"
