"""Feeds of chosen folders, in Atom: one format that every reader takes, with an id and a date for each note.

RSS says neither when an entry changed nor, by any rule, which entry it is; so Atom is the only one here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from kb.model.note import Note
from kb.model.problem import Problem
from kb.site.body.pages import render_body
from kb.site.body.place import page_place
from kb.site.history import History, created_at, old_paths, updated_at
from kb.site.lists.absolute import absolute_html
from kb.site.model import Site
from kb.site.titles import title_of
from kb.site.urls import absolute_url, feed_urls, folder_url
from kb.vault.index import tags_of

RULE = "feed"
MOST_ENTRIES = 30
WHOLE = "."
"""What kb.toml calls the whole vault among folders."""
_LATEST = datetime.max.replace(tzinfo=UTC)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Feed(NamedTuple):
    """A folder's feed, that of the whole vault with an empty name: what it is called, and where."""

    folder: str
    title: str
    url: str


class _Entry(NamedTuple):
    made: datetime
    updated: datetime
    note: Note


def feeds_of(site: Site, history: History, folders: Sequence[str], site_url: str) -> tuple[Feed, ...]:
    """The feeds of a site, for the heads of its pages: of folders with a note that has a date.

    Args:
        site: The site.
        history: When notes changed.
        folders: The folders, as kb.toml names them.
        site_url: Where the site is on the web; where that is not known there is no feed.
    """
    names = dict.fromkeys(map(_name, folders))
    urls = feed_urls(names)
    return tuple(
        Feed(folder, f"{site.name}: {folder}" if folder else site.name, urls[folder])
        for folder in names
        if site_url and any(created_at(note, history) or updated_at(note, history) for note in _notes(site, folder))
    )


def _name(folder: str) -> str:
    """A folder by its path; empty for the whole vault."""
    name = folder.strip("/").removeprefix("./")
    return "" if name == WHOLE else name


def render_feeds(
    site: Site, history: History, folders: Sequence[str], site_url: str, vault_paths: Iterable[str]
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """The feeds of chosen folders, each of the newest notes in and below it.

    Args:
        site: The site.
        history: When notes changed; a note without a date is in no feed.
        folders: The folders, as kb.toml names them.
        site_url: Where the site is on the web, with a slash at its end; empty where that is not known.
        vault_paths: Every note of the vault: an audience need not read every folder.

    Returns:
        Path in the site -> bytes, and what is wrong with the choice.
    """
    if folders and not site_url:
        do = 'Write where the site will be, under [site] in kb.toml: url = "https://example.org/".'
        return {}, (Problem(RULE, "A feed needs the site's address on the web", do, "kb.toml", severity="warning"),)
    feeds = feeds_of(site, history, folders, site_url)
    names = _names(site, history) if feeds else {}
    files = {feed.url: _render(feed, _entries(site, history, feed.folder), names, site, site_url) for feed in feeds}
    known = {feed.folder for feed in feeds}
    paths = tuple(vault_paths)
    left = ((folder, _name(folder)) for folder in folders if _name(folder) not in known)
    return files, tuple(
        _problem(folder, has_notes=bool(_notes(site, name)))
        for folder, name in left
        if _notes(site, name) or not any(_is_in(path, name) for path in paths)
    )


def _problem(folder: str, *, has_notes: bool) -> Problem:
    """Why a folder has no feed."""
    what, do = "There is no note in this folder, so that it has no feed", "Correct `feeds` in kb.toml."
    if has_notes:
        what = "No note in this folder has a date, so that it has no feed"
        do = "Commit them to git, or give them a property `date`."
    return Problem(RULE, what, do, "kb.toml", found=folder, severity="warning")


def _notes(site: Site, folder: str) -> list[Note]:
    return [note for path, note in site.index.notes.items() if _is_in(path, folder)]


def _is_in(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")


def _entries(site: Site, history: History, folder: str) -> list[_Entry]:
    """The notes that were made last, newest first; of notes made at one time, by path."""
    dated = [
        _Entry(made, max(changed or made, made), note)
        for note in _notes(site, folder)
        for changed in [updated_at(note, history)]
        if (made := created_at(note, history) or changed)
    ]
    return sorted(dated, key=lambda entry: (-entry.made.timestamp(), entry.note.path))[:MOST_ENTRIES]


def _names(site: Site, history: History) -> dict[str, str]:
    """A name for each note that stays when it moves: its first path; of two with one, the note made last adds when."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    made = {path: created_at(note, history) or _LATEST for path, note in site.index.notes.items()}
    for path in sorted(made, key=lambda path: (made[path], path)):
        name = (path, *old_paths(site.index.notes[path], history))[-1]
        names[path] = name if name not in taken else f"{path} {made[path].isoformat()}"
        taken.add(name)
    return names


def _render(feed: Feed, entries: Sequence[_Entry], names: Mapping[str, str], site: Site, site_url: str) -> bytes:
    own, page = absolute_url(site_url, feed.url), absolute_url(site_url, folder_url(feed.folder))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{_id(own)}</id>\n<title>{_text(feed.title)}</title>\n"
        f"<updated>{_moment(max(entry.updated for entry in entries))}</updated>\n"
        f"<author><name>{_text(site.name)}</name></author>\n"
        f'<link rel="self" type="application/atom+xml" href="{_text(own)}"/>\n'
        f'<link rel="alternate" type="text/html" href="{_text(page)}"/>\n'
        f"{''.join(_entry(entry, names[entry.note.path], site, site_url) for entry in entries)}</feed>\n"
    ).encode()


def _entry(entry: _Entry, name: str, site: Site, site_url: str) -> str:
    note = entry.note
    address = absolute_url(site_url, site.urls[note.path])
    summary = note.properties.get("description")
    tags = "".join(f'<category term="{_text(tag)}"/>\n' for tag in tags_of(note))
    return (
        f"<entry>\n<id>{_id(site_url + name)}</id>\n<title>{_text(title_of(note))}</title>\n"
        f"<updated>{_moment(entry.updated)}</updated>\n<published>{_moment(entry.made)}</published>\n"
        f'<link rel="alternate" type="text/html" href="{_text(address)}"/>\n{tags}'
        + (f"<summary>{_text(summary)}</summary>\n" if isinstance(summary, str) and summary else "")
        + f'<content type="html">{_text(absolute_html(render_body(note, page_place(site, note)), address))}</content>\n'
        "</entry>\n"
    )


def _id(name: str) -> str:
    """A name that stays when a note moves, and does not tell what it was called."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text))
