"""The runs that an audience may know of: those that a note shows which it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

from kb.errors import KbError, UsageError
from kb.model.run import Record, Status
from kb.runs.where import names_in, parse_where
from kb.site.private.redaction import without_redacted
from kb.vault.index import BATCH_PROPERTY, RUN_PROPERTY
from kb.workflows import choose
from kb.workflows.assist_notes import find_file, values_of
from kb.workflows.diff import differences_of
from kb.workflows.names import note_name
from kb.workflows.places import records_path
from kb.workflows.reading import Reading
from kb.workflows.runs import FIELDS, KnownRun, read_runs
from kb.workflows.show import FoundRun, find_key
from kb.workflows.tracked import SUMMARY_SUFFIX, read_tracked

MOST_RUNS = 200
MOST_CELLS = 40
"""Cells that differ and are told."""
MOST_LINES = 60
"""Of such a cell."""


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A run: its key, title and status, what it was given, what it found, and its note where it has one."""

    key: str
    title: str
    status: str
    notebook: str
    parameters: dict[str, Any]
    metrics: dict[str, Any]
    note: str | None


@dataclass(frozen=True)
class Runs:
    """How many runs are meant, and the first of them."""

    count: int
    runs: list[ListedRun]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which runs, and in which order.

    Attributes:
        note: Only those that this note shows or asks for.
        notebook: Only those of this notebook.
        status: Only those that ended so.
        where: Only those for which this condition holds.
        sort: By what they are sorted.
        is_reversed: Whether the other way round.
        limit: At most so many.
    """

    note: str = ""
    notebook: str = ""
    status: str = ""
    where: str = ""
    sort: str = "title"
    is_reversed: bool = False
    limit: int = 20


@dataclass(frozen=True)
class Compared:
    """Two runs and all in which they differ: parameters, metrics, inputs; cells of outputs, null where unknown."""

    first: ListedRun
    second: ListedRun
    parameters: list[dict[str, Any]]
    metrics: list[dict[str, Any]]
    inputs: list[dict[str, Any]]
    cells: list[dict[str, Any]] | None


def known_runs(reading: Reading) -> list[KnownRun]:
    """The runs of which a note tells that the audience reads; for the owner also those of which no note tells.

    A run whose own note is not to be published is never among them. Others than the owner learn what the notes say: no
    inputs, errors, or what is stored of runs on this machine.
    """
    index, kept_back = reading.index, reading.kept_back
    runs = [run for run in read_runs(reading.settings)[0] if run.record.key not in kept_back[RUN_PROPERTY]]
    shown = {*index.runs, *(key for batch in index.batches for key in _keys_of(reading, batch))}
    if reading.audience.is_owner:
        hidden = {key for batch in kept_back[BATCH_PROPERTY] for key in _keys_of(reading, batch)} - shown
        return [run for run in runs if run.record.key not in hidden]
    told = (_told(run.record, reading) for run in runs if run.record.key in shown)
    return [KnownRun(record) for record in told if not _is_stopped(reading, record)]


def _keys_of(reading: Reading, batch: str) -> list[str]:
    """The keys of a batch's runs and of its summary, as its records have them."""
    records = records_path(reading.site.index, batch)
    summary = f"{records.rpartition('/')[0]}/{note_name(batch)}{SUMMARY_SUFFIX}".lstrip("/")
    found, _ = read_tracked(reading.settings, (records, summary))
    return [record.key for record in found]


def _told(record: Record, reading: Reading) -> Record:
    """A record without what is redacted; nor does its title say such a value, or the name of a private note."""
    redact = reading.audience.redact
    parameters, metrics = without_redacted(record.parameters, redact), without_redacted(record.metrics, redact)
    is_whole = (parameters, metrics) == (dict(record.parameters), dict(record.metrics))
    title = record.title if is_whole and record.key not in reading.private[RUN_PROPERTY] else ""
    return replace(record, parameters=parameters, metrics=metrics, inputs=(), fingerprint="", title=title, error="")


