"""A page for each folder that has no note of its own; that of the vault itself is the home page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from itertools import islice
from typing import Any

from kb.site.frame.nav import by_title, order_of, rank
from kb.site.history import NO_HISTORY, History
from kb.site.lists.lists import Line, Section, render_list
from kb.site.lists.recent import recent_changes, recent_url
from kb.site.model import Page, Site
from kb.site.titles import readable
from kb.site.urls import folder_url, relative_url, stands_for_folder
from kb.vault.index import is_by_kb

HOME_PATH = "index.md"
HOME_TITLE = "Home"
"""Of the generated home page; where a note is called so, the site's name."""
MOST_RECENT = 8
"""Changes on the home page; all others are on their own page."""


@dataclass(slots=True)
class Folder:
    """What a folder's page tells of; two folders with one URL are one.

    Attributes:
        path: The folder, relative to the vault.
        url: Its page.
        folders: The URLs of those in it.
        notes: The paths of the notes in it.
        count: How many notes are in it and below it.
        by_people: How many of these people wrote.
        order: The number of the note that is its page.
    """

    path: str
    url: str
    folders: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    count: int = 0
    by_people: int = 0
    order: float | None = None


def folders_of(site: Site) -> dict[str, Folder]:
    """Every folder of the site by its URL, the vault itself with an empty one."""
    folders = {"": Folder("", "")}
    chains: dict[str, list[Folder]] = {"": [folders[""]]}
    for path in site.urls:
        name = path.rpartition("/")[0]
        chain = chains.get(name) or _open(name, folders, chains)
        note = site.index.notes[path]
        chain[-1].notes.append(path)
        if stands_for_folder(path, site.urls[path]):
            chain[-1].order = order_of(note)
        by_people = not is_by_kb(note)
        for folder in chain:
            folder.count += 1
            folder.by_people += by_people
    return folders


def _open(name: str, folders: dict[str, Folder], chains: dict[str, list[Folder]]) -> list[Folder]:
    """The folders from the vault itself down to this one."""
    above = name.rpartition("/")[0]
    chain = chains.get(above) or _open(above, folders, chains)
    url = folder_url(name)
    if url not in folders:
        folders[url] = Folder(name, url)
        chain[-1].folders.append(url)
    chains[name] = chain if folders[url] in chain else [*chain, folders[url]]
    return chains[name]


def render_folders(site: Site, titles: Mapping[str, str], history: History = NO_HISTORY) -> tuple[Page, ...]:
    """The pages of folders that no note stands for, long ones split, home among them."""
    taken = set(site.urls.values())
    folders = folders_of(site)
    return tuple(
        page
        for url, folder in folders.items()
        if url not in taken
        for page in (_folder(folder, folders, titles, site) if url else _home(folders, titles, site, history))
    )


def _folder(folder: Folder, folders: Mapping[str, Folder], titles: Mapping[str, str], site: Site) -> tuple[Page, ...]:
    below, beside = _sections(folder, folders, titles, site)
    page = Page(f"{folder.path}/index.md", folder.url, _name(folder), "")
    sections = (below, beside) if below.lines else (replace(beside, heading=""),)
    return render_list(page, f"<p>{_notes(folder.count)}.</p>\n", sections)


def _home(folders: Mapping[str, Folder], titles: Mapping[str, str], site: Site, history: History) -> tuple[Page, ...]:
    """The home page of a vault that has none: its folders, the notes beside them, and what changed of late."""
    changes = recent_changes(site, history)
    ways = ((site.tags_url, "by tag"), (recent_url(site) if changes else "", "by date"))
    by = "".join(f', <a href="{escape(relative_url(url, ""))}">{words}</a>' for url, words in ways if url)
    newest = dict.fromkeys(change.path for change in changes if not is_by_kb(site.index.notes[change.path]))
    recent = [Line(site.urls[path], titles[path]) for path in islice(newest, MOST_RECENT)]
    below, beside = _sections(folders[""], folders, titles, site)
    sections = (
        below,
        Section("Changed of late", recent),
        beside if below.lines or recent else replace(beside, heading=""),
    )
    lead = f"<p>{_notes(len(site.urls))}{by}.</p>\n"
    title = site.name if HOME_TITLE in titles.values() else HOME_TITLE
    return render_list(Page(HOME_PATH, "", title, ""), lead, sections, heading=site.name)


def _sections(
    folder: Folder, folders: Mapping[str, Folder], titles: Mapping[str, str], site: Site
) -> tuple[Section, Section]:
    """The folders in a folder, those that kb fills last, and the notes in it."""
    below = sorted((folders[url] for url in folder.folders), key=_rank)
    notes = sorted(
        folder.notes, key=lambda path: (*rank(order_of(site.index.notes[path])), *by_title(titles[path], path))
    )
    return (
        Section("Folders", [Line(one.url, _name(one), one.count) for one in below]),
        Section("Notes", [Line(site.urls[path], titles[path]) for path in notes]),
    )


def _rank(folder: Folder) -> tuple[Any, ...]:
    """As in the navigation."""
    return (*rank(folder.order), not folder.by_people, *by_title(_name(folder), folder.path))


def _name(folder: Folder) -> str:
    return readable(folder.path.rpartition("/")[2])


def _notes(count: int) -> str:
    return f"{count:,} {'note' if count == 1 else 'notes'}"
