"""The SQLite file of the search: a copy, made anew where it is damaged or of another version of kb."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

from kb.errors import KbError
from kb.find.file import Entry

Result = TypeVar("Result")

WAIT_SECONDS = 3.0
"""For another process that writes the index; after that the search goes without it."""

_RUNS = "content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1'"
"""Which texts have a run of three letters: no more is kept, since Python decides."""
_TABLES = (
    "CREATE TABLE made (version TEXT)",
    "CREATE TABLE files (id INTEGER PRIMARY KEY, path UNIQUE, checksum, size, mtime, ctime, ino)",
    f"CREATE TABLE entries (id INTEGER PRIMARY KEY, {', '.join(Entry._fields)})",
    f"CREATE VIRTUAL TABLE words USING fts5(text, {_RUNS})",
)
_ENDINGS = ("", "-wal", "-shm", "-journal")
_UNUSABLE = frozenset(
    {
        *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN),
        *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_PROTOCOL),
    }
)
"""What a new file would not mend: another process, the disk, the rights to it."""


def use_index(file: Path, act: Callable[[sqlite3.Connection], Result]) -> Result:
    """Do something with the index in a file; with one in memory where no file can be had.

    Raises:
        KbError: This SQLite has no full-text search.
    """
    for _ in range(2):
        try:
            return _used(file, act)
        except (sqlite3.Error, ValueError) as error:  # a value that is none any more is damage too
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _UNUSABLE or not _removed(file):
                break
    try:
        return _used(None, act)
    except sqlite3.OperationalError as error:
        do = "Use a Python whose SQLite is 3.34 or newer and has FTS5."
        raise KbError("SQLite cannot search texts here", found=str(error), do=do) from error


def _used(file: Path | None, act: Callable[[sqlite3.Connection], Result]) -> Result:
    if file:
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file or ":memory:", timeout=WAIT_SECONDS, isolation_level=None)) as sql:
        sql.execute("PRAGMA journal_mode = wal")
        sql.execute("PRAGMA synchronous = normal")
        if _version_in(sql) != _version():
            _make_tables(sql)
        return act(sql)


def _version_in(sql: sqlite3.Connection) -> str | None:
    if not sql.execute("SELECT 1 FROM sqlite_master WHERE name = 'made'").fetchone():
        return None
    row = sql.execute("SELECT version FROM made").fetchone()
    return str(row[0]) if row else None


@contextmanager
def transaction(sql: sqlite3.Connection, kind: str = "immediate") -> Iterator[None]:
    """All that is written in the block, or nothing of it; what is read there is of one moment."""
    sql.execute(f"BEGIN {kind}")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):  # the first error is the one to tell
            sql.execute("ROLLBACK")
        raise
    sql.execute("COMMIT")


def _make_tables(sql: sqlite3.Connection) -> None:
    with transaction(sql):
        if _version_in(sql) == _version():  # another process was quicker
            return
        for name in ("made", "files", "entries", "words"):
            sql.execute(f"DROP TABLE IF EXISTS {name}")
        for table in _TABLES:
            sql.execute(table)
        sql.execute("INSERT INTO made VALUES (?)", [_version()])


def _removed(file: Path) -> bool:
    """Remove the index; whether that could be."""
    try:
        for ending in _ENDINGS:
            file.with_name(file.name + ending).unlink(missing_ok=True)
    except OSError:
        return False
    return True


@cache
def _version() -> str:
    """What an entry depends on beside its file: the code that makes it, and this Python."""
    package = Path(__file__).parents[1]
    sources = [*sorted(package.glob("find/*.py")), *sorted(package.glob("vault/**/*.py")), package / "yaml.py"]
    digest = hashlib.sha256(sys.version.encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()
