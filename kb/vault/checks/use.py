"""Notes that nothing links to, and files that no note shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kb.model.note import Note
from kb.model.problem import Problem
from kb.vault.checks.leads import Lead
from kb.vault.checks.names import HOME_NAMES, not_in_a_link
from kb.vault.index import Index, is_dashboard
from kb.vault.links import Ambiguous
from kb.vault.names import folded_key

_DAILY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ENDINGS = r"\.(?:avif|bmp|gif|jpe?g|png|svg|webp|flac|m4a|mp3|ogg|wav|webm|3gp|mkv|mov|mp4|ogv|pdf)"
SHOWN_IN_NOTES = re.compile(rf".*{_ENDINGS}", re.IGNORECASE)
"""Files of the kinds that notes show."""


def check_use(index: Index, leads: Iterable[Lead]) -> Iterator[Problem]:
    """Notes without a link to them, and files of the kinds that notes show without a note that does."""
    leads = tuple(leads)
    used = set(_linked(leads))
    told = set(_linked(lead for lead in leads if not _is_of_dashboard(lead, index)))
    for path, note in index.notes.items():
        if path not in told and not _stands_alone(note):
            yield Problem(
                "orphan", "No note links to this one", "Link to it from a note that a reader would come from.", path
            )
    unused = [path for path in index.attachments if path not in used and SHOWN_IN_NOTES.fullmatch(path)]
    named = set(_named(index)) if unused else set()
    for path in unused:
        if path not in named and not not_in_a_link(path):
            yield Problem("unused-attachment", "No note uses this file", "Delete it, or show it in a note.", path)


def _is_of_dashboard(lead: Lead, index: Index) -> bool:
    """Whether a link is of a dashboard, from which nobody comes to a note that nothing else speaks of."""
    return (note := index.notes.get(lead.path)) is not None and is_dashboard(note)


def _linked(leads: Iterable[Lead]) -> Iterator[str]:
    """What links from elsewhere lead to; an ambiguous one means all that it may mean."""
    sources: dict[tuple[str, ...], set[str]] = {}
    for lead in leads:
        if isinstance(lead.to, Ambiguous):
            sources.setdefault(lead.to.paths, set()).add(lead.path)
        elif lead.to and lead.to.path != lead.path:
            yield lead.to.path
    for paths, linking in sources.items():
        yield from (path for path in paths if linking != {path})


def _named(index: Index) -> Iterator[str]:
    """Files that notes name without a link, in a property like `image`."""
    for note in index.notes.values():
        for value in note.properties.values():
            if isinstance(value, str) and SHOWN_IN_NOTES.fullmatch(value):
                yield from index.resolver.find(value, note.path)


def _stands_alone(note: Note) -> bool:
    """Whether a note is found without a link to it: a home page, a template, or a day of the journal."""
    is_journal = note.path.casefold().startswith("journal/")
    is_home = folded_key(note.name) in HOME_NAMES
    return is_home or is_journal or note.is_template or _DAILY.fullmatch(note.name) is not None
