"""The records that git keeps in the vault, wherever people have moved them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

from kb.config import Settings
from kb.model.problem import Problem
from kb.model.run import Record
from kb.runs.records import read_records

RECORDS_SUFFIX = " records.csv"
SUMMARY_SUFFIX = " summary.csv"


def read_tracked(
    settings: Settings,
    files: Iterable[str],
    *,
    endings: tuple[str, ...] = (RECORDS_SUFFIX, SUMMARY_SUFFIX),
    but: Container[str] = (),
) -> tuple[list[Record], list[Problem]]:
    """The records in those files of the vault whose paths end so, and what is wrong with them by path in the vault.

    Args:
        settings: The workspace.
        files: Paths relative to the vault.
        endings: How the names of files of records end.
        but: Run keys whose records are not wanted.
    """
    records, problems = [], []
    for path in files:
        if path.endswith(endings):
            found, faults = read_records(settings.vault / path, but)
            records += found
            problems += [replace(fault, path=path) for fault in faults]
    return records, problems
