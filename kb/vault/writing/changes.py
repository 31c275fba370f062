"""Several files of a vault changed as one: all of it or nothing, wherever the process is killed.

What is to be done is written down first, in a journal beside the vault. Who finds a journal finishes what it says, and
where that cannot be, because someone edited one of the files, undoes it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kb.errors import KbError
from kb.files import write_atomically

JOURNAL = "changes.json"


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to change in a vault.

    Attributes:
        contents: The path of a file, before anything moves -> its whole text before and after.
        renames: The paths of files or folders before and after. They move in this order, when the texts are written;
            only the last may be, or hold, a file of `contents`.
    """

    contents: Mapping[str, tuple[str, str]]
    renames: tuple[tuple[str, str], ...] = ()


def write_changes(vault: Path, store: Path, changes: Changes) -> None:
    """Make the changes.

    Raises:
        KbError: A file is not as it was read, or cannot be written; then nothing has changed.
    """
    for path, (before, _) in changes.contents.items():
        _refuse_changed(vault, path, before)
    journal = {"contents": changes.contents, "renames": changes.renames}
    write_atomically(store / JOURNAL, json.dumps(journal).encode())
    _make(vault, store, changes)


def finish_changes(vault: Path, store: Path) -> None:
    """Finish what a killed process had begun.

    Raises:
        KbError: It cannot be finished, and is undone; or not even that.
    """
    changes = _read(store / JOURNAL)
    if changes:
        try:
            _make(vault, store, changes)
        except KbError as error:
            is_undone = not (store / JOURNAL).exists()
            do = "It is undone. Run the command again." if is_undone else error.do
            what = f"What a killed command had begun cannot be finished. {error.what}"
            raise KbError(what, path=error.path, found=error.found, do=do) from error


def _read(journal: Path) -> Changes | None:
    try:
        table = json.loads(journal.read_bytes())
        contents = {path: (before, after) for path, (before, after) in table["contents"].items()}
        return Changes(contents, tuple((before, after) for before, after in table["renames"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        do = "Look whether the last `kb mv` is complete, then delete this file."
        raise KbError("kb cannot read what it had begun to change", path=journal, found=str(error), do=do) from error


def _make(vault: Path, store: Path, changes: Changes) -> None:
    if not (changes.renames and _is_renamed(vault, *changes.renames[-1])):
        try:
            for path, (before, after) in changes.contents.items():
                if _text(vault, path) != after:
                    _refuse_changed(vault, path, before)
                    _write(vault, path, after)
            for rename in changes.renames:
                if not _is_renamed(vault, *rename):
                    _rename(vault, *rename)
        except KbError:
            _undo(vault, changes)
            (store / JOURNAL).unlink()
            raise
    (store / JOURNAL).unlink()


def _undo(vault: Path, changes: Changes) -> None:
    for before, after in reversed(changes.renames):
        if _is_renamed(vault, before, after):
            _rename(vault, after, before)
    for path, (before, after) in changes.contents.items():
        if _text(vault, path) == after:
            _write(vault, path, before)


def _refuse_changed(vault: Path, path: str, before: str) -> None:
    if _text(vault, path) != before:
        raise KbError("Another program saved this file just now", path=path, do="Run the command again.")


def _text(vault: Path, path: str) -> str | None:
    """A file's whole text; None where it cannot be read."""
    with suppress(OSError, UnicodeDecodeError):
        return (vault / path).read_bytes().decode()
    return None


def _write(vault: Path, path: str, text: str) -> None:
    try:
        write_atomically(vault / path, text.encode())
    except KbError as error:
        raise KbError(error.what, path=path, found=error.found, do=error.do) from error


def _is_renamed(vault: Path, before: str, after: str) -> bool:
    """Whether that is done; where case does not count, both names stand there, and the folder tells which is true."""
    old, new = vault / before, vault / after
    if not os.path.lexists(new) or not os.path.lexists(old):
        return os.path.lexists(new)
    return is_same_file(old, new) and any(entry.name == new.name for entry in new.parent.iterdir())


def is_same_file(old: Path, new: Path) -> bool:
    """Whether two paths that differ in case only are one file, as on most disks of macOS and Windows."""
    return str(old).casefold() == str(new).casefold() and old.exists() and new.exists() and old.samefile(new)


def _rename(vault: Path, before: str, after: str) -> None:
    old, new = vault / before, vault / after
    try:
        if os.path.lexists(new) and not is_same_file(old, new):
            raise KbError("There is something of this name", path=after, do="Choose another name.")
        new.parent.mkdir(parents=True, exist_ok=True)
        old.rename(new)
    except OSError as error:
        do = "Check permissions, close it elsewhere, then run again."
        raise KbError("Cannot move this", path=before, found=error.strerror or str(error), do=do) from error
