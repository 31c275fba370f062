"""The folder of an export: only what an earlier export wrote there is replaced or removed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from kb.errors import KbError
from kb.files import checksum, file_checksum, write_atomically
from kb.model.problem import Problem

MARKER = ".kb-export.json"
RULE = "export"

Content = bytes | Path
"""What is to stand in a file: bytes, or a copy of another file."""

Sums = Mapping[str, tuple[str, ...]]
"""Path of a file -> the checksums that it may have: an export that was cut short leaves the old one or the new one."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did.

    Attributes:
        files: How many files it is.
        written: Those of them whose bytes changed.
        removed: Those of an earlier export that are no part of it any more.
        problems: Files that could not be read, and so are no part of it.
    """

    files: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def write_export(folder: Path, files: Mapping[str, Content]) -> Exported:
    """Make a folder hold the given files; equal bytes are not written, and a file that cannot be read is a problem.

    Raises:
        KbError: The folder holds files that no export wrote, or one that was changed since. Nothing is written then.
    """
    old = _read_marker(folder)
    _refuse_foreign(folder, old, files)
    problems: list[Problem] = []
    planned: dict[str, str] = {}
    for path, content in files.items():
        with _told(problems, path):
            planned[path] = checksum(content) if isinstance(content, bytes) else file_checksum(content)
    _write_marker(folder, {path: (*old.get(path, ()), *_sums(planned, path)) for path in {**old, **planned}})
    removed = _remove(folder, old.keys() - planned.keys())
    written: dict[str, str] = {}
    for path in [path for path, wanted in planned.items() if not _holds(folder / path, wanted)]:
        with _told(problems, path):
            written[path] = _write(folder / path, files[path])
    gone = {problem.path for problem in problems}
    now = {path: wanted for path, wanted in {**planned, **written}.items() if path not in gone}
    removed += _remove(folder, old.keys() & planned.keys() & gone)
    _write_marker(folder, {path: _sums(now, path) for path in now})
    return Exported(len(now), tuple(written), removed, tuple(problems))


@contextmanager
def _told(problems: list[Problem], path: str) -> Iterator[None]:
    """A file that vanishes while the export runs, or that cannot be read, does not stop the others."""
    try:
        yield
    except OSError as error:
        what, do = "Cannot read this file, so that it is not exported", "Check that you may read it, then run again."
        problems.append(Problem(RULE, what, do, path, found=error.strerror or str(error)))


def _sums(sums: Mapping[str, str], path: str) -> tuple[str, ...]:
    return (sums[path],) if path in sums else ()


def _read_marker(folder: Path) -> Sums:
    do = "Give the export an empty folder, or one that does not exist."
    marker = folder / MARKER
    try:
        if not marker.exists():
            found = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
            if found:
                what = "This folder holds files that no export wrote"
                raise KbError(what, path=folder, found=found[0], do=do)
            return {}
        files = json.loads(marker.read_text("utf-8"))["files"]
        return {str(path): tuple(map(str, sums)) for path, sums in files.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KbError(
            "What an earlier export noted here cannot be read", path=marker, found=str(error), do=do
        ) from error


def _write_marker(folder: Path, sums: Sums) -> None:
    files = {path: sorted(set(sums[path])) for path in sorted(sums)}
    table = {"about": "kb export made these files and replaces them while nobody changes them", "files": files}
    write_atomically(folder / MARKER, (json.dumps(table, indent=1, ensure_ascii=False) + "\n").encode())


def _refuse_foreign(folder: Path, old: Sums, new: Iterable[str]) -> None:
    inside = folder.resolve()
    for path in sorted({*old, *new}):
        file = folder / path
        if not file.resolve().is_relative_to(inside):
            raise KbError("A link leads out of the folder of the export", path=file, do="Remove it, then export again.")
        if file.is_file() and _sum_of(file) not in old.get(path, ()):
            what = "This file was changed since it was exported" if path in old else "No export wrote this file"
            raise KbError(what, path=file, do="Move it elsewhere, then export again.")


def _sum_of(file: Path) -> str:
    try:
        return file_checksum(file)
    except OSError as error:
        do = "Check that you may read it, then run again."
        raise KbError("Cannot read this file", path=file, found=error.strerror or str(error), do=do) from error


def _holds(file: Path, wanted: str) -> bool:
    return file.is_file() and _sum_of(file) == wanted


def _write(file: Path, content: Content) -> str:
    """The checksum of what was written: a file may have changed since it was planned."""
    data = content if isinstance(content, bytes) else content.read_bytes()
    write_atomically(file, data)
    return checksum(data)


def _remove(folder: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Remove those files that are there, and folders that hold nothing then."""
    files = [path for path in sorted(paths) if (folder / path).is_file()]
    for path in files:
        _unlink(folder / path)
        for parent in list(PurePath(path).parents)[:-1]:
            with suppress(OSError):  # it holds other files
                (folder / parent).rmdir()
    return tuple(files)


def _unlink(file: Path) -> None:
    try:
        file.unlink()
    except OSError as error:
        do = "Close it elsewhere, then run again."
        raise KbError("Cannot remove this file", path=file, found=error.strerror or str(error), do=do) from error
