"""The files of a site on disk: what differs is written, what is gone is deleted, and nothing else is touched."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from filecmp import cmp
from pathlib import Path

from kb.errors import KbError
from kb.files import checksum
from kb.site.outputs import Data
from kb.site.staging import Keys, is_there


def write_files(folder: Path, copies: Mapping[str, Path], data: Data, before: Keys) -> dict[str, str]:
    """Write those files that are not as they were."""
    copied = {name: _copy(file, folder / name, before.get(name)) for name, file in copies.items()}
    return {**copied, **{name: _write(content, folder / name, before.get(name)) for name, content in data.items()}}


def remove_files(folder: Path, names: Iterable[str]) -> None:
    """Delete files that kb wrote, and the folders that are empty then."""
    for name in names:
        (folder / name).unlink(missing_ok=True)
        with suppress(OSError):  # not empty
            for parent in Path(name).parents[:-1]:
                (folder / parent).rmdir()


@contextmanager
def told_where(folder: Path) -> Iterator[None]:
    """Turn what the system refuses into an error that says where.

    Raises:
        KbError: It refused something.
    """
    try:
        yield
    except OSError as error:
        do = "Check its permissions and the space on the disk, then build again."
        path, found = error.filename2 or error.filename or folder, error.strerror or str(error)
        raise KbError("Cannot write the site", path=path, found=found, do=do) from error


def copy_key(source: Path) -> str:
    """What a copy of a file is known by: its size and date."""
    stat = source.stat()
    return f"{stat.st_size} {stat.st_mtime_ns}"


def _copy(source: Path, file: Path, before: str | None) -> str:
    key = copy_key(source)
    if before == key and file.is_file():
        return key
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.is_file() or not cmp(source, file, shallow=False):
        shutil.copyfile(source, file)
    return key


def _write(content: bytes, file: Path, before: str | None) -> str:
    key = checksum(content)
    if before != key or not file.is_file():
        _put(content, file)
    return key


def _put(content: bytes, file: Path) -> None:
    """Write a file that differs, or is not there."""
    if not is_there(content, file):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
