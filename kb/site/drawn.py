"""The bases and canvases of a vault: their texts, and which are shown to whom."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from kb.model.audience import OWNER, Audience
from kb.model.problem import Problem
from kb.query.disk import ENDING as BASE
from kb.query.disk import read_bases
from kb.site.canvases import ENDING as CANVAS
from kb.site.canvases import read_canvas_texts
from kb.site.private.audience import is_in

ENDINGS = (BASE, CANVAS)


def read_drawn(vault: Path, files: Collection[str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Read the bases and canvases among the files of a vault: path -> text; and what is wrong with them."""
    bases, of_bases = read_bases(vault, files)
    canvases, of_canvases = read_canvas_texts(vault, files)
    return {**bases, **canvases}, (*of_bases, *of_canvases)


def shows_drawn(audience: Audience, path: str, is_excluded: Callable[[str], bool]) -> bool:
    """Whether the readers of a site see a base or canvas of their folders.

    It may name private notes, and no property of it says that it may be published. So kb.toml names it; else those see
    it who read all but what is private.
    """
    return is_meant(audience, path) and not is_excluded(path)


def is_meant(audience: Audience, path: str) -> bool:
    """Whether an audience is to see a base or canvas, but for what mkdocs.yml excludes."""
    if audience.drawn is None:
        is_named = audience.base == OWNER and not audience.tags
    else:
        is_named = any(is_in(f"{path}/", [one]) for one in audience.drawn)
    return is_named and is_in(path, audience.folders)
