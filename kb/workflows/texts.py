"""A vault as a command finds it, whose files it may change only while they are still so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kb.config import Settings
from kb.errors import KbError
from kb.files import checksum
from kb.model.problem import Problem
from kb.vault.canvas import read_canvases
from kb.vault.index import Index, build_index
from kb.vault.notes import read_vault

_LEFT = {"unreadable-note", "bad-frontmatter", "bad-canvas"}


def read_index(settings: Settings) -> tuple[Index, tuple[Problem, ...]]:
    """Read the notes and canvases of the vault, and what is wrong with its files."""
    notes, attachments, problems = read_vault(settings.vault, settings.parsed)
    canvases, bad_canvases = read_canvases(settings.vault, attachments)
    return build_index(notes, attachments, canvases), (*problems, *bad_canvases)


def left_as_they_are(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Of what is wrong with files, as warnings, that for which links and tags in them do not change with the others."""
    return tuple(replace(problem, severity="warning") for problem in problems if problem.rule in _LEFT)


def read_unchanged(settings: Settings, index: Index, path: str) -> str:
    """The whole text of a note or canvas, with its own line ends.

    Raises:
        KbError: It is not as it was when the vault was read.
    """
    do = "Run the command again."
    try:
        data = (settings.vault / path).read_bytes()
    except OSError as error:
        raise KbError("Cannot read this file", path=path, found=error.strerror or str(error), do=do) from error
    if checksum(data) != (index.notes.get(path) or index.canvases[path]).checksum:
        raise KbError("Another program saved this file just now", path=path, do=do)
    return data.decode()
