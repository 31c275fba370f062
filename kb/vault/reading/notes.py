"""Reading the vault: every Markdown file becomes a note or a problem, and one bad file stops nothing."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from kb.model.note import Note
from kb.model.problem import Problem
from kb.vault.reading.cache import Stored, load_notes, store_notes
from kb.vault.reading.crew import parse_files
from kb.vault.reading.entries import note_of
from kb.vault.reading.obsidian import read_obsidian
from kb.vault.reading.parse import MOST_BYTES, parse_file
from kb.vault.reading.pause import without_collector
from kb.vault.reading.signature import signature_of
from kb.vault.reading.walk import is_conflict_copy, walk_vault

__all__ = ["MOST_BYTES", "has_bad_frontmatter", "read_note", "read_vault"]


def read_vault(vault: Path, cache: Path | None = None) -> tuple[tuple[Note, ...], tuple[str, ...], tuple[Problem, ...]]:
    """Read every note of a vault.

    Hidden folders (`.obsidian`, `.trash`) and files are not read, nor is a sync client's conflict copy, which is a
    problem until someone has merged it.

    Args:
        vault: The folder.
        cache: A folder for what was parsed: only files that changed are parsed again.

    Returns:
        The notes, the paths of all other files (also of notes that cannot be read), and what is wrong; each by path.
    """
    problems: list[Problem] = []
    paths = sorted(walk_vault(vault, problems), key=_sort_key)
    copies = {path for path in paths if is_conflict_copy(path)}
    files = [path for path in paths if path not in copies]
    is_template = read_obsidian(vault)[0].is_template
    with without_collector():
        stored, unreadable = _read(vault, [path for path in files if _is_note(path)], cache)
        read = {path: note_of(entry, path, is_template=is_template(path)) for path, (_, entry) in stored.items()}
    for path in paths:
        found = _conflict_copy(path) if path in copies else unreadable.get(path) or read.get(path, (None, None))[1]
        problems += [found] if found else []
    notes = tuple(read[path][0] for path in files if path in read)
    return notes, tuple(path for path in files if path not in read), tuple(problems)


def _read(vault: Path, paths: Sequence[str], cache: Path | None) -> tuple[dict[str, Stored], dict[str, Problem]]:
    """What each file holds, by path, from the cache where it has not changed; and why others cannot be read."""
    stored = load_notes(cache) if cache else {}
    root = os.fspath(vault)
    kept = {path: found for path in paths if (found := stored.get(path)) and _is_unchanged(f"{root}/{path}", found)}
    others = {entry[0]: entry for path, (_, entry) in stored.items() if path not in kept}
    notes, problems, changed = kept, {}, set(stored).difference(paths)
    for path, signature, checksum, entry, problem in parse_files(
        root, [path for path in paths if path not in kept], others.keys()
    ):
        if problem:
            problems[path] = Problem(*problem)
            continue
        notes[path] = signature, others[checksum] if entry is None else entry
        if stored.get(path) != notes[path]:
            changed.add(path)
    if cache and changed:
        store_notes(cache, notes, changed)
    return notes, problems


def _is_unchanged(file: str, stored: Stored) -> bool:
    try:
        return stored[0] == signature_of(os.stat(file))  # noqa: PTH116  (thousands of them: a Path takes as long)
    except OSError:
        return False


def read_note(vault: Path, path: str) -> tuple[Note | None, tuple[Problem, ...]]:
    """Read one note; a malformed frontmatter leaves it without properties, an unreadable file is no note."""
    parsed = parse_file(os.fspath(vault), path)
    if parsed.entry is None:
        return None, (Problem(*parsed.problem or ()),)
    note, problem = note_of(parsed.entry, path, is_template=read_obsidian(vault)[0].is_template(path))
    return note, (problem,) if problem else ()


def has_bad_frontmatter(note: Note) -> bool:
    """Whether a note has properties that cannot be read: it may say that it is private."""
    return not note.is_whole


def _is_note(path: str) -> bool:
    return path.casefold().endswith(".md")


def _conflict_copy(path: str) -> Problem:
    return Problem(
        "conflict-copy",
        "A sync client kept two versions of one file here, and this copy is left out",
        "Merge what you need into the original, then delete the copy.",
        path,
    )


def _sort_key(path: str) -> tuple[str, str]:
    """One order on every system: macOS may hand out names in another normal form."""
    return unicodedata.normalize("NFC", path), path