def _is_stopped(reading: Reading, record: Record) -> bool:
    """Whether the gate finds in a record what must not leave."""
    return reading.gate is not None and any(reading.gate.findings("", repr(record).encode()))


def list_runs(reading: Reading, wanted: Wanted) -> Runs:
    """Some of the runs.

    Raises:
        KbError: There is no such note, notebook, status or name of a value; the condition is none; or a value in it is
            redacted.
    """
    runs: Sequence[KnownRun] = known_runs(reading)
    if wanted.note:
        keys = _keys_shown_by(reading, find_file(reading, wanted.note)[0])
        runs = [run for run in runs if run.record.key in keys]
    runs = choose.of_notebook(runs, wanted.notebook) if wanted.notebook else runs
    names = names_in(parse_where(wanted.where)) if wanted.where else []
    for name in {*names, wanted.sort} - {*FIELDS}:
        reading.desk.check_told(name)
    choose.check_names(runs, names)
    runs = choose.of_condition(runs, wanted.where) if wanted.where else runs
    if wanted.status and wanted.status not in get_args(Status):
        raise UsageError("There is no such status", do=f"One of: {', '.join(get_args(Status))}.")
    runs = [run for run in runs if run.record.status == wanted.status] if wanted.status else runs
    found = choose.in_order(runs, wanted.sort or "title", reverse=wanted.is_reversed)
    limit = max(1, min(wanted.limit, MOST_RUNS))
    return Runs(len(found), [_listed(reading, run.record, run.notebook) for run in found[:limit]])


def _keys_shown_by(reading: Reading, path: str) -> set[str]:
    """The keys of the runs that a note is of, or whose results it is, or that its blocks ask for."""
    index = reading.index
    note = index.notes.get(path)
    blocks = [block for block in note.outline.blocks if block.language == "kb"] if note else []
    answers = (reading.site.results_of(path, block.line) for block in blocks)
    told = [index.notes[one].properties for one in (path, *filter(None, answers)) if one in index.notes]
    keys = {str(properties[RUN_PROPERTY]) for properties in told if RUN_PROPERTY in properties}
    batches = {str(properties[BATCH_PROPERTY]) for properties in told if BATCH_PROPERTY in properties}
    return keys | {key for batch in batches for key in _keys_of(reading, batch)}


def _listed(reading: Reading, record: Record, notebook: str) -> ListedRun:
    note = next(iter(reading.index.runs.get(record.key, ())), None)
    parameters, metrics = values_of(record.parameters), values_of(record.metrics)
    return ListedRun(record.key, record.title, record.status, notebook, parameters, metrics, note)


def _key_of(titles: Mapping[str, str], reading: Reading, which: str, name: str) -> str:
    try:
        return find_key(titles, reading.index, name)
    except KbError as error:
        raise KbError(f"{error.what} (`{which}`)", do=error.do) from error


def compare_runs(reading: Reading, first: str, second: str) -> Compared:
    """Two runs side by side.

    Raises:
        KbError: A name means no run or several, or both mean one; or a stored notebook is damaged.
    """
    runs = {run.record.key: run for run in known_runs(reading)}
    titles = {key: run.record.title for key, run in runs.items()}
    if not first.strip() or not second.strip():
        raise UsageError("A run has no name", do="Give the key or title of each; `list_runs` has them.")
    one, other = (runs[_key_of(titles, reading, *which)] for which in (("first", first), ("second", second)))
    found = differences_of(*(FoundRun(run.record, run.result, None, run.is_damaged) for run in (one, other)))
    cells = None if found.cells is None else [_cell(asdict(cell)) for cell in found.cells[:MOST_CELLS]]
    return Compared(
        _listed(reading, one.record, one.notebook),
        _listed(reading, other.record, other.notebook),
        [values_of(asdict(item)) for item in found.parameters],
        [values_of(asdict(item)) for item in found.metrics],
        [values_of(asdict(item)) for item in found.inputs],
        cells,
    )


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value)[:MOST_LINES] if isinstance(value, tuple) else value for name, value in cell.items()}
