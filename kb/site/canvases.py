"""The canvases of a site, read once as long as they stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from kb.errors import KbError
from kb.model.note import Link
from kb.model.problem import Problem, problem_of
from kb.vault.reading.canvas import RULE, Canvas, parse_canvas, read_canvas_text

ENDING = ".canvas"


def is_canvas(path: str) -> bool:
    """Whether a file is a canvas, by its name."""
    return path.casefold().endswith(ENDING)


def canvases_in(drawn: Mapping[str, str]) -> dict[str, Canvas]:
    """The canvases among drawn files, for an index: their links count, their tags have no page."""
    read = {path: _read(path, text) for path, text in drawn.items() if is_canvas(path)}
    return {path: replace(found, tags=()) for path, found in read.items() if isinstance(found, Canvas)}


def links_in_words(path: str, text: str) -> tuple[Link, ...]:
    """The links in the Markdown of a canvas's cards; not the cards that are files themselves."""
    found = _read(path, text)
    return tuple(link for link in found.links if link.raw != link.target) if isinstance(found, Canvas) else ()


def read_canvas_texts(vault: Path, files: Iterable[str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Read the canvases among the files of a vault: path -> text; and what is wrong with them."""
    texts, problems = dict[str, str](), list[Problem]()
    for path in filter(is_canvas, files):
        try:
            texts[path] = read_canvas_text(vault / path, path=path)
        except KbError as error:
            problems.append(problem_of(error, RULE))
    problems += (found for path, text in texts.items() if isinstance(found := _read(path, text), Problem))
    return texts, tuple(problems)


@lru_cache(maxsize=1 << 10)
def _read(path: str, text: str) -> Canvas | Problem:
    try:
        return parse_canvas(text.encode(), path=path)
    except KbError as error:
        return problem_of(error, RULE)
