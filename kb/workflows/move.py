"""A note, attachment or folder gets another path, and every link to it still leads there."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from kb.config import Settings
from kb.errors import KbError, UsageError
from kb.report.charts.spec import chart_beside
from kb.site.charts import PICTURES
from kb.vault.closest import closest_names, group_names
from kb.vault.index import Index
from kb.vault.names import name_key
from kb.vault.writing.changes import Changes, is_same_file
from kb.vault.writing.edits import Edit, edited
from kb.vault.writing.region import sign_region
from kb.vault.writing.rewrite import rewrite_links
from kb.workflows.texts import left_as_they_are, read_index, read_unchanged
from kb.workflows.writing import Rewriting

_UNLINKABLE = re.compile(r'[#|^:*?"<>\\\x00-\x1f]|%%|\[\[|\]\]')


def plan_move(settings: Settings, name: str, new: str) -> Rewriting:
    """What a move changes, and that it can be made.

    Args:
        settings: The workspace.
        name: The note, attachment or folder: a path in the vault, or a name as in a link.
        new: Its new name in the same folder, if it was named without one; a path in the vault; or, with a slash at the
            end, the folder to which it goes.

    Raises:
        KbError: There is nothing of that name, the new name cannot be, or a link could not be kept.
    """
    index, problems = read_index(settings)
    old = _find(settings.vault, index, name)
    new = _new_path(settings.vault, old, name, new)
    paths = [*index.notes, *index.attachments]
    renames = (*_chart_of(paths, old, new), (old, new))
    moved = {path: new + path[len(old) :] for path in paths if path.startswith(f"{old}/")} | dict(renames)
    for rename in renames:
        _refuse_existing(settings.vault, paths, moved, rename)
    edits = rewrite_links(index, moved)
    return Rewriting(edits, Changes(_changed_texts(settings, index, edits), renames), left_as_they_are(problems))


def _chart_of(paths: Collection[str], old: str, new: str) -> Iterator[tuple[str, str]]:
    """The chart that goes with a picture, if it is of no other picture, too."""
    chart = chart_beside(old)
    others = (path for path in paths if path != old and path.endswith(PICTURES) and chart_beside(path) == chart)
    are_pictures = old.endswith(PICTURES) and new.endswith(PICTURES)
    if are_pictures and chart in paths and chart != chart_beside(new) and not any(others):
        yield chart, chart_beside(new)


def _changed_texts(settings: Settings, index: Index, edits: Mapping[str, Sequence[Edit]]) -> dict[str, tuple[str, str]]:
    """The whole text of each file before and after its edits."""
    before = {path: read_unchanged(settings, index, path) for path in edits}
    return {path: (raw, sign_region(raw, edited(raw, edits[path]))) for path, raw in before.items()}


def _find(vault: Path, index: Index, name: str) -> str:
    """The path of what a name means."""
    wanted = name.replace("\\", "/").strip("/")
    if any(part.startswith(".") or not part for part in wanted.split("/")):
        raise UsageError("Name a note, attachment or folder of the vault", found=name)
    for path in () if name.endswith("/") else (wanted, f"{wanted}.md"):
        if path in index.notes or path in index.attachments:
            return path
    if (vault / wanted).is_dir():
        return wanted
    found = index.resolver.find(wanted, "")
    if len(found) == 1:
        return found[0]
    if found:
        do = f"Give one's path: {', '.join(found)}."
        raise KbError(f"This may mean {len(found)} files", found=name, do=do)
    near = closest_names(wanted, group_names([note.name for note in index.notes.values()]))
    do = f"Did you mean {' or '.join(f'`{one}`' for one in near)}?" if near else "Give its path in the vault."
    raise KbError("There is no such note, attachment or folder in the vault", found=name, do=do)


def _new_path(vault: Path, old: str, name: str, new: str) -> str:
    """The path that is meant by what was typed."""
    typed = new.replace("\\", "/")
    folder, _, last = old.rpartition("/")
    if typed.endswith("/"):
        path = f"{typed}{last}"
    elif "/" in typed or "/" in name.replace("\\", "/").strip("/"):
        path = typed
    else:
        path = f"{folder}/{typed}".lstrip("/")
    path = path.strip("/")
    if not (vault / old).is_dir():
        path = _with_ending(old, path)
    _refuse_unlinkable(path)
    if path == old:
        raise UsageError("It is there already", found=path)
    if path.startswith(f"{old}/"):
        raise UsageError("A folder cannot be moved into itself", found=path)
    return path


def _with_ending(old: str, path: str) -> str:
    """A note ends with `.md`; an attachment keeps its ending where none is given."""
    if old.casefold().endswith(".md"):
        return path if path.casefold().endswith(".md") else f"{path}.md"
    if path.casefold().endswith(".md"):
        raise UsageError("An attachment does not become a note by its name", found=path)
    return path if PurePosixPath(path).suffix else path + PurePosixPath(old).suffix


def _refuse_unlinkable(path: str) -> None:
    for part in path.split("/"):
        stem = part.removesuffix(".md")
        if found := _UNLINKABLE.search(part):
            raise UsageError(f"No link could name it with `{found[0]}` in its name", found=path, do="Choose another.")
        if not stem or part.startswith(".") or stem != stem.strip():
            do = "Name folders from the vault's own down; a name begins with no dot and has no space at its ends."
            raise UsageError("This is no path in the vault", found=path, do=do)


def _refuse_existing(vault: Path, paths: Sequence[str], moved: Mapping[str, str], rename: tuple[str, str]) -> None:
    old, new = rename
    known = {name_key(path) for path in paths if path not in moved}
    is_taken = os.path.lexists(vault / new) and not is_same_file(vault / old, vault / new)
    if is_taken or any(name_key(path) in known for path in moved.values()):
        do = "Choose another name; to move it into a folder, write a slash behind the folder."
        raise KbError("There is something of this name already", path=new, do=do)
    parents = [vault.joinpath(*new.split("/")[:depth]) for depth in range(1, new.count("/") + 1)]
    if any(parent.exists() and not parent.is_dir() for parent in parents):
        raise KbError("A file stands where a folder is needed", path=new, do="Choose another folder.")
