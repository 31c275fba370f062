"""One run or note, found by what people call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from kb.config import Settings
from kb.errors import KbError
from kb.model.problem import Problem
from kb.model.run import Record, Result
from kb.vault.closest import closest_names, group_names
from kb.vault.index import Index, build_index
from kb.vault.reading.notes import read_vault
from kb.vault.reading.obsidian import read_obsidian
from kb.vault.view import FileView, NoteView, view_file, view_note
from kb.workflows.runs import KnownRun, read_runs
from kb.workflows.texts import read_index

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class FoundRun:
    """A run: its record, its result where this machine has it, its note where it has one (path in the vault).

    What is stored of it here may be damaged; then it has no result.
    """

    record: Record
    result: Result | None
    note: str | None
    is_damaged: bool = False


def find_shown(settings: Settings, name: str) -> FoundRun | NoteView | FileView:
    """The run, note or other file that a name means.

    A run is named as in `find_runs`, a note as a link to it would: by its path, name or alias. The note of a run means
    the run. Only where nothing is called exactly so is a run looked for whose key or title begins or reads so.

    Raises:
        KbError: There is none, there are several, or it is a note that cannot be read.
    """
    index, problems = read_index(settings)
    runs = {run.record.key: run for run in read_runs(settings)[0]}
    titles = {key: run.record.title for key, run in runs.items()}
    target = name.replace("\\", "/").strip().removeprefix("[[").removesuffix("]]")
    paths = index.resolver.find(target, "")
    named = [key for key in titles if _is_named(titles[key], index, key, name)]
    others = [path for path in paths if not any(path in index.runs.get(key, ()) for key in named)]
    if others and len(others) + len(named) > 1:
        files = [f"the {'note' if path in index.notes else 'file'} {path}" for path in others]
        known = [*(f"the run {titles[key]} ({key})" for key in named), *files]
        do = f"Give a key or a path: {'; '.join(known[:_MOST_NAMED])}."
        raise KbError("Several things are named so", found=name, do=do)
    if others:
        return _view(settings, index, others[0], next((one for one in problems if one.path == others[0]), None))
    if not named and not any(_begins_or_reads(titles[key], key, name) for key in titles):
        near = closest_names(target, group_names(note.name for note in index.notes.values()))
        known = [f"Did you mean {' or '.join(f'`{one}`' for one in near)}?"] if near else []
        do = " ".join([*known, "`kb runs` lists runs with their keys."])
        raise KbError("There is no note and no run of that name", found=name, do=do)
    return _found(runs[find_key(titles, index, name)], index)


def _view(settings: Settings, index: Index, path: str, problem: Problem | None) -> NoteView | FileView:
    if path in index.notes:
        fault = f"line {problem.line}: {problem.what} ({problem.found})" if problem else ""
        return view_note(index, path, read_obsidian(settings.vault)[0].types, fault)
    if problem and path.casefold().endswith(".md"):
        raise KbError(problem.what, path=path, line=problem.line, found=problem.found, do=problem.do)
    return view_file(index, path)


def find_run(settings: Settings, name: str) -> FoundRun:
    """The run that a name means: see `find_runs`."""
    return find_runs(settings, name)[0]


def find_runs(settings: Settings, *names: str) -> list[FoundRun]:
    """The run that each name means: its key, title or note; else the only run whose key or title begins or reads so.

    Raises:
        KbError: There is none, or there are several.
    """
    notes, attachments, _ = read_vault(settings.vault, settings.parsed)
    index = build_index(notes, attachments)
    runs = {run.record.key: run for run in read_runs(settings)[0]}
    keys = [find_key({key: run.record.title for key, run in runs.items()}, index, name) for name in names]
    return [_found(runs[key], index) for key in keys]


def _found(run: KnownRun, index: Index) -> FoundRun:
    note = next(iter(index.runs.get(run.record.key, ())), None)
    return FoundRun(run.record, run.result, note, run.is_damaged)


def find_key(titles: Mapping[str, str], index: Index, name: str) -> str:
    """The key of the run that a name means, among those whose keys and titles are given.

    Raises:
        KbError: There is none, or there are several.
    """
    wanted = _wanted(name)
    folded = {key: title.casefold() for key, title in titles.items()}
    matches: Sequence[Callable[[str], bool]] = (
        lambda key: _is_named(titles[key], index, key, name),
        lambda key: key.startswith(wanted) or folded[key].startswith(wanted),
        lambda key: wanted in folded[key],
    )
    found = next((hits for is_meant in matches if (hits := [key for key in titles if is_meant(key)])), [])
    if len(found) == 1:
        return found[0]
    if not found:
        raise KbError("There is no run of that name", found=name, do="`kb runs` lists runs with their keys.")
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    named = "; ".join(f"{titles[key]} ({key})" for key in found[:_MOST_NAMED])
    raise KbError("Several runs are named so", found=name, do=f"Give one's key: {named}{more}.")


def _wanted(name: str) -> str:
    return name.replace("\\", "/").removesuffix(".md").casefold()


def _is_named(title: str, index: Index, key: str, name: str) -> bool:
    wanted = _wanted(name)
    return key == wanted or title.casefold() in {wanted, name.casefold()} or wanted in _note_names(index, key)


def _begins_or_reads(title: str, key: str, name: str) -> bool:
    return key.startswith(_wanted(name)) or _wanted(name) in title.casefold()


def _note_names(index: Index, key: str) -> set[str]:
    """The names and paths of a run's notes, without their ending."""
    paths = [path.removesuffix(".md").casefold() for path in index.runs.get(key, ())]
    return {*paths, *(PurePosixPath(path).name for path in paths)}
