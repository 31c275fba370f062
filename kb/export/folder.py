"""The folder of an export: only what an earlier export wrote there is replaced or removed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kb.errors import KbError
from kb.files import checksum, file_checksum, write_atomically

MARKER = ".kb-export.json"

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
    """

    files: int
    written: tuple[str, ...]
    removed: tuple[str, ...]


def write_export(folder: Path, files: Mapping[str, Content]) -> Exported:
    """Make a folder hold the given files; equal bytes are not written.

    Raises:
        KbError: The folder holds files that no export wrote, or one that was changed since. Nothing is written then.
    """
    old = _read_marker(folder)
    new = {path: (_checksum(content),) for path, content in files.items()}
    _refuse_foreign(folder, old, new)
    _write_marker(folder, {path: (*old.get(path, ()), *new.get(path, ())) for path in {**old, **new}})
    removed = tuple(path for path in sorted(old.keys() - new.keys()) if _remove(folder, path))
    written = tuple(path for path, content in files.items() if _write(folder / path, content, new[path][0]))
    _write_marker(folder, new)
    return Exported(len(files), written, removed)


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


def _checksum(content: Content) -> str:
    return checksum(content) if isinstance(content, bytes) else _sum_of(content)


def _sum_of(file: Path) -> str:
    try:
        return file_checksum(file)
    except OSError as error:
        do = "Check that you may read it, then run again."
        raise KbError("Cannot read this file", path=file, found=error.strerror or str(error), do=do) from error


def _write(file: Path, content: Content, wanted: str) -> bool:
    if file.is_file() and _sum_of(file) == wanted:
        return False
    try:
        data = content if isinstance(content, bytes) else content.read_bytes()
    except OSError as error:
        do = "Check that you may read it, then run again."
        raise KbError("Cannot read this file", path=file, found=error.strerror or str(error), do=do) from error
    return write_atomically(file, data)


def _remove(folder: Path, path: str) -> bool:
    file = folder / path
    if not file.is_file():
        return False
    try:
        file.unlink()
    except OSError as error:
        do = "Close it elsewhere, then run again."
        raise KbError("Cannot remove this file", path=file, found=error.strerror or str(error), do=do) from error
    for parent in list(file.relative_to(folder).parents)[:-1]:
        with suppress(OSError):  # it holds other files
            (folder / parent).rmdir()
    return True
