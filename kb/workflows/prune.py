"""Notes of runs and batches that no block asks for any more: told by `kb check`, removed by `kb compile --prune`."""

from __future__ import annotations

from pathlib import PurePosixPath

from kb.config import Settings
from kb.model.problem import Problem
from kb.runs.records import read_records
from kb.vault.index import BATCH_PROPERTY, RUN_PROPERTY
from kb.vault.store import human_text
from kb.workflows.ask import Desk
from kb.workflows.notes import run_owners
from kb.workflows.plan import RECORDS_SUFFIX

RULE = "run-not-asked"
COMMAND_LINE = " from the command line"


def forgotten_notes(settings: Settings, desk: Desk) -> list[str]:
    """The paths of kb's notes whose run or batch nobody asks for, relative to the vault.

    Nothing is forgotten while a block is broken: its runs are not known.
    """
    if any(question.problems for question in desk.questions):
        return []
    asked = set(run_owners(desk)) | _asked_by_command(settings, desk)
    batches = {question.spec.name for question in desk.questions}
    forgotten = []
    for path, note in desk.index.notes.items():
        run, batch = note.properties.get(RUN_PROPERTY), note.properties.get(BATCH_PROPERTY)
        is_asked = run in asked if run else batch in batches or str(batch).endswith(COMMAND_LINE)
        if (run or batch) and not is_asked:
            forgotten.append(path)
    return forgotten


def _asked_by_command(settings: Settings, desk: Desk) -> set[str]:
    suffix = f"{COMMAND_LINE}{RECORDS_SUFFIX}"
    paths = [path for path in desk.index.attachments if path.endswith(suffix)]
    return {record.key for path in paths for record in read_records(settings.vault / path)[0]}


def check_forgotten(settings: Settings, desk: Desk) -> list[Problem]:
    """Report the notes that nobody asks for."""
    do = "`kb compile --prune` removes it, unless you wrote in it; or ask for the run again."
    what = "No kb block asks for this note of kb any more"
    return [Problem(RULE, what, do, path, severity="warning") for path in forgotten_notes(settings, desk)]


def prune(settings: Settings, desk: Desk) -> tuple[list[str], list[Problem]]:
    """Remove the notes that nobody asks for and that hold nothing that a human wrote.

    Returns:
        The paths removed, and a finding for each that was kept.
    """
    removed, kept = [], []
    for path in forgotten_notes(settings, desk):
        if human_text(desk.index.notes[path].text, name=PurePosixPath(path).stem):
            do = "Move your text elsewhere and delete the note, or ask for the run again."
            kept.append(Problem(RULE, "This note is kept, because you wrote in it", do, path, severity="warning"))
        else:
            (settings.vault / path).unlink(missing_ok=True)
            removed.append(path)
    return removed, kept
