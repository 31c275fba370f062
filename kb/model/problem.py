"""A finding about someone's data: returned in a report, never raised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kb.errors import KbError, say

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a note, block, bar or notebook.

    Attributes:
        rule: Stable name of the check that found it, like `broken-link`.
        what: What is wrong, as a sentence without a full stop.
        do: What the reader can do about it.
        path: The file, relative to the workspace, with forward slashes.
        line: The 1-based line, when it is about a line.
        found: The offending text, as it stands in the file.
        severity: An error makes the command fail, a warning or an info does not.
    """

    rule: str
    what: str
    do: str = ""
    path: str | None = None
    line: int | None = None
    found: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        return say(self.what, do=self.do, path=self.path, line=self.line, found=self.found)


def problem_of(error: KbError, rule: str) -> Problem:
    """Turn a caught error into a finding of the report."""
    return Problem(rule, error.what, error.do, error.path, error.line, error.found)
