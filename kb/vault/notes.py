"""Reading the vault: every Markdown file becomes a note or a problem, and one bad file stops nothing."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.errors import KbError
from kb.files import checksum
from kb.model.note import Note
from kb.model.problem import Problem, problem_of
from kb.vault.frontmatter import BYTE_ORDER_MARK, read_properties, split_frontmatter
from kb.vault.markdown import read_outline
from kb.vault.walk import is_conflict_copy, walk_vault

MOST_BYTES = 5_000_000
TEMPLATES = "templates"


def is_template(path: str) -> bool:
    """Whether a note is a pattern for new ones, in the vault's `templates` folder: not asked, checked or published."""
    return path.partition("/")[0].casefold() == TEMPLATES and "/" in path


def read_vault(vault: Path) -> tuple[tuple[Note, ...], tuple[str, ...], tuple[Problem, ...]]:
    """Read every note of a vault.

    Hidden folders (`.obsidian`, `.trash`) and files are not read, nor is a sync client's conflict copy, which is a
    problem until someone has merged it.

    Returns:
        The notes, the paths of all other files (also of notes that cannot be read), and what is wrong; each by path.
    """
    notes: list[Note] = []
    attachments: list[str] = []
    problems: list[Problem] = []
    for path in sorted(walk_vault(vault, problems), key=_sort_key):
        if is_conflict_copy(path):
            problems.append(_conflict_copy(path))
        elif path.casefold().endswith(".md"):
            note, found = read_note(vault, path)
            problems += found
            if note:
                notes.append(note)
            else:  # a file like any other: links to it are not broken
                attachments.append(path)
        else:
            attachments.append(path)
    return tuple(notes), tuple(attachments), tuple(problems)


def read_note(vault: Path, path: str) -> tuple[Note | None, tuple[Problem, ...]]:
    """Read one note; a malformed frontmatter leaves it without properties, an unreadable file is no note."""
    try:
        data = _read_bytes(vault / path, path)
        text = _decode(data, path)
    except KbError as error:
        return None, (problem_of(error, "unreadable-note"),)
    properties, problems = _properties(text, path)
    parts = split_frontmatter(text)
    outline = read_outline(parts.body, path=path, first_line=parts.body_line)
    return Note(path, properties, outline, text, parts.body_line, checksum(data)), problems


def has_bad_frontmatter(note: Note) -> bool:
    """Whether a note has no properties because they cannot be read: it may say that it is private."""
    return not note.properties and _properties(note.text, note.path)[1] != ()


def _properties(text: str, path: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    try:
        return read_properties(text, path=path) if text.startswith("---") else {}, ()
    except KbError as error:  # `date: {{date}}` of a template is no YAML until Obsidian has filled it in
        return {}, () if is_template(path) else (_bad_frontmatter(error),)


def _bad_frontmatter(error: KbError) -> Problem:
    problem = problem_of(error, "bad-frontmatter")
    return replace(problem, do=f"{problem.do} Until then the note is not published.".lstrip())


def _read_bytes(file: Path, path: str) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        do = "Check that it is still there and that you may read it, then run again."
        raise KbError("Cannot read this note", path=path, found=error.strerror or str(error), do=do) from error
    if len(data) > MOST_BYTES:
        raise KbError("This note is over 5 MB", path=path, do="Move data out of it, or split it.")
    return data


def _decode(data: bytes, path: str) -> str:
    """The text with LF line ends and without a byte order mark."""
    try:
        text = data.decode().removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        found = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        do = "Save it as UTF-8 in your editor."
        raise KbError("This note is not UTF-8", path=path, line=line, found=found, do=do) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


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
