"""What kb wrote into the site folder, so that it never deletes anything else there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kb.errors import KbError
from kb.files import write_atomically
from kb.vault.names import folded_key

MARKER = ".kb-site.json"
STATIC = "static"
"""A folder beside kb.toml, whose files are copied into the site as they are: what a host asks for, like `CNAME`."""


class State(NamedTuple):
    """By which a file that another hand wrote is told, whatever date it was given."""

    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Written:
    """The last build.

    Attributes:
        key: The hash of what it was made from; empty while it is under way or unknown.
        files: What it wrote, with forward slashes -> the hash of what each file was made from, empty where that is
            not known; None while MkDocs is at work, which empties the folder itself.
        states: How each file whose hash is known was left.
    """

    key: str
    files: Mapping[str, str] | None
    states: Mapping[str, State] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Standing:
    """A site folder as it stands.

    Attributes:
        written: What its marker tells; None where kb never wrote it.
        files: The files below it, without those in hidden places, which MkDocs leaves alone.
        links: Folders that are links: what a build writes there would land elsewhere.
    """

    written: Written | None
    files: Mapping[str, State]
    links: frozenset[str]

    def is_made_from(self, key: str) -> bool:
        """Whether it is the whole site of a key, and no other hand has written there."""
        return self.written is not None and self.written.key == key and self.written.states == self.files

    def own(self) -> dict[str, str]:
        """The files of kb -> the hash of what each was made from, empty where it is not as kb left it."""
        if self.written is None:
            return {}
        if self.written.files is None:
            return dict.fromkeys(self.files, "")
        left = self.written.states
        return {name: key if left.get(name) == self.files.get(name) else "" for name, key in self.written.files.items()}


def read_standing(folder: Path) -> Standing:
    """What stands in a site folder, and what kb wrote there."""
    files, links = dict[str, State](), set[str]()
    _walk(os.fspath(folder), "", files, links)
    return Standing(read_marker(folder), files, frozenset(links))


def _walk(folder: str, prefix: str, files: dict[str, State], links: set[str]) -> None:
    try:
        entries = [*os.scandir(folder)]
    except OSError:
        return
    for entry in entries:
        name = prefix + entry.name
        if name.startswith("."):
            continue
        if not entry.is_dir():
            stat = entry.stat(follow_symlinks=False)
            files[name] = State(stat.st_size, stat.st_mtime_ns)
        elif entry.is_symlink():
            links.add(name)
        else:
            _walk(entry.path, f"{name}/", files, links)


def read_marker(folder: Path) -> Written | None:
    """What kb wrote into the folder; None where it never did, and nothing by a marker that cannot be read."""
    try:
        table = json.loads((folder / MARKER).read_text("utf-8"))
        if table["files"] is None:
            return Written(str(table["key"]), None)
        left = {path: _left(value) for path, value in table["files"].items() if _is_inside(path)}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Written("", {})
    states = {path: state for path, (_, state) in left.items() if state}
    return Written(str(table["key"]), {path: key for path, (key, _) in left.items()}, states)


def _left(value: list[Any] | str) -> tuple[str, State | None]:
    """What a file was made from and how it was left, as `_line` has it."""
    if isinstance(value, str):
        return "", None
    key, size, modified_ns = value
    return str(key), State(size, modified_ns)


def _is_inside(path: str) -> bool:
    """Whether a path of the marker, which anyone may have edited, names a file below its folder on any system."""
    if not path or "\0" in path or "\\" in path or ":" in path:
        return False
    parts = path.split("/")
    return not {"", ".", ".."} & set(parts) and not parts[0].startswith(".")


def write_marker(folder: Path, written: Written) -> None:
    """Note what kb has written, or that it is about to."""
    files = None if written.files is None else {path: _line(written, path) for path in sorted(written.files)}
    table = {"about": "kb made this folder and replaces its files", "key": written.key, "files": files}
    write_atomically(folder / MARKER, json.dumps(table).encode())


def _line(written: Written, path: str) -> list[str | int] | str:
    """What a file was made from and how it was left; an empty text where that is not known."""
    key, state = (written.files or {})[path], written.states.get(path)
    return [key, *state] if state else ""


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


def check_site_folder(folder: Path) -> Standing:
    """Read what stands in a site folder, and refuse one in which a build would delete or write over other files.

    Raises:
        KbError: There is a file that kb did not write, a link that leads elsewhere, or no folder but a file.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        do = "Move it elsewhere, or give the site another folder."
        raise KbError("The site folder is no folder", path=folder, found="a file, or a link to nothing", do=do)
    standing = read_standing(folder)
    own = {folded_key(path) for path in standing.own()}
    foreign = sorted(standing.links | {path for path in standing.files if folded_key(path) not in own})
    if foreign:
        what = "The site folder holds a file that kb did not write, and a build would delete it"
        do = f"Move it into the folder `{STATIC}` beside kb.toml, from which builds copy it to the site, or elsewhere."
        raise KbError(what, path=folder, found=foreign[0], do=do)
    return standing


def gone_files(before: Iterable[str], now: Iterable[str]) -> tuple[str, ...]:
    """What an earlier build wrote and this one does not; on many disks names that differ by case only are one file."""
    kept = {folded_key(path) for path in now}
    return tuple(sorted(path for path in before if folded_key(path) not in kept and _is_inside(path)))
