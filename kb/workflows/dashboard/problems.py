"""The open problems of the desk: what `kb check` finds on any machine, but for the dashboards themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from kb.config import Settings
from kb.files import folder_contents
from kb.model.problem import Problem
from kb.vault.index import is_dashboard
from kb.workflows.ask import Desk
from kb.workflows.check import Scope, check_desk
from kb.workflows.dashboard.kept import kept


def open_problems(settings: Settings, desk: Desk) -> list[Problem]:
    """The findings; asked again only where something that they are about has changed.

    A link to a dashboard that is not there yet is none: it is about to be written.
    """
    found = kept(settings, "problems", repr(list(_state(settings, desk))), lambda: _find(settings, desk))
    return [Problem(**each) for each in found]


def _find(settings: Settings, desk: Desk) -> list[dict[str, object]]:
    notes = desk.index.notes
    found = check_desk(settings, desk, Scope(is_anywhere=True))
    return [
        asdict(problem)
        for problem in found
        if not (problem.path in notes and is_dashboard(notes[str(problem.path)]))
        if problem.rule != "no-results-yet"
    ]


def _state(settings: Settings, desk: Desk) -> Iterator[str]:
    """All that is checked: notes by content, other files by size and time, and what stands outside of the vault."""
    yield repr((settings.check, settings.audiences, settings.bars, settings.vault))
    yield from (f"{note.path} {note.checksum}" for note in desk.index.notes.values() if not is_dashboard(note))
    yield from (f"{path} {_stamp(settings.vault / path)}" for path in desk.index.attachments)
    yield from folder_contents(settings.vault / ".obsidian", {".json"})
    for folder in (settings.notebooks, settings.strategies, settings.ledger / "trials"):
        yield from folder_contents(folder)


def _stamp(file: Path) -> str:
    try:
        status = file.stat()
    except OSError:
        return ""
    return f"{status.st_size} {status.st_mtime_ns}"
