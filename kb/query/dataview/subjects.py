"""What queries are about: notes, their files, the items of their lists, and the rows that are made of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from kb.model.note import Note
from kb.query.dataview.metadata import ListItem, Metadata, read_metadata
from kb.query.files import File
from kb.query.values import Value


@dataclass(frozen=True, slots=True)
class Page:
    """A note, with its fields."""

    file: File

    def __str__(self) -> str:
        return self.file.basename


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the file of a note: `file` in a query."""

    file: File

    def __str__(self) -> str:
        return self.file.path


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list in a note, with its fields."""

    file: File
    item: ListItem = field(compare=False)
    line: int

    def __str__(self) -> str:
        return self.item.text


@dataclass(frozen=True, slots=True)
class Row:
    """A note or item on its way through a query, and the fields that its commands added."""

    of: Page | Entry
    added: tuple[tuple[str, Value], ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return str(self.of)

    def __hash__(self) -> int:
        return hash(self.of)


def note_of(file: File) -> Note | None:
    """The note in a file; None where it is none that may be known of."""
    return file.desk.index.notes.get(file.path)


def metadata_of(file: File) -> Metadata:
    """What the text of a note says beside its properties."""
    note = note_of(file)
    return read_metadata(note.text, note.body_line) if note else Metadata()
