"""What kb wrote into the site folder, so that it never deletes anything else there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.errors import KbError
from kb.files import write_atomically
from kb.vault.names import folded_key

MARKER = ".kb-site.json"


@dataclass(frozen=True, slots=True)
class Written:
    """The last build.

    Attributes:
        key: The hash of what it was made from; empty while it is under way or unknown.
        files: What it wrote, with forward slashes -> the hash of what each file was made from, empty where that is
            not known; None while MkDocs is at work, which empties the folder itself.
    """

    key: str
    files: Mapping[str, str] | None


def read_marker(folder: Path) -> Written | None:
    """What kb wrote into the folder; None where it never did, and nothing by a marker that cannot be read."""
    try:
        table = json.loads((folder / MARKER).read_text("utf-8"))
        files = table["files"]
        own = None if files is None else {path: str(key) for path, key in files.items() if _is_inside(path)}
        return Written(str(table["key"]), own)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Written("", {})


def _is_inside(path: str) -> bool:
    """Whether a path of the marker, which anyone may have edited, names a file below its folder on any system."""
    if not path or "\0" in path or "\\" in path or ":" in path:
        return False
    parts = path.split("/")
    return not {"", ".", ".."} & set(parts) and not parts[0].startswith(".")


def touched_files(folder: Path) -> frozenset[str]:
    """The files that were written after the marker, by whatever hand: kb writes it last."""
    try:
        last = (folder / MARKER).stat().st_mtime_ns
    except FileNotFoundError:
        return frozenset()
    return frozenset(
        name for name, entry in _files(os.fspath(folder)) if entry.stat(follow_symlinks=False).st_mtime_ns > last
    )


def write_marker(folder: Path, written: Written) -> None:
    """Note what kb has written, or that it is about to."""
    files = None if written.files is None else dict(sorted(written.files.items()))
    table = {"about": "kb made this folder and replaces its files", "key": written.key, "files": files}
    write_atomically(folder / MARKER, json.dumps(table, indent=0).encode())


def check_apart(site: Path, vault: Path) -> None:
    """Refuse a site folder in the vault, whose pages would be read as notes' files, and a vault in the site folder.

    Raises:
        KbError: One lies in the other, or they are one.
    """
    real_site, real_vault = site.resolve(), vault.resolve()
    if real_site == real_vault or real_site in real_vault.parents or real_vault in real_site.parents:
        what = "The vault and the site folder lie in one another, and a build replaces the files of the site"
        do = "Give the vault a folder of its own, and set `vault` in kb.toml to it."
        raise KbError(what, path=site, found=f"vault {vault}", do=do)


def check_site_folder(folder: Path) -> None:
    """Refuse a folder in which a build would delete or write over files that kb did not write.

    Raises:
        KbError: There is such a file, or a link that leads elsewhere.
    """
    written = read_marker(folder)
    links = _linked_folders(folder)
    is_under_way = written is not None and written.files is None
    own = {folded_key(path) for path in (written.files or ())} if written else set()
    found = frozenset() if is_under_way else files_in(folder)
    foreign = sorted(links | {path for path in found if folded_key(path) not in own})
    if foreign:
        what = "The site folder holds a file that kb did not write, and a build would delete it"
        do = "Move it to the vault or elsewhere, or give the site another folder."
        raise KbError(what, path=folder, found=foreign[0], do=do)


def gone_files(before: Iterable[str], now: Iterable[str]) -> tuple[str, ...]:
    """What an earlier build wrote and this one does not; on many disks names that differ by case only are one file."""
    kept = {folded_key(path) for path in now}
    return tuple(sorted(path for path in before if folded_key(path) not in kept and _is_inside(path)))


def _linked_folders(folder: Path) -> frozenset[str]:
    """Folders that are links: what a build writes there would land elsewhere."""
    places = ((Path(place), name) for place, names, _ in os.walk(folder) for name in names)
    links = ((place / name).relative_to(folder).as_posix() for place, name in places if (place / name).is_symlink())
    return frozenset(path for path in links if not path.startswith("."))


def files_in(folder: Path) -> frozenset[str]:
    """The files below a folder, without those in hidden places, which MkDocs leaves alone."""
    return frozenset(name for name, _ in _files(os.fspath(folder)))


def _files(folder: str, prefix: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        entries = [*os.scandir(folder)]
    except OSError:
        return
    for entry in entries:
        if not prefix and entry.name.startswith("."):
            continue
        if not entry.is_dir():
            yield prefix + entry.name, entry
        elif not entry.is_symlink():
            yield from _files(entry.path, f"{prefix}{entry.name}/")
