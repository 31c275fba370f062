"""Writing in a workspace as the only one, after what a killed command had begun is finished."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from kb.config import Settings
from kb.model.problem import Problem
from kb.runs.lock import Holder, hold_lock
from kb.vault.writing.changes import Changes, finish_changes, write_changes
from kb.vault.writing.edits import Edit


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What a command changes in the vault.

    Attributes:
        edits: The edits of each file that changes, by the path that it has before.
        changes: The same as whole texts, and what moves.
        problems: What could not be read, so that links in it stay as they are.
    """

    edits: Mapping[str, Sequence[Edit]]
    changes: Changes
    problems: tuple[Problem, ...] = ()


@contextmanager
def hold_workspace(settings: Settings, command: str, tell: Callable[[Holder | None], None]) -> Iterator[None]:
    """Hold the workspace's lock; a move that was killed is finished first, or undone.

    Raises:
        KbError: There can be no lock here, or what was begun can neither be finished nor undone.
    """
    with hold_lock(settings, command, tell):
        finish_changes(settings.vault, settings.store)
        yield


def write_rewriting(settings: Settings, rewriting: Rewriting) -> None:
    """Make the changes, all or none."""
    write_changes(settings.vault, settings.store, rewriting.changes)
