"""The records that git keeps in the vault, wherever people have moved them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kb.config import Settings
from kb.model.problem import Problem
from kb.model.run import Record
from kb.runs.records import read_records


def read_tracked(settings: Settings, files: Iterable[str], *endings: str) -> tuple[list[Record], list[Problem]]:
    """The records in those files of the vault whose paths end so, and what is wrong with them by path in the vault."""
    records, problems = [], []
    for path in files:
        if path.endswith(endings):
            found, faults = read_records(settings.vault / path)
            records += found
            problems += [replace(fault, path=path) for fault in faults]
    return records, problems
