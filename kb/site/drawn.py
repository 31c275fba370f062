"""The bases and canvases of a vault: their texts, and which are shown to whom."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from kb.model.audience import OWNER, Audience
from kb.model.problem import Problem
from kb.query.disk import read_bases
from kb.site.canvases import read_canvas_texts
from kb.site.private.audience import is_in


def read_drawn(vault: Path, files: Collection[str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Read the bases and canvases among the files of a vault: path -> text; and what is wrong with them."""
    bases, of_bases = read_bases(vault, files)
    canvases, of_canvases = read_canvas_texts(vault, files)
    return {**bases, **canvases}, (*of_bases, *of_canvases)


def shows_drawn(audience: Audience, path: str, is_excluded: Callable[[str], bool]) -> bool:
    """Whether the readers of a site see a base or canvas: those who read all but what is private, and of their folders.

    It may name private notes, and no property of it says that it may be published.
    """
    is_open = audience.base == OWNER and not audience.tags and is_in(path, audience.folders)
    return is_open and not is_excluded(path)
