"""The files of a vault, by path: what is hidden is no part of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath

from kb.model.problem import Problem

OUTSIDE = "outside-vault"
_SKIPPED_FOLDERS = {"node_modules"}
_CONFLICT_COPY = re.compile(
    r"\([^()]*(?:conflicted copy|case conflict)[^()]*\)"  # Dropbox, Nextcloud, Obsidian Sync
    r"|\((?:SF)?conflict [^()]*\d{4}-?\d\d-?\d\d[^()]*\)"  # Seafile, FolderSync
    r"|\.sync-conflict-\d{8}-\d{6}"  # Syncthing
    r"|_conflict-\d{8}-\d{6}",  # ownCloud
    re.IGNORECASE,
)


def is_conflict_copy(path: str) -> bool:
    """Whether a file's name is the one that a sync client gives to the second of two versions."""
    return _CONFLICT_COPY.search(path.rpartition("/")[2]) is not None


def walk_vault(folder: Path, problems: list[Problem]) -> Iterator[str]:
    """Paths of all files of a vault: each folder once, although links may lead to it from elsewhere, as in Obsidian."""
    covered = _Covered()
    covered.take(root := PurePath(os.path.realpath(folder)))
    waiting = [(os.fspath(folder), "", root)]
    while waiting:
        place, prefix, real = waiting.pop()
        for entry in _entries(place, prefix, problems):
            path = prefix + entry.name
            is_folder, is_file = _kind(entry, path, problems)
            if is_folder:
                below = _real(entry, real)
                if below == real / entry.name or covered.take(below):
                    waiting.append((entry.path, f"{path}/", below))
                    problems += _outside(path, below, real, root) if below.parent != real else ()
                else:
                    problems.append(_linked_folder(path))
            elif is_file:
                if entry.is_symlink() and not path.casefold().endswith(".md"):
                    problems += _outside(path, _real(entry, real), real, root)
                yield path


def inside_files(files: Iterable[str], problems: Iterable[Problem]) -> list[str]:
    """The files without those that lie outside the vault, and only a link on disk leads to."""
    links = {problem.path for problem in problems if problem.rule == OUTSIDE}
    return [path for path in files if not links or links.isdisjoint((path, *map(str, PurePosixPath(path).parents)))]


@dataclass(slots=True)
class _Covered:
    """The real folders that are walked with all that is below them, and all folders above them."""

    whole: set[PurePath] = field(default_factory=set)
    above: set[PurePath] = field(default_factory=set)

    def take(self, folder: PurePath) -> bool:
        """Take a folder in, unless it or a part of it is covered already."""
        if folder in self.above or not self.whole.isdisjoint(folder.parents):
            return False
        self.whole.add(folder)
        self.above.update((folder, *folder.parents))
        return True


def _entries(place: str, prefix: str, problems: list[Problem]) -> Iterator[os.DirEntry[str]]:
    """What is shown of a folder, in order."""
    try:
        with os.scandir(place) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(_closed_folder(prefix or PurePath(place).as_posix(), error))
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _SKIPPED_FOLDERS:
            continue
        name = entry.name.encode(errors="replace").decode()
        if name == entry.name:
            yield entry
        else:
            problems.append(_unreadable_name(prefix + name))


def _real(entry: os.DirEntry[str], folder: PurePath) -> PurePath:
    may_lead_away = entry.is_symlink() or os.name == "nt"  # a junction of Windows is no symlink
    return PurePath(os.path.realpath(entry.path)) if may_lead_away else folder / entry.name


def _kind(entry: os.DirEntry[str], path: str, problems: list[Problem]) -> tuple[bool, bool]:
    """Whether it is a folder, and whether it is a file; a pipe or a socket is neither, and is never opened."""
    try:
        is_folder, is_file = entry.is_dir(), entry.is_file()
    except OSError as error:
        problems.append(_dead_link(path, error.strerror or str(error)))
        return False, False
    if not is_folder and not is_file and not os.path.exists(entry.path):  # noqa: PTH110  (a Path for each entry is slow)
        problems.append(_dead_link(path, "what it leads to is not there"))
    return is_folder, is_file


def _closed_folder(path: str, error: OSError) -> Problem:
    do = "Check that it is there and that you may read it, then run again."
    return Problem("unreadable-folder", "Cannot read this folder", do, path, found=error.strerror or str(error))


def _linked_folder(path: str) -> Problem:
    what = "This link leads to a folder that is read anyway, and is not followed"
    return Problem("linked-folder", what, "Delete the link, or move the folder here.", path, severity="warning")


def _outside(path: str, real: PurePath, folder: PurePath, root: PurePath) -> Iterator[Problem]:
    """A link that leads out of the vault; one in a folder that is outside itself is told with the link to that."""
    if root not in real.parents and root in (folder, *folder.parents):
        what = "This link on disk leads out of the vault: no file there but notes is published"
        yield Problem(OUTSIDE, what, "Copy into the vault what the site is to show.", path, severity="warning")


def _dead_link(path: str, found: str) -> Problem:
    do = "Delete the link, or bring back what it leads to."
    return Problem("dead-link", "This link on disk leads nowhere", do, path, found=found, severity="warning")


def _unreadable_name(path: str) -> Problem:
    do = "Rename it; until then it is left out."
    return Problem("unreadable-name", "The name of this file is not UTF-8", do, path)
