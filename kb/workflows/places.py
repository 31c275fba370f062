"""Where kb's notes and records stand in the vault, wherever people have moved them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from kb.model.run import Record, Spec
from kb.runs.batch import run_title
from kb.runs.plan import PlannedBatch
from kb.vault.index import Index
from kb.workflows.names import note_name
from kb.workflows.plan import RECORDS_SUFFIX, SUMMARY_SUFFIX

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


def find_places(index: Index, batch: PlannedBatch, records: Mapping[str, Record]) -> Places:
    """The places of a batch: where a note of its key stands already, or in the batch's folder."""
    name = note_name(batch.spec.name)
    home = f"{FOLDER}/{name}"
    results = next(iter(index.batches.get(batch.spec.name, ())), f"{home}/{results_name(batch.spec.name)}.md")
    beside = PurePosixPath(results).parent.as_posix()
    return Places(
        results=results,
        records=_file(index, f"{name}{RECORDS_SUFFIX}", beside),
        summary=_file(index, f"{name}{SUMMARY_SUFFIX}", beside),
        runs=_run_notes(index, home, batch, records),
    )


def results_name(batch: str) -> str:
    """The name of a batch's results note, as an author embeds it."""
    return f"{note_name(batch)} results"


def _file(index: Index, name: str, folder: str) -> str:
    suffix = f"/{name}"
    moved = next((path for path in index.attachments if f"/{path}".endswith(suffix)), None)
    return moved or f"{folder}/{name}"


def _run_notes(index: Index, home: str, batch: PlannedBatch, records: Mapping[str, Record]) -> dict[str, str]:
    """A note's path for each run that has a record: its own for life, or one that no other note has."""
    places: dict[str, str] = {}
    used = {path.casefold() for path in index.notes}
    titles = [record.title for record in records.values()]
    for run in batch.runs:
        own = index.runs.get(run.key)
        if own:
            places[run.key] = own[0]
        elif run.key in records:
            title = records[run.key].title
            if titles.count(title) > 1:
                title = run_title(title, list(batch.spec.sweep), run.parameters)
            places[run.key] = _free(f"{home}/{note_name(title)}", used)
            used.add(places[run.key].casefold())
    return places


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
