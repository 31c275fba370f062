"""The files of a vault, by path: what is hidden is no part of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from kb.model.problem import Problem

_SKIPPED_FOLDERS = {"node_modules"}
_CONFLICT_COPY = re.compile(
    r"\([^()]*(?:conflicted copy|case conflict)[^()]*\)"  # Dropbox, Nextcloud, Obsidian Sync
    r"|\.sync-conflict-\d{8}-\d{6}"  # Syncthing
    r"|_conflict-\d{8}-\d{6}",  # ownCloud
    re.IGNORECASE,
)


def is_conflict_copy(path: str) -> bool:
    """Whether a file's name is the one that a sync client gives to the second of two versions."""
    return _CONFLICT_COPY.search(path.rpartition("/")[2]) is not None


def walk_vault(
    folder: Path, problems: list[Problem], prefix: str = "", above: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Paths of all files below a folder; a link to a folder that it is itself in is not followed."""
    real = os.path.realpath(folder)
    if real in above:
        return
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        problems.append(_closed_folder(prefix or folder.as_posix(), error))
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _SKIPPED_FOLDERS:
            continue
        if entry.is_dir():
            yield from walk_vault(folder / entry.name, problems, f"{prefix}{entry.name}/", above | {real})
        elif entry.is_file():
            yield prefix + entry.name


def _closed_folder(path: str, error: OSError) -> Problem:
    do = "Check that it is there and that you may read it, then run again."
    return Problem("unreadable-folder", "Cannot read this folder", do, path, found=error.strerror or str(error))
