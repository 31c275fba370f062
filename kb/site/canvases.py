"""The canvases of a site, read once as long as they stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from kb.errors import KbError
from kb.model.problem import Problem, problem_of
from kb.vault.reading.canvas import RULE, Canvas, parse_canvas

ENDING = ".canvas"


def is_canvas(path: str) -> bool:
    """Whether a file is a canvas, by its name."""
    return path.casefold().endswith(ENDING)


def canvases_in(drawn: Mapping[str, str]) -> dict[str, Canvas]:
    """The canvases among drawn files, for an index: their links count, their tags have no page."""
    read = {path: _read(path, text) for path, text in drawn.items() if is_canvas(path)}
    return {path: replace(found, tags=()) for path, found in read.items() if isinstance(found, Canvas)}


def check_canvases(drawn: Mapping[str, str]) -> Iterator[Problem]:
    """Which of the canvases among drawn files cannot be shown."""
    for path, text in drawn.items():
        if is_canvas(path) and isinstance(found := _read(path, text), Problem):
            yield found


@lru_cache(maxsize=1 << 10)
def _read(path: str, text: str) -> Canvas | Problem:
    try:
        return parse_canvas(text.encode(), path=path)
    except KbError as error:
        return problem_of(error, RULE)
