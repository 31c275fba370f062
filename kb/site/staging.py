"""Pages made in a hidden place of the site's folder: none goes to its own before all are made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kb.files import move_over
from kb.site.build import Build, finish, finished_key, render
from kb.site.crew import for_each
from kb.site.search.findable import Findable

PLACE = ".kb-new."
"""Begins the name of the hidden place; the number of the process that made it follows."""
Keys = Mapping[str, str]
"""Path in the site -> the hash of what the file there was made from; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Staged:
    """Pages that were made.

    Attributes:
        keys: What each was made from, by path in the site.
        findables: What the search needs of them, likewise.
        new: Path in the site -> where the page is that goes there, for those that differ from what stands there.
    """

    keys: Keys
    findables: Mapping[str, Findable]
    new: Mapping[str, Path]


@contextmanager
def staged_pages(build: Build, pages: Mapping[str, str], before: Keys) -> Iterator[Staged]:
    """Make pages, and keep those that differ until they are moved; what was not moved then is gone.

    Args:
        build: The build.
        pages: Path in the site -> path of the page.
        before: What stands there.

    Raises:
        KbError: A template fails; no file of the site has been touched.
    """
    folder = build.edition.folder
    with _place_in(folder) as place:
        files = {name: place / str(number) for number, name in enumerate(pages)}

        def make(name: str) -> tuple[str, Findable | None, bool]:
            rendered = render(build, pages[name])
            key = finished_key(build, rendered)
            if before.get(name) == key and (folder / name).is_file():
                return key, rendered.findable, False
            content = finish(build, rendered)
            if is_new := not is_there(content, folder / name):
                files[name].write_bytes(content)
            return key, rendered.findable, is_new

        done = dict(zip(pages, for_each(list(pages), make), strict=True))
        yield Staged(
            {name: key for name, (key, _, _) in done.items()},
            {name: found for name, (_, found, _) in done.items() if found},
            {name: files[name] for name, (_, _, is_new) in done.items() if is_new},
        )


def move_pages(staged: Staged, folder: Path) -> None:
    """Put the pages that were made into the site, each in one step."""
    for name, file in staged.new.items():
        os.makedirs((folder / name).parent, exist_ok=True)  # noqa: PTH103  (thousands of them)
        move_over(file, folder / name)


def is_there(content: bytes, file: Path) -> bool:
    """Whether a file holds this already."""
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except FileNotFoundError:
        return False


@contextmanager
def _place_in(folder: Path) -> Iterator[Path]:
    for left in folder.glob(f"{PLACE}*"):
        if _is_left_by_the_dead(left.name.removeprefix(PLACE)):
            shutil.rmtree(left)
    place = folder / f"{PLACE}{os.getpid()}"
    place.mkdir(parents=True, exist_ok=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _is_left_by_the_dead(process: str) -> bool:
    from psutil import pid_exists  # noqa: PLC0415  (only after a build that was killed)

    return process.isdecimal() and not pid_exists(int(process))
