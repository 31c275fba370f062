"""What changed of late: notes of the site by day, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from kb.model.note import Heading, Note
from kb.site.frame.nav import by_title
from kb.site.history import History, Kind, updated_at
from kb.site.lists.lists import Line, render_lines
from kb.site.model import TITLE_ANCHOR, Page, Site
from kb.site.urls import free_url
from kb.vault.index import is_by_kb
from kb.vault.names import name_key

MOST_CHANGES = 100


class DayChange(NamedTuple):
    """What happened to a note on a day of its author."""

    day: date
    path: str
    kind: Kind


def recent_changes(site: Site, history: History) -> tuple[DayChange, ...]:
    """The newest changes of notes that people wrote, and as many of those that kb did, newest first.

    What a commit says of itself is not told, and nothing of notes that are not on the site.
    """
    found = sorted(
        (change for note in site.index.notes.values() for change in _changes(note, history)),
        key=lambda change: (-change.day.toordinal(), change.path),
    )
    by_kb = [change for change in found if is_by_kb(site.index.notes[change.path])]
    by_people = [change for change in found if not is_by_kb(site.index.notes[change.path])]
    shown = {*by_kb[:MOST_CHANGES], *by_people[:MOST_CHANGES]}
    return tuple(change for change in found if change in shown)


def _changes(note: Note, history: History) -> Iterator[DayChange]:
    """A note's days: those of git, or the one that its property names."""
    changes = history.changes.get(name_key(note.path), ())
    for day, group in groupby(changes, key=lambda change: change.at.date()):
        kinds = {change.kind for change in group}
        yield DayChange(day, note.path, next(kind for kind in _BY_WEIGHT if kind in kinds))
    if not changes and (at := updated_at(note, history)):
        yield DayChange(at.date(), note.path, "changed")


_BY_WEIGHT: tuple[Kind, ...] = ("new", "moved", "changed")


def render_updated(note: Note, history: History) -> str:
    """The day on which a note last changed, for its page; nothing where nobody knows."""
    at = updated_at(note, history)
    day = f"{at:%Y-%m-%d}" if at else ""
    return f'<p class="kb-updated">Last changed <time datetime="{day}">{day}</time></p>\n' if day else ""


def recent_url(site: Site) -> str:
    """Where the page of recent changes is."""
    return free_url("recent", site.urls)


def render_recent(site: Site, titles: Mapping[str, str], history: History) -> tuple[Page, ...]:
    """The page of recent changes; none where nothing has a date."""
    changes = recent_changes(site, history)
    if not changes:
        return ()
    url = recent_url(site)
    days = [(str(day), list(group)) for day, group in groupby(changes, key=lambda change: change.day)]
    html = "".join(_day(day, group, site, titles, url) for day, group in days)
    headings = tuple(Heading(2, day, 1, day) for day, _ in days)
    top = f'<h1 id="{TITLE_ANCHOR}">Recent changes</h1>\n'
    return (Page(f"{url.removesuffix('/')}.md", url, "Recent changes", top + html, headings),)


def _day(day: str, changes: Sequence[DayChange], site: Site, titles: Mapping[str, str], url: str) -> str:
    by_kb = [change for change in changes if is_by_kb(site.index.notes[change.path])]
    by_people = [change for change in changes if change not in by_kb]
    html = f'<h2 id="{day}"><time datetime="{day}">{day}</time></h2>\n'
    if by_people:
        html += render_lines(_lines(by_people, site, titles), url)
    if by_kb:
        count = f"{len(by_kb)} {'note' if len(by_kb) == 1 else 'notes'} of runs"
        lines = render_lines(_lines(by_kb, site, titles), url)
        html += f'<details class="kb-more">\n<summary>{count}</summary>\n{lines}</details>\n'
    return html


def _lines(changes: Sequence[DayChange], site: Site, titles: Mapping[str, str]) -> list[Line]:
    named = sorted(changes, key=lambda change: by_title(titles[change.path], change.path))
    return [Line(site.urls[change.path], titles[change.path], said=_SAID[change.kind]) for change in named]


_SAID: Mapping[Kind, str] = {"new": "new", "moved": "moved", "changed": ""}
