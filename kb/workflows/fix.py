"""Repair the links that can have meant one thing only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kb.config import Settings
from kb.model.problem import Problem
from kb.vault.fix import possible_repairs, write_repairs
from kb.vault.index import Index
from kb.vault.repairs import Repair, find_repairs
from kb.workflows.ask import read_desk
from kb.workflows.check import check_desk


def fix_workspace(settings: Settings, rules: Sequence[str] = ()) -> tuple[list[Repair], list[Problem]]:
    """Repair what is found, of all rules or of those named; one note that cannot be written stops no other.

    Returns:
        What was repaired, and which notes could not be written.
    """
    desk = read_desk(settings)
    problems = [problem for problem in check_desk(settings, desk) if not rules or problem.rule in rules]
    written: list[Repair] = []
    failed: list[Problem] = []
    for path, repairs in _by_path(repairs_of(desk.index, problems)).items():
        problem = write_repairs(settings.vault, desk.index.notes[path], repairs)
        failed += [problem] if problem else []
        written += [] if problem else repairs
    return written, failed


def repairs_of(index: Index, problems: Iterable[Problem]) -> list[Repair]:
    """The repairs of findings: of those that have exactly one, where nothing else changes with it."""
    found = _by_path(find_repairs(index, problems))
    return [repair for path, repairs in found.items() for repair in possible_repairs(index.notes[path], repairs)]


def _by_path(repairs: Iterable[Repair]) -> dict[str, list[Repair]]:
    groups: defaultdict[str, list[Repair]] = defaultdict(list)
    for repair in repairs:
        groups[repair.path].append(repair)
    return groups
