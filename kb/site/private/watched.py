"""What the gate looks for: secrets, names of what is private, redacted values, folders of this machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kb.config import Settings
from kb.model.note import Note
from kb.secrets import Places
from kb.site.model import Site
from kb.site.private.amounts import LEAST_NOT_ROUND, number_of
from kb.site.private.audience import Cut
from kb.site.private.distinct import is_distinctive, words_of
from kb.site.private.gate import Gate, Watched
from kb.site.private.machine import folders_here, secret_values
from kb.site.private.sight import titles_of
from kb.site.private.tables import read_tables
from kb.site.published import attachments_of
from kb.site.urls import url_of
from kb.vault.properties import property_aliases

AROUND = ""
"""The label of what stands around the notes of a site: its frame, and the paths in it."""
_LEAST_DIGITS = 6
_LEAST_VALUE = 5
_DIGIT = re.compile(r"\d")
_MOMENT = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(?:[ T][\d:.+-]+)?Z?")


def gate_for(settings: Settings, cut: Cut, site: Site, places: Places, open_texts: Iterable[str] = ()) -> Gate:
    """The gate of a site.

    Args:
        settings: The workspace.
        cut: What its audience may read, and what it may not.
        site: The site.
        places: Where secrets are.
        open_texts: What stands on its pages and in no note, like the words of the theme.
    """
    attachments = set(attachments_of(site))
    hidden = (path for path in site.index.attachments if path not in attachments and path not in site.drawn)
    tables = read_tables(settings.vault, site.index.attachments, cut.redact)
    cells = {*cut.cells, *(value for _, table in tables for value in table.values)}
    redacted = {*filter(_is_telling, cut.redacted), *filter(_is_telling_cell, cells)}
    watched = Watched(
        secrets=secret_values(places),
        values={
            **dict.fromkeys(redacted, "a redacted value"),
            **dict.fromkeys(folders_here(settings), "a folder of this machine"),
        },
        names={
            **dict.fromkeys(file_names(hidden), "the name of a file that is not published"),
            **dict.fromkeys((name for note in cut.private for name in names_of(note)), "the name of a private note"),
        },
    )
    urls = (f"{url}index.html" for url in site.urls.values())
    texts = {path: note.text for path, note in site.index.notes.items()}
    texts |= {path: text.replace("\\n", "\n") for path, text in site.drawn.items()}
    return Gate(watched, {AROUND: "\n".join((*open_texts, *site.urls, *urls, *attachments)), **texts})


def names_of(note: Note) -> Iterator[str]:
    """What a note may be known by, where that is distinctive: names, titles, path and address."""
    names = (note.name, *property_aliases(note), *titles_of(note))
    paths = (path for path in (note.path.removesuffix(".md"), url_of(note.path).rstrip("/")) if "/" in path)
    return (name for name in (*names, *paths) if is_distinctive(name))


def file_names(paths: Iterable[str]) -> Iterator[str]:
    """The distinctive ones among the names of files."""
    names = (path.rpartition("/")[2] for path in paths)
    return (name for name in names if is_distinctive(name.rpartition(".")[0]))


def _is_telling(value: str) -> bool:
    """Whether a value cannot stand on a page by chance: it has a digit, and is no date and no small or round number."""
    if len(value) < _LEAST_VALUE or _MOMENT.fullmatch(value):
        return False
    if number := number_of(value):
        digits = "".join(number)
        return len(digits) >= _LEAST_DIGITS and len(digits.strip("0")) >= LEAST_NOT_ROUND
    least = _LEAST_DIGITS if not re.search(r"[^\W\d_]", value) else 1
    return sum(map(str.isdigit, value)) >= least


def _is_telling_cell(value: str) -> bool:
    """The same of a cell, of which there are many: `100 shares` and `Q1 2024` may stand anywhere, too."""
    named = (word for word in words_of(value) if len(word) >= _LEAST_DIGITS and not word.isdigit())
    return _is_telling(value) and (len(_DIGIT.findall(value)) >= _LEAST_DIGITS or any(map(_DIGIT.search, named)))
