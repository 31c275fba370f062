"""From stored results to notes: records, run notes, results notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from kb.config import Settings
from kb.errors import KbError
from kb.files import write_atomically
from kb.model.note import GeneratedNote
from kb.model.problem import Problem, problem_of
from kb.model.run import Record, Result, Spec
from kb.report.cells import Cells, render_cells
from kb.report.ranking import check_rank_by
from kb.report.results_note import render_results_note
from kb.report.run_note import render_run_note
from kb.runs.plan import PlannedBatch
from kb.runs.records import read_records, render_records
from kb.runs.store import read_executed
from kb.vault.index import Index
from kb.vault.writing.store import write_generated
from kb.workflows.ask import Desk, Question, answers
from kb.workflows.known import Known
from kb.workflows.owners import best_keys
from kb.workflows.places import Places, find_places, link_text, spec_link
from kb.workflows.written import remember, stands


@dataclass(frozen=True, slots=True)
class Notes:
    """What writing notes came to: the vault's files that changed, and what could not be written."""

    changed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __add__(self, other: Notes) -> Notes:
        return Notes(self.changed + other.changed, self.problems + other.problems)


def write_records(settings: Settings, places: Places, batch: PlannedBatch) -> Notes:
    """Write the batch's records."""
    return _write_csv(settings, places.records, batch.records.values())


def write_summary_record(settings: Settings, places: Places, record: Record) -> Notes:
    """Write the record of the batch's summary."""
    return _write_csv(settings, places.summary, [record])


def _write_csv(settings: Settings, path: str, records: Iterable[Record]) -> Notes:
    """Write records; a table that cannot be read is not lost, but kept beside the other conflicts."""
    file, data = settings.vault / path, render_records(list(records)).encode()
    try:
        if file.is_file() and file.read_bytes() != data and read_records(file)[1]:
            write_atomically(settings.store / "conflicts" / path, file.read_bytes())
        is_changed = write_atomically(file, data)
    except KbError as error:
        return Notes((), (replace(problem_of(error, "records"), path=path),))
    return Notes((path,) if is_changed else ())


def write_run_notes(
    settings: Settings, desk: Desk, batch: PlannedBatch, known: Known, places: Places, *, owners: Mapping[str, str]
) -> tuple[Notes, dict[str, str]]:
    """Write the notes of a batch's best runs, and renew those that stand, from what is stored.

    A note whose result is not on this machine stays as it is; a run that several blocks ask for has one note.

    Args:
        settings: The workspace.
        desk: The vault as it was read.
        batch: The batch.
        known: What is known of runs.
        places: Where its files stand.
        owners: Run key -> the name of the batch that the run's note belongs to.

    Returns:
        What was written, and the path of each run's note by run key.
    """
    wanted = best_keys(batch)
    done, noted = Notes(), {}
    for key, record in batch.records.items():
        stands = key in desk.index.runs
        if not (stands or key in wanted) or owners.get(key, batch.spec.name) != batch.spec.name:
            continue
        result = known.result(record)
        if result is not None:
            done += _write_run_note(settings, desk.index, batch.spec, places, result)
        if result is not None or stands:
            noted[key] = places.runs[key]
    return done, noted


def write_results_note(
    settings: Settings,
    desk: Desk,
    batch: PlannedBatch,
    places: Places,
    *,
    noted: Mapping[str, str],
    summary: Result | None,
) -> Notes:
    """Write the results note of a batch; one whose summary is not on this machine stays as it is.

    A `rank_by` that names no metric is told in the note and in the problems, whether the note is written or not.

    Args:
        settings: The workspace.
        desk: The vault as it was read.
        batch: The batch.
        places: Where its files stand.
        noted: The path of each run's note by run key, of all batches.
        summary: The result of its summary, where this machine has it.
    """
    in_order = list(batch.records.values())
    unranked = check_rank_by(batch.spec, in_order)
    told = Notes((), tuple(unranked))
    if batch.spec.summary is not None and summary is None and places.results in desk.index.notes:
        return told
    not_begun = len(batch.runs) - len(in_order)
    names = {key: link_text(desk.index, noted[key], noted) for key in batch.records if key in noted}
    problems = unranked + _summary_problems(batch.spec, summary)
    link = spec_link(desk.index, batch.spec)

    def render() -> GeneratedNote:
        cells = render_cells(read_executed(summary), summary.record.key) if summary else Cells()
        return render_results_note(
            batch.spec,
            in_order,
            not_begun=not_begun,
            note_names=names,
            summary=cells,
            problems=problems,
            spec_link=link,
        )

    sources = repr((batch.spec, in_order, not_begun, names, link, summary))
    return _write(settings, places.results, sources, render) + told


def _write_run_note(settings: Settings, index: Index, spec: Spec, places: Places, result: Result) -> Notes:
    asked_in, results = spec_link(index, spec), link_text(index, places.results)

    def render() -> GeneratedNote:
        return render_run_note(result, read_executed(result), spec_link=asked_in, results_link=results)

    return _write(settings, places.runs[result.record.key], repr((result, asked_in, results)), render)


def _summary_problems(spec: Spec, summary: Result | None) -> list[Problem]:
    if summary is None or summary.failure is None:
        return []
    do = "Correct the notebook, then `kb run`."
    return [Problem("summary", f"The summary {spec.summary} failed", do, found=summary.record.error)]


def _write(settings: Settings, path: str, sources: str, render: Callable[[], GeneratedNote]) -> Notes:
    """Write a note of kb, unless it stands as it was last written from the same sources."""
    if stands(settings, path, sources):
        return Notes()
    try:
        note = render()
    except KbError as error:
        return Notes((), (problem_of(error, "stored-notebook"),))
    written = write_generated(settings.vault, path, note, conflicts=settings.store / "conflicts")
    if isinstance(written, Problem):
        return Notes((), (written,))
    remember(settings, path, sources, note.attachments)
    return Notes(written.changed)


def write_blocked(settings: Settings, desk: Desk, question: Question) -> Notes:
    """Write what is wrong with a block into its results note, above the results that it had."""
    if not answers(desk, question):
        return Notes()
    places = find_places(desk.index, PlannedBatch(question.spec, ()))
    link = spec_link(desk.index, question.spec)
    records, problems = read_records(settings.vault / places.records)

    def render() -> GeneratedNote:
        return render_results_note(question.spec, records, problems=question.problems, spec_link=link)

    found = tuple(replace(problem, path=places.records) for problem in problems)
    sources = repr((question, records, link))
    return _write(settings, places.results, sources, render) + Notes((), found)
