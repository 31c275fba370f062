"""Repair the links that can have meant one thing only."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from kb.config import Settings
from kb.errors import KbError
from kb.files import write_atomically
from kb.model.problem import Problem, problem_of
from kb.vault.writing.edits import edited
from kb.vault.writing.repairs import Repair, find_repairs
from kb.workflows.ask import read_desk
from kb.workflows.check import ALL, Scope, check_desk
from kb.workflows.texts import read_unchanged

RULE = "cannot-write-note"


def fix_workspace(settings: Settings, scope: Scope = ALL) -> tuple[list[Repair], list[Problem]]:
    """Repair what is found, of all or of what is asked for; one note that cannot be written stops no other.

    Returns:
        What was repaired, and which notes could not be written.
    """
    desk = read_desk(settings)
    problems = check_desk(settings, desk, scope)
    written: list[Repair] = []
    failed: list[Problem] = []
    for path, found in groupby(find_repairs(desk.index, problems), attrgetter("path")):
        repairs = list(found)
        try:
            raw = read_unchanged(settings, desk.index, path)
            write_atomically(settings.vault / path, edited(raw, [repair.edit for repair in repairs]).encode())
        except KbError as error:
            failed.append(replace(problem_of(error, RULE), path=path))
        else:
            written += repairs
    return written, failed
