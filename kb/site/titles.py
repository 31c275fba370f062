"""What a note is called."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.model.note import Note


def title_of(note: Note) -> str:
    """The property `title`, or the heading of level 1 that begins the note, or its name: an index has its folder's."""
    given = note.properties.get("title")
    if isinstance(given, str) and given.strip():
        return given.strip()
    return _first_heading(note) or _name(note)


def title_of_file(path: str) -> str:
    """What a file that is no note is called: its name, without folder and ending."""
    return path.rpartition("/")[2].rpartition(".")[0]


def titles_of(notes: Mapping[str, Note]) -> dict[str, str]:
    """The title of each note, by path."""
    return {path: title_of(note) for path, note in notes.items()}


def begins_with_title(note: Note) -> bool:
    """Whether the note's text begins with its title, which a page then must not say twice."""
    return title_of(note) == _first_heading(note)


def _name(note: Note) -> str:
    folder = note.path.rpartition("/")[0].rpartition("/")[2]
    return readable(folder) if folder and note.name.casefold() == "index" else note.name


def _first_heading(note: Note) -> str:
    headings = note.outline.headings
    if not headings or headings[0].level != 1:
        return ""
    lines = note.text.split("\n", headings[0].line + 1)  # no more of them than are looked at
    above, below = lines[note.body_line - 1 : headings[0].line - 1], lines[headings[0].line :]
    is_plain = lines[headings[0].line - 1].lstrip().startswith("#") or set("".join(below[:1]).strip()) == {"="}
    return headings[0].text if is_plain and not any(line.strip() for line in above) else ""


def readable(name: str) -> str:
    """A folder's name for people: `moving-averages` is `Moving averages`; one with capitals or spaces stays."""
    if name != name.lower() or " " in name:
        return name
    return (re.sub(r"[-_]+", " ", name).strip() or name).capitalize()
