"""Since when a strategy stands at its stage: the property `stage` in git's history of its note."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from kb.errors import KbError
from kb.git import ask_git_for_bytes
from kb.model.note import Note
from kb.report.numbers import parameter_text
from kb.report.strategy import Stage
from kb.site.git import past_of, read_history
from kb.site.history import old_paths
from kb.vault.names import name_key
from kb.vault.reading.frontmatter import read_properties

STAGE_PROPERTY = "stage"
STAGES_PROPERTY = "stages"
"""In the note of a strategy's state, `2026-03-01 draft` for each: what stands where git does not tell it."""
_COMMIT = "\x01"
_LOG = ("log", "-z", "--format=%x01%H %aI", "--raw", "--no-abbrev", "--no-merges", "--relative", "--no-ext-diff", "-M")
_NOTHING = "0" * 40


class _Change(NamedTuple):
    """A commit's change of one file: when, the contents before and after, and what the file is called after."""

    at: datetime
    before: str
    after: str
    path: str


def stage_text(value: object) -> str:
    """A stage as people wrote it, on one line; empty for none."""
    return " ".join(parameter_text(value).split()) if value not in (None, "", [], {}) else ""


def read_stages(vault: Path, notes: Sequence[Note], kept: Path | None = None) -> Mapping[str, tuple[Stage, ...]]:
    """When the stage of each note was changed, oldest first, as far as git knows; the day is that of the author.

    Args:
        vault: The folder; it may be in no repository.
        notes: The notes.
        kept: The file that keeps git's log.

    Returns:
        The path of a note -> its stages; a note of which nothing is known is missing.
    """
    history, _ = read_history(vault, kept)
    owners = {name_key(note.path): note.path for note in notes}
    for note in notes:
        owners = dict.fromkeys(old_paths(note, history), note.path) | owners
    try:
        changes = list(_changes(vault, owners)) if owners and history.changes else []
        texts = _contents(vault, {blob for change in changes for blob in (change.before, change.after)} - {_NOTHING})
    except (subprocess.SubprocessError, OSError):
        return {}
    found: dict[str, list[Stage]] = {}
    for change in sorted(changes, key=lambda change: change.at):
        before, after = (_stage_in(texts.get(blob, "")) for blob in (change.before, change.after))
        if after and after != before:
            owner = owners[name_key(change.path)]
            found.setdefault(owner, []).append(Stage(after, change.at.date().isoformat()))
    return {path: without_repeats(stages) for path, stages in found.items()}


def without_repeats(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """The stages without one that only says again what stood before it."""
    kept: list[Stage] = []
    for stage in stages:
        if not kept or kept[-1].name != stage.name:
            kept.append(stage)
    return tuple(kept)


def joined_stages(standing: object, told: Sequence[Stage], present: str) -> tuple[Stage, ...]:
    """What git tells, before it what stands in the note from when git told more, and at last the present stage.

    Args:
        standing: The property `stages` of the state's note as it is.
        told: What git tells.
        present: The stage that the strategy has now; without a day where nobody knows it.
    """
    lines = standing if isinstance(standing, list) else []
    known = [Stage(name, day) for day, _, name in (str(line).partition(" ") for line in lines) if _is_day(day) and name]
    earlier = [stage for stage in known if not told or stage.since < told[0].since]
    return without_repeats([*earlier, *told, Stage(present)])


def _is_day(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).date().isoformat() == text
    except ValueError:
        return False


def _changes(vault: Path, paths: Iterable[str]) -> Iterator[_Change]:
    """The changes of some files, without those at which a shallow clone ends: they were made before."""
    cut_off = past_of(vault).split(" ")[1:]
    asked = "\n".join(["HEAD", "--", *(f":(literal){path}" for path in paths)])
    said = ask_git_for_bytes(vault, *_LOG, "--stdin", told=os.fsencode(f"{asked}\n"))  # too many for a command line
    fields = iter(os.fsdecode(said).split("\0"))
    at, is_whole = datetime.min.replace(tzinfo=UTC), True
    for field in fields:
        text = field.lstrip("\n")
        if text.startswith(_COMMIT):
            commit, _, stamp = text[1:].partition(" ")
            at, is_whole = datetime.fromisoformat(stamp), commit not in cut_off
        elif text.startswith(":"):
            _, _, before, after, status = text.split(" ")
            path = next(fields, "")
            path = next(fields, "") if status[0] in "RC" else path
            if is_whole and status[0] != "D":
                yield _Change(at, before, after, path)


def _contents(vault: Path, blobs: Iterable[str]) -> Mapping[str, str]:
    """The texts of objects of git; one that this clone does not hold is missing."""
    asked = sorted(blobs)
    if not asked:
        return {}
    said = ask_git_for_bytes(vault, "cat-file", "--batch", told="\n".join(asked).encode())
    texts, start = {}, 0
    for blob in asked:
        head, _, _ = said[start : start + 200].partition(b"\n")
        size = int(head.rpartition(b" ")[2]) if head.split(b" ")[1:2] == [b"blob"] else None
        start += len(head) + 1
        if size is not None:
            texts[blob] = os.fsdecode(said[start : start + size])
            start += size + 1
    return texts


def _stage_in(text: str) -> str:
    try:
        return stage_text(read_properties(text, path="").get(STAGE_PROPERTY))
    except KbError:
        return ""
