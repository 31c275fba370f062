"""Notes of runs and batches that no block asks for any more: told by `kb check`, removed by `kb compile --prune`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import PurePosixPath

from kb.config import Settings
from kb.model.note import Note
from kb.model.problem import Problem
from kb.report.cells import ATTACHMENTS
from kb.report.charts.spec import chart_beside
from kb.vault.index import BATCH_PROPERTY, RUN_PROPERTY, STATE_PROPERTY, links_of
from kb.vault.links import Target
from kb.vault.writing.store import human_text
from kb.workflows.ask import Desk, note_key
from kb.workflows.asked import asking_specs
from kb.workflows.dashboard.wanted import strategies_of, strategy_of
from kb.workflows.names import note_name
from kb.workflows.places import FOLDER
from kb.workflows.plan import COMMAND_LINE
from kb.workflows.tracked import RECORDS_SUFFIX, SUMMARY_SUFFIX, read_tracked

RULE = "run-not-asked"


def forgotten_notes(settings: Settings, desk: Desk) -> list[str]:
    """The paths of kb's notes whose run or batch nobody asks for, or whose strategy is gone, relative to the vault.

    The command line asks for what its records tell of, as long as there is a notebook that they name.
    Nothing is forgotten while a block is broken or a note cannot be read: their runs are not known.
    """
    if not _knows_what_is_asked(desk):
        return []
    commanded = _asked_by_command(settings, desk)
    strategies = strategies_of(desk.index)
    asked = set(asking_specs(settings, desk)).union(*commanded.values())
    batches = {question.spec.name for question in desk.questions}
    forgotten = []
    for path, note in desk.index.notes.items():
        run, batch = note.properties.get(RUN_PROPERTY), note.properties.get(BATCH_PROPERTY)
        is_asked = run in asked if run else batch in batches or note_name(str(batch)).casefold() in commanded
        is_of_nothing = STATE_PROPERTY in note.properties and strategy_of(note, desk.index) not in strategies
        if is_of_nothing or ((run or batch) and not is_asked):
            forgotten.append(path)
    return forgotten


def _knows_what_is_asked(desk: Desk) -> bool:
    is_unreadable = any(problem.rule == "unreadable-note" for problem in desk.problems)
    return not is_unreadable and not any(question.problems for question in desk.questions)


def _asked_by_command(settings: Settings, desk: Desk) -> dict[str, set[str]]:
    """Batch that the command line asked for -> the keys of its runs; without those whose notebooks are all gone."""
    asked = {}
    for path in desk.index.attachments:
        if path.endswith(f"{COMMAND_LINE}{RECORDS_SUFFIX}"):
            records, _ = read_tracked(settings, [path])
            notebooks = {item.name for record in records for item in record.inputs if item.kind == "notebook"}
            if not notebooks or any((settings.root / name).is_file() for name in notebooks):
                batch = PurePosixPath(path).name.removesuffix(RECORDS_SUFFIX)
                asked[batch.casefold()] = {record.key for record in records}
    return asked


def check_forgotten(forgotten: Iterable[str]) -> list[Problem]:
    """Report the notes that nobody asks for, by their paths."""
    do = "`kb compile --prune` removes it, unless you wrote in it; or ask for the run again."
    what = "No kb block asks for this note of kb any more"
    return [Problem(RULE, what, do, path, severity="warning") for path in forgotten]


def prune(settings: Settings, desk: Desk) -> tuple[list[str], list[Problem]]:
    """Remove the notes that nobody asks for and that hold nothing that a human wrote, and what only they show.

    Returns:
        The paths removed, and a finding for each that was kept.
    """
    if not _knows_what_is_asked(desk):
        what = "Nothing is removed while a kb block is broken or a note cannot be read"
        return [], [Problem(RULE, what, "Correct that first.", severity="warning")]
    forgotten = [desk.index.notes[path] for path in forgotten_notes(settings, desk)]
    written_in = {note.path for note in forgotten if human_text(note.text, name=note.name)}
    do = "Move your text elsewhere and delete the note, or ask for the run again."
    what = "This note is kept, because you wrote in it"
    kept = [Problem(RULE, what, do, path, severity="warning") for path in sorted(written_in)]
    going = [note for note in forgotten if note.path not in written_in]
    removed = []
    for path in [*(note.path for note in going), *_left_alone(desk, going)]:
        failed = _remove(settings, path)
        kept += [failed] if failed else []
        removed += [] if failed else [path]
    return removed, kept


def _left_alone(desk: Desk, going: Collection[Note]) -> Iterator[str]:
    """What nothing else uses when these notes are gone: their pictures, and the records of their batches."""
    index, gone = desk.index, {note.path for note in going}
    files = set(index.attachments)
    targets = [index.resolve(link, note.path) for note in going for link in links_of(note)]
    for path in dict.fromkeys(target.path for target in targets if isinstance(target, Target)):
        if path.startswith(f"{ATTACHMENTS}/") and {link.path for link in index.backlinks[path]} <= gone:
            yield from (path, *({chart_beside(path)} & files))
    batches = [note_name(str(note.properties[BATCH_PROPERTY])) for note in going if BATCH_PROPERTY in note.properties]
    live = {note_key(question.spec) for question in desk.questions}
    names = [batch for batch in batches if batch.casefold() not in live]
    tables = {f"{name}{suffix}" for name in names for suffix in (RECORDS_SUFFIX, SUMMARY_SUFFIX)}
    yield from (path for path in index.attachments if PurePosixPath(path).name in tables)


def _remove(settings: Settings, path: str) -> Problem | None:
    file = settings.vault / path
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        do = "Check permissions, close it elsewhere, then run again."
        return Problem(RULE, "This file cannot be removed", do, path, found=error.strerror or str(error))
    if path.startswith((f"{FOLDER}/", f"{ATTACHMENTS}/")):
        with suppress(OSError):  # a folder that still holds something stays
            file.parent.rmdir()
    return None
