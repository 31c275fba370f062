"""One run, found by what people call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from kb.config import Settings
from kb.errors import KbError
from kb.model.run import Record, Result
from kb.vault.index import Index, build_index
from kb.vault.notes import read_vault
from kb.workflows.runs import read_runs

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
    found = [runs[key] for key in keys]
    notes_of = {key: next(iter(index.runs.get(key, ())), None) for key in keys}
    return [FoundRun(run.record, run.result, notes_of[run.record.key], run.is_damaged) for run in found]


def find_key(titles: Mapping[str, str], index: Index, name: str) -> str:
    """The key of the run that a name means, among those whose keys and titles are given.

    Raises:
        KbError: There is none, or there are several.
    """
    wanted = name.replace("\\", "/").removesuffix(".md").casefold()
    folded = {key: title.casefold() for key, title in titles.items()}
    matches: Sequence[Callable[[str], bool]] = (
        lambda key: key == wanted or folded[key] in {wanted, name.casefold()} or wanted in _note_names(index, key),
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


def _note_names(index: Index, key: str) -> set[str]:
    """The names and paths of a run's notes, without their ending."""
    paths = [path.removesuffix(".md").casefold() for path in index.runs.get(key, ())]
    return {*paths, *(PurePosixPath(path).name for path in paths)}
