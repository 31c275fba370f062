"""What the gate looks for: secrets, names of what is private, redacted values, folders of this machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kb.config import Settings
from kb.model.note import Note
from kb.secrets import Places
from kb.site.model import Site
from kb.site.private.audience import Cut
from kb.site.private.distinct import is_distinctive
from kb.site.private.gate import Gate, Watched
from kb.site.private.machine import folders_here, secret_values
from kb.site.published import attachments_of
from kb.site.urls import url_of
from kb.vault.properties import property_aliases

_LEAST_DIGITS = 6
_LEAST_VALUE = 5
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
    hidden = (path for path in site.index.attachments if path not in attachments)
    watched = Watched(
        secrets=secret_values(places),
        values={
            **dict.fromkeys(filter(_is_telling, cut.redacted), "the value of a redacted property"),
            **dict.fromkeys(folders_here(settings), "a folder of this machine"),
        },
        names={
            **dict.fromkeys(file_names(hidden), "the name of a file that is not published"),
            **dict.fromkeys(
                (name for note in cut.private for name in private_names(note)), "the name of a private note"
            ),
        },
    )
    urls = (f"{url}index.html" for url in site.urls.values())
    texts = (note.text for note in site.index.notes.values())
    return Gate(watched, (*open_texts, "\n".join((*site.urls, *urls, *attachments)), *texts))


def private_names(note: Note) -> Iterator[str]:
    """What a private note may be known by, where that is distinctive: names, titles, path and address."""
    title = note.properties.get("title")
    headings = (heading.text for heading in note.outline.headings if heading.level == 1)
    names = (note.name, *property_aliases(note), title if isinstance(title, str) else "", *headings)
    paths = (path for path in (note.path.removesuffix(".md"), url_of(note.path).rstrip("/")) if "/" in path)
    return (name for name in (*names, *paths) if is_distinctive(name))


def file_names(paths: Iterable[str]) -> Iterator[str]:
    """The distinctive ones among the names of files."""
    names = (path.rpartition("/")[2] for path in paths)
    return (name for name in names if is_distinctive(name.rpartition(".")[0]))


def _is_telling(value: str) -> bool:
    """Whether a value cannot stand on a page by chance: it has a digit, and is no date and no small number."""
    digits = sum(map(str.isdigit, value))
    is_number = not re.search(r"[^\W\d_]", value)
    return len(value) >= _LEAST_VALUE and digits >= (_LEAST_DIGITS if is_number else 1) and not _MOMENT.fullmatch(value)
