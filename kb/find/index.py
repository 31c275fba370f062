"""The files of a vault in the search's index: only those that changed are read, and few are handed out."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kb.find.file import Entry, File
from kb.find.fold import fold
from kb.find.store import transaction
from kb.vault.names import name_key
from kb.vault.reading.signature import Signature, signature_of
from kb.vault.reading.walk import is_conflict_copy, walk_vault

if TYPE_CHECKING:
    from kb.model.note import Note
    from kb.vault.reading.canvas import Canvas

_AT = "id = (SELECT id FROM files WHERE path = ?)"
_WHOLE_ENTRY = f"SELECT id, {', '.join(Entry._fields)} FROM entries WHERE {_AT}"  # noqa: S608  (names of ours)
_NEW_ENTRY = f"INSERT INTO entries VALUES (?{', ?' * len(Entry._fields)})"  # noqa: S608
_MEANT = "SELECT id, path, names, headings, tags, properties, folded, facts FROM entries WHERE "
_NOTE, _CANVAS = ".md", ".canvas"
_NOWHERE = (0, 0, 0, 0)
"""The signature of a file that must be read again, or is never read."""


class Kept(NamedTuple):
    """A file as the index has it."""

    checksum: str
    signature: Signature


class Read(NamedTuple):
    """A file as it is now; without an entry where its content is the same."""

    path: str
    kept: Kept
    entry: Entry | None


def refresh(sql: sqlite3.Connection, vault: Path) -> None:
    """Bring the index up to date with the files of a vault."""
    rows = sql.execute("SELECT path, checksum, size, mtime, ctime, ino FROM files")
    known = {path: Kept(checksum, (size, *times)) for path, checksum, size, *times in rows}
    paths = [path for path in walk_vault(vault, []) if not is_conflict_copy(path)]
    root, others, changed = os.fspath(vault), [], {}
    for path in paths:
        if not path.casefold().endswith((_NOTE, _CANVAS)):
            others += [] if path in known else [path]
        elif (now := _signature(f"{root}/{path}")) != (path in known and known[path].signature):
            changed[path] = now
    gone = known.keys() - set(paths)
    if others or changed or gone:
        read = [Read(path, Kept("", _NOWHERE), _nameless(path)) for path in others]
        read += _read(vault, changed, known) if changed else []
        with transaction(sql):
            _forget(sql, [*gone, *(one.path for one in read if one.entry)])
            _keep(sql, read)


def refresh_from(
    sql: sqlite3.Connection, notes: Mapping[str, Note], canvases: Mapping[str, Canvas], others: Iterable[str]
) -> None:
    """Bring an index up to date with notes, canvases and the paths of other files that are at hand, and nothing else.

    So it knows of a vault what an audience reads of it.
    """
    from kb.find.entry import entry_of, entry_of_canvas  # noqa: PLC0415

    known = dict(sql.execute("SELECT path, checksum FROM files"))
    now = dict.fromkeys(others, "")
    now |= {path: canvas.checksum for path, canvas in canvases.items()}
    now |= {path: note.checksum for path, note in notes.items()}
    changed = [path for path, checksum in now.items() if known.get(path) != checksum]
    gone = known.keys() - now.keys()
    if changed or gone:

        def entry(path: str) -> Entry:
            if path in notes:
                return entry_of(notes[path])
            return entry_of_canvas(path, canvases[path]) if path in canvases else _nameless(path)

        read = [Read(path, Kept(now[path], _NOWHERE), entry(path)) for path in changed]
        with transaction(sql):
            _forget(sql, [*gone, *changed])
            _keep(sql, read)


def _signature(file: str) -> Signature:
    try:
        return signature_of(os.stat(file))  # noqa: PTH116  (thousands of them: a Path takes as long)
    except OSError:
        return _NOWHERE


def _read(vault: Path, changed: Mapping[str, Signature], known: Mapping[str, Kept]) -> Iterator[Read]:
    """What the files hold now; of one that cannot be read, its name."""
    from kb.vault.reading.parse import SETTLED_NS  # noqa: PLC0415  (nothing has changed, most times)

    settled = time.time_ns() - SETTLED_NS
    signatures = {path: now if max(now[1:3]) < settled else _NOWHERE for path, now in changed.items()}
    canvases = {path: now for path, now in signatures.items() if path.casefold().endswith(_CANVAS)}
    notes = {path: now for path, now in signatures.items() if path not in canvases}
    yield from _read_canvases(vault, canvases)
    yield from _read_notes(os.fspath(vault), notes, known)


def _read_canvases(vault: Path, signatures: Mapping[str, Signature]) -> Iterator[Read]:
    from kb.find.entry import entry_of_canvas  # noqa: PLC0415
    from kb.vault.reading.canvas import read_canvases  # noqa: PLC0415

    canvases, _ = read_canvases(vault, signatures)
    for path, signature in signatures.items():
        entry = entry_of_canvas(path, canvases[path]) if path in canvases else _nameless(path)
        yield Read(path, Kept("", signature), entry)


def _read_notes(root: str, signatures: Mapping[str, Signature], known: Mapping[str, Kept]) -> Iterator[Read]:
    from kb.find.entry import entry_of  # noqa: PLC0415
    from kb.vault.reading.crew import parse_files  # noqa: PLC0415
    from kb.vault.reading.entries import note_of  # noqa: PLC0415
    from kb.vault.reading.parse import parse_file  # noqa: PLC0415

    checksums = {known[path].checksum for path in signatures if path in known}
    for parsed in parse_files(root, list(signatures), checksums):
        path, is_known = parsed.path, parsed.entry is None and parsed.problem is None
        if is_known and path in known and known[path].checksum == parsed.checksum:
            yield Read(path, Kept(parsed.checksum, signatures[path]), None)
            continue
        found = parse_file(root, path) if is_known else parsed  # two files have changed places
        entry = entry_of(note_of(found.entry, path)[0]) if found.entry else _nameless(path)
        yield Read(path, Kept(found.checksum, signatures[path]), entry)


def _nameless(path: str) -> Entry:
    """What is kept of a file that is no note: it is found by its path."""
    return Entry(path, fold(name_key(path.rpartition("/")[2])))


def _forget(sql: sqlite3.Connection, paths: Iterable[str]) -> None:
    for path in paths:
        for number, *fields in sql.execute(_WHOLE_ENTRY, [path]).fetchall():
            words = Entry(*fields).words
            sql.execute("INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", [number, words])
            sql.execute("DELETE FROM entries WHERE id = ?", [number])
            sql.execute("DELETE FROM files WHERE id = ?", [number])


def _keep(sql: sqlite3.Connection, read: Sequence[Read]) -> None:
    for path, (checksum, signature), entry in read:
        if entry is None:
            values = [*signature, path]
            sql.execute("UPDATE files SET size = ?, mtime = ?, ctime = ?, ino = ? WHERE path = ?", values)
            continue
        sql.execute("INSERT INTO files VALUES (NULL, ?, ?, ?, ?, ?, ?)", [path, checksum, *signature])
        number = sql.execute("SELECT last_insert_rowid()").fetchone()[0]
        sql.execute(_NEW_ENTRY, [number, *entry])
        sql.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", [number, entry.words])


def files_in(sql: sqlite3.Connection, words: str, *, any_file: bool) -> Iterator[File]:
    """The files that may be meant.

    Args:
        sql: The index.
        words: What FTS5 is asked; empty for all files.
        any_file: Whether files that are no notes may be.
    """
    narrowed = "id IN (SELECT rowid FROM words WHERE words MATCH ?)" if words else "TRUE"
    which = narrowed if any_file else f"{narrowed} AND facts != ''"
    yield from _files(sql, which, [words] if words else [])


def file_at(sql: sqlite3.Connection, path: str) -> File:
    """One file."""
    return next(_files(sql, _AT, [path]))


def _files(sql: sqlite3.Connection, which: str, values: Sequence[str]) -> Iterator[File]:
    for number, path, *fields, folded, facts in sql.execute(_MEANT + which, values):
        yield File(path, tuple(fields), folded, facts, partial(_text, sql, number))


def _text(sql: sqlite3.Connection, number: int) -> str:
    return str(sql.execute("SELECT text FROM entries WHERE id = ?", [number]).fetchone()[0])


def count_files(sql: sqlite3.Connection) -> int:
    """How many files there are to be found."""
    return int(sql.execute("SELECT count(*) FROM files").fetchone()[0])
