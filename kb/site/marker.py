"""What kb wrote into the site folder, so that it never deletes anything else there."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from kb.errors import KbError
from kb.files import write_atomically

MARKER = ".kb-site.json"


@dataclass(frozen=True, slots=True)
class Written:
    """The last build.

    Attributes:
        key: The hash of what it was made from; empty while it is under way or unknown.
        files: What it wrote, with forward slashes; None while it is under way.
    """

    key: str
    files: frozenset[str] | None


def read_marker(folder: Path) -> Written | None:
    """What kb wrote into the folder; None where it never did."""
    try:
        table = json.loads((folder / MARKER).read_text("utf-8"))
        files = None if table["files"] is None else frozenset(table["files"])
        return Written(str(table["key"]), files)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return Written("", None)


def write_marker(folder: Path, written: Written) -> None:
    """Note what kb has written, or that it is about to."""
    files = None if written.files is None else sorted(written.files)
    table = {"about": "kb made this folder and replaces its files", "key": written.key, "files": files}
    write_atomically(folder / MARKER, json.dumps(table, indent=0).encode())


def check_site_folder(folder: Path) -> None:
    """Refuse a folder in which a build would delete files that kb did not write.

    Raises:
        KbError: There is such a file.
    """
    found = files_in(folder)
    written = read_marker(folder)
    if written and written.files is None:
        return
    foreign = sorted(found - (written.files or frozenset() if written else frozenset()))
    if foreign:
        what = "The site folder holds a file that kb did not write, and a build would delete it"
        do = "Move it to the vault or elsewhere, or give the site another folder."
        raise KbError(what, path=folder, found=foreign[0], do=do)


def files_in(folder: Path) -> frozenset[str]:
    """The files below a folder, without those in hidden places, which MkDocs leaves alone."""
    found = set()
    for place, folders, files in os.walk(folder):
        is_top = Path(place) == folder
        if is_top:
            folders[:] = [name for name in folders if not name.startswith(".")]
        prefix = "" if is_top else f"{Path(place).relative_to(folder).as_posix()}/"
        found |= {prefix + name for name in files if not (is_top and name.startswith("."))}
    return frozenset(found)
