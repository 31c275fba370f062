"""A small vault of runs and books, and expressions asked about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import pytest

from kb.model.note import Note
from kb.query.evaluate import ready
from kb.query.files import Desk, FileFacts
from kb.query.scope import MOST_WORK, Scope
from kb.query.values import Value
from kb.vault.index import build_index
from kb.vault.reading.entries import note_of
from kb.vault.reading.parse import parse_note

NOW = datetime(2025, 5, 27, 14, 30, 5, 250_000)  # noqa: DTZ001  (notes have no zone)
MADE = datetime(2025, 5, 20, 9)  # noqa: DTZ001
NOTES = {
    "Books/Dune.md": (
        "---\ntags: [book/novel, Read]\nprice: 12.5\nage: 60\nauthor: '[[Frank Herbert]]'\ndone: true\n"
        "started: 2025-01-31\nseen: 2025-05-27T10:00:00\nauthors: ['[[Frank Herbert]]', '[[Nobody]]']\n"
        "reading time: 3h\nratings: [5, 3, 4]\nsizes: {small: 1, large: 2}\nBlurb: Sand\nempty: ''\nnothing:\n---\n"
        "See [[Emma]] and [[Missing]]. ![[cover.png]] #classic\n"
    ),
    "Books/Emma.md": "---\ntags: book\nprice: 8\n---\n[[Dune]]\n",
    "People/Frank Herbert.md": "---\naliases: [Herbert]\n---\nWrote [[Dune]].\n",
    "Plain.md": "No properties.\n",
}
FILES = ("Books/cover.png",)
Ask = Callable[..., Value]


def desk_of(notes: Mapping[str, str], files: tuple[str, ...] = ()) -> Desk:
    """A desk over notes written as text."""
    facts = FileFacts(size=120, created=MADE, modified=NOW.replace(day=24))
    return Desk(build_index([note(path, text) for path, text in notes.items()], files), NOW, lambda _path: facts)


def note(path: str, text: str) -> Note:
    """A note as read from a file."""
    return note_of(parse_note(text.encode(), path, ""), path)[0]


@pytest.fixture(scope="session")
def desk() -> Desk:
    """The small vault."""
    return desk_of(NOTES, FILES)


@pytest.fixture
def ask(desk: Desk) -> Ask:
    """Asks an expression about a file of the small vault."""

    def asked(text: str, about: str = "Books/Dune.md", this: str | None = None, work: int = MOST_WORK) -> Value:
        return ready(text)(Scope(desk.file(about), desk.file(this) if this else None, work=work))

    return asked
