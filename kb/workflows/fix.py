"""Repair the links that can have meant one thing only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from kb.config import Settings
from kb.model.problem import Problem
from kb.vault.fix import possible_repairs, write_repairs
from kb.vault.index import Index
from kb.vault.repairs import Repair, find_repairs
from kb.workflows.ask import read_desk
from kb.workflows.check import ALL, Scope, check_desk


def fix_workspace(settings: Settings, scope: Scope = ALL) -> tuple[list[Repair], list[Problem]]:
    """Repair what is found, of all or of what is asked for; one note that cannot be written stops no other.

    Returns:
        What was repaired, and which notes could not be written.
    """
    desk = read_desk(settings)
    written: list[Repair] = []
    failed: list[Problem] = []
    for path, repairs in _possible(desk.index, check_desk(settings, desk, scope)):
        problem = write_repairs(settings.vault, desk.index.notes[path], repairs)
        failed += [problem] if problem else []
        written += [] if problem else repairs
    return written, failed


def repairs_of(index: Index, problems: Iterable[Problem]) -> Iterator[Repair]:
    """The repairs of findings: of those that have exactly one, where nothing else changes with it."""
    return (repair for _, repairs in _possible(index, problems) for repair in repairs)


def _possible(index: Index, problems: Iterable[Problem]) -> Iterator[tuple[str, list[Repair]]]:
    """Each note to be repaired, with its repairs."""
    for path, found in groupby(find_repairs(index, problems), attrgetter("path")):
        if repairs := possible_repairs(index.notes[path], found):
            yield path, repairs
