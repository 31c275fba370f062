"""Where kb's notes and records stand in the vault, wherever people have moved them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from kb.config import Settings
from kb.model.run import Record, Spec
from kb.runs.batch import run_title
from kb.runs.plan import PlannedBatch
from kb.vault.index import Index
from kb.workflows.names import note_name
from kb.workflows.tracked import RECORDS_SUFFIX, SUMMARY_SUFFIX

FOLDER = "runs"


@dataclass(frozen=True, slots=True)
class Places:
    """The paths, relative to the vault, of all that kb writes for a batch.

    Attributes:
        results: The results note.
        records: The records of its runs.
        summary: The record of its summary.
        runs: Run key -> the run's note.
    """

    results: str
    records: str
    summary: str
    runs: Mapping[str, str]


def find_places(index: Index, batch: PlannedBatch) -> Places:
    """The places of a batch: where a note of its key stands already, or in the batch's folder."""
    return Places(
        results=_results(index, batch.spec.name),
        records=records_path(index, batch.spec.name),
        summary=_beside_results(index, batch.spec.name, SUMMARY_SUFFIX),
        runs=_run_notes(index, batch),
    )


def records_path(index: Index, batch: str) -> str:
    """Where the records of a batch stand."""
    return _beside_results(index, batch, RECORDS_SUFFIX)


def records_parameter(settings: Settings, path: str) -> str:
    """The path of a batch's records as its summary notebook is given it: relative to the workspace."""
    return os.path.relpath(settings.vault / path, settings.root).replace(os.sep, "/")


def _home(batch: str) -> str:
    return f"{FOLDER}/{note_name(batch)}"


def _results(index: Index, batch: str) -> str:
    return next(iter(index.batches.get(batch, ())), f"{_home(batch)}/{results_name(batch)}.md")


def _beside_results(index: Index, batch: str, suffix: str) -> str:
    name = f"{note_name(batch)}{suffix}"
    moved = next((path for path in index.attachments if f"/{path}".endswith(f"/{name}")), None)
    return moved or f"{PurePosixPath(_results(index, batch)).parent.as_posix()}/{name}"


def results_name(batch: str) -> str:
    """The name of a batch's results note, as an author embeds it."""
    return f"{note_name(batch)} results"


def _run_notes(index: Index, batch: PlannedBatch) -> dict[str, str]:
    """A note's path for each run that has a record: its own for life, or one that no other note has."""
    home, records = _home(batch.spec.name), batch.records
    places: dict[str, str] = {}
    used = {path.casefold() for path in index.notes}
    titles = Counter(record.title for record in records.values())
    for run in batch.runs:
        own = index.runs.get(run.key)
        if own:
            places[run.key] = _original(own, records.get(run.key))
        elif run.key in records:
            title = records[run.key].title
            if titles[title] > 1:
                title = run_title(title, list(batch.spec.sweep), run.parameters)
            places[run.key] = _free(f"{home}/{note_name(title)}", used)
            used.add(places[run.key].casefold())
    return places


def _original(paths: Sequence[str], record: Record | None) -> str:
    """The note of a run among the copies that somebody made of it: the one that has the run's title."""
    name = note_name(record.title) if record else ""
    return next((path for path in paths if _stem(path) == name), paths[0])


def _free(stem: str, used: set[str]) -> str:
    path, number = f"{stem}.md", 1
    while path.casefold() in used:
        number += 1
        path = f"{stem} {number}.md"
    return path


def link_text(index: Index, path: str, others: Mapping[str, str] | None = None) -> str:
    """How a wikilink names a note: by its bare name where that can mean no other note, else by its path."""
    name = PurePosixPath(path).stem
    known = {*index.resolver.find(name, ""), *(other for other in (others or {}).values() if _stem(other) == name)}
    return name if known <= {path} else path.removesuffix(".md")


def _stem(path: str) -> str:
    return PurePosixPath(path).stem


def spec_link(index: Index, spec: Spec) -> str | None:
    """How a wikilink names the note that asks; None for the command line."""
    return link_text(index, spec.path) if spec.path else None
