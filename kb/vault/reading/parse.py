"""One file of the vault, read and parsed: what is kept of a note, whatever its path is."""

from __future__ import annotations

import os
import time
from collections.abc import Container
from typing import Any, NamedTuple

from kb.errors import KbError
from kb.files import checksum
from kb.model.note import Note
from kb.model.problem import Problem, problem_of
from kb.vault.markdown import read_outline
from kb.vault.properties import links_in
from kb.vault.reading.entries import Entry, entry_of
from kb.vault.reading.frontmatter import read_tolerantly, split_frontmatter
from kb.vault.reading.signature import Signature, signature_of
from kb.vault.writing.edits import plain_text_of

MOST_BYTES = 5_000_000
SETTLED_NS = 2_000_000_000
"""A file that changed less than this ago may change again without its time being another: FAT counts two seconds."""


class Parsed(NamedTuple):
    """What became of one file.

    Attributes:
        path: The file, relative to the vault.
        signature: Of the file as read; None where it changed so lately that its content must be read again.
        checksum: Of its bytes; empty where they cannot be read.
        entry: What it holds; None where that checksum was known.
        problem: Why it cannot be read, by the fields of the problem.
    """

    path: str
    signature: Signature | None
    checksum: str
    entry: tuple[Any, ...] | None
    problem: tuple[Any, ...] | None


def parse_file(vault: str, path: str, known: Container[str] = ()) -> Parsed:
    """Read one file, and parse it unless its checksum is known."""
    try:
        data, signature = _read_bytes(f"{vault}/{path}", path)
        digest = checksum(data)
        entry = None if digest in known else tuple(parse_note(data, path, digest))
    except KbError as error:
        problem = problem_of(error, "unreadable-note")
        return Parsed(path, None, "", None, (problem.rule, problem.what, problem.do, path, problem.line, problem.found))
    return Parsed(path, signature, digest, entry, None)


def parse_note(data: bytes, path: str, digest: str) -> Entry:
    """Parse the bytes of a note; a malformed frontmatter leaves it without the properties that are not certain.

    Raises:
        KbError: It is not UTF-8.
    """
    text = _decode(data, path)
    properties, problem = _properties(text, path)
    parts = split_frontmatter(text)
    outline = read_outline(parts.body, path=path, first_line=parts.body_line)
    links = links_in(properties, parts.yaml)
    return entry_of(Note(path, properties, outline, text, parts.body_line, digest, links), problem)


def _properties(text: str, path: str) -> tuple[dict[str, Any], Problem | None]:
    properties, error = read_tolerantly(text, path=path) if text.startswith("---") else ({}, None)
    return properties, problem_of(error, "bad-frontmatter") if error else None


def _read_bytes(file: str, path: str) -> tuple[bytes, Signature | None]:
    try:
        with open(file, "rb") as stream:  # noqa: PTH123  (thousands of them: a Path takes as long as the reading)
            now = time.time_ns()
            state = os.fstat(stream.fileno())
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        do = "Check that it is still there and that you may read it, then run again."
        raise KbError("Cannot read this note", path=path, found=error.strerror or str(error), do=do) from error
    if len(data) > MOST_BYTES:
        found = f"{state.st_size / 1e6:,.1f} MB"
        raise KbError("This note is over 5 MB", path=path, found=found, do="Move data out of it, or split it.")
    is_settled = max(state.st_mtime_ns, state.st_ctime_ns) + SETTLED_NS < now
    return data, signature_of(state) if is_settled else None


def _decode(data: bytes, path: str) -> str:
    """The text of a note."""
    try:
        return plain_text_of(data.decode())
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        found = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        do = "Save it as UTF-8 in your editor."
        raise KbError("This note is not UTF-8", path=path, line=line, found=found, do=do) from error
