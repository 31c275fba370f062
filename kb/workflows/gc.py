"""What `.kb/` holds that nothing needs any more: found, and removed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kb.config import Settings
from kb.errors import KbError
from kb.model.problem import Problem, problem_of
from kb.runs.store import remove_result, results_folder, stored_keys
from kb.site.body.chart_blocks import chart_file_names
from kb.site.body.diagrams import drawing_names
from kb.site.charts import SCRIPTS, VEGA
from kb.workflows.ask import Desk
from kb.workflows.asked import asking_specs
from kb.workflows.known import Known, read_known
from kb.workflows.written import forgotten_entries

RULE = "kept-in-store"
_HARMLESS = frozenset({"linked-folder"})
"""What hides no note: such a folder is read at its own place, or holds the vault and is no part of it."""


_PAGE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Garbage:
    """Something in `.kb/` that nothing needs.

    Attributes:
        what: What it is, in a word or two.
        path: Where it is.
        size_bytes: How much there is of it.
        key: The run key, where it is a stored run.
        title: That run's title, where it has one that can be read.
    """

    what: str
    path: Path
    size_bytes: int
    key: str = ""
    title: str = ""


def find_garbage(settings: Settings, desk: Desk, now_seconds: float) -> tuple[list[Garbage], list[Problem]]:
    """Everything in `.kb/` that no block asks for and to which no note and no record refers.

    Stored runs and tear sheets count as needed while a part of the vault cannot be read: it may be what needs them.
    A drawn diagram counts as needed while a note that can be read shows it: any other is drawn again when asked for.
    So is a page, which counts as needed while builds ask for it.
    What kb could not write into an edited note, `.kb/conflicts/`, is never garbage.

    Args:
        settings: The workspace.
        desk: Its vault.
        now_seconds: The time, in seconds since 1970.
    """
    known = read_known(settings, desk.index.attachments)
    copies = [*_drawings(settings, desk), *_scripts(settings), *_pages(settings, now_seconds)]
    found = [*_leftovers(settings), *_notes_gone(settings, desk), *copies]
    is_unread = any(problem.rule not in _HARMLESS for problem in desk.problems)
    if is_unread or known.problems or any(question.problems for question in desk.questions):
        what = "No stored run is removed while a kb block is broken, or a note or a record cannot be read"
        return found, [Problem(RULE, what, "`kb check` says what to correct first.", severity="warning")]
    needed = {*asking_specs(settings, desk), *desk.index.runs, *known.tracked}
    return [*_runs(settings, known, needed), *_tear_sheets(settings, desk, known, needed), *found], []


def remove_garbage(settings: Settings, found: Iterable[Garbage]) -> tuple[list[Garbage], list[Problem]]:
    """Remove what was found.

    Returns:
        What was removed, and a finding for each that could not be.
    """
    removed, problems = [], []
    for garbage in found:
        try:
            _remove(settings, garbage)
        except KbError as error:
            problems.append(problem_of(error, RULE))
        else:
            removed.append(garbage)
    return removed, problems


def _remove(settings: Settings, garbage: Garbage) -> None:
    try:
        if garbage.key:
            remove_result(settings, garbage.key)
        elif garbage.path.is_dir():
            shutil.rmtree(garbage.path)
        else:
            garbage.path.unlink(missing_ok=True)
    except OSError as error:
        do = "Check permissions, close it elsewhere, then run again."
        raise KbError("This cannot be removed", path=garbage.path, found=error.strerror or "", do=do) from error


def _runs(settings: Settings, known: Known, needed: set[str]) -> Iterator[Garbage]:
    for key in stored_keys(settings):
        if key not in needed:
            folder, stored = results_folder(settings) / key, known.results.get(key)
            yield Garbage("stored run", folder, _size(folder), key, stored.record.title if stored else "")


def _tear_sheets(settings: Settings, desk: Desk, known: Known, needed: set[str]) -> Iterator[Garbage]:
    """The tear sheets that no needed run recorded and no note names."""
    records = [record for key in needed for record in known(key)]
    named = {value for record in records for value in record.metrics.values() if isinstance(value, str)}
    for path in _files(settings.store / "tear_sheets"):
        name = path.relative_to(settings.root).as_posix()
        if name not in named and not any(name in note.text for note in desk.index.notes.values()):
            yield Garbage("tear sheet", path, _size(path))


def _leftovers(settings: Settings) -> Iterator[Garbage]:
    """What a killed kb left behind: folders of runs, files half written."""
    for path in sorted(settings.store.glob("run-*-*")):
        if path.is_dir() and not path.is_symlink():
            yield Garbage("left-over folder", path, _size(path))
    for path in _files(settings.store):
        if path.name.startswith(".") and path.suffix == ".tmp":
            yield Garbage("half-written file", path, _size(path))


def _notes_gone(settings: Settings, desk: Desk) -> Iterator[Garbage]:
    for path in forgotten_entries(settings, desk.index.notes):
        yield Garbage("trace of a note that is gone", path, _size(path))


def _drawings(settings: Settings, desk: Desk) -> Iterator[Garbage]:
    """The drawings of diagrams that no note shows any more, or that another version of the library drew."""
    kept = [path for path in _files(settings.store / "diagrams") if path.suffix == ".svg"]
    sources = {block.text for blocks in desk.index.blocks.values() for block in blocks} if kept else ()
    needed = {name for source in sources for name in (*drawing_names(source), *chart_file_names(source))}
    for path in kept:
        if path.name not in needed:
            yield Garbage("drawn diagram", path, _size(path))


def _scripts(settings: Settings) -> Iterator[Garbage]:
    """The scripts for charts that another version of the library made."""
    for path in _files(settings.store / SCRIPTS):
        if path.name != PurePosixPath(VEGA).name:
            yield Garbage("old script", path, _size(path))


def _pages(settings: Settings, now_seconds: float) -> Iterator[Garbage]:
    """The pages that no build has asked for in so many days: of notes that changed, or by another version of kb."""
    for path in _files(settings.store / "pages"):
        stat = path.lstat()
        if stat.st_mtime < now_seconds - _PAGE_DAYS * 24 * 60 * 60:
            yield Garbage("kept page", path, stat.st_size)


def _files(folder: Path) -> list[Path]:
    """The files below a folder; what is linked from elsewhere is not in it, nor is all of a folder that is a link."""
    places = [] if folder.is_symlink() else os.walk(folder)
    return sorted(Path(place) / name for place, _, names in places for name in names)


def _size(path: Path) -> int:
    return sum(file.lstat().st_size for file in ([path] if not path.is_dir() else _files(path)))
