"""The navigation: folders as sections, in each its notes and then its folders, as one tree and one sequence.

The lists of tags and of recent changes come last, and are not in the sequence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from kb.model.note import Note
from kb.model.problem import Problem
from kb.site.titles import readable

ORDER_PROPERTY = "nav_order"

_ELSEWHERE = re.compile(r"https?://|mailto:|/|#")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page, a folder, or a link elsewhere.

    Attributes:
        title: As shown.
        path: Of the page; of a folder, that of the page that stands for it; empty for none.
        url: Of that page, or an address elsewhere.
        children: What a folder holds, without the page that stands for it.
        is_apart: Whether it is a page about all others, which comes after none and before none.
    """

    title: str
    path: str
    url: str
    children: tuple[Entry, ...] = ()
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as the navigation sees it.

    Attributes:
        path: Of the page.
        title: As shown.
        url: Relative to the site's root.
        order: The number of the property `nav_order`; None for the alphabet's order.
        is_index: Whether the page stands for its folder.
        is_by_kb: Whether kb wrote it: a run, results, or a list.
        is_apart: Whether it is a list of notes of all folders, by tag or by day.
    """

    path: str
    title: str
    url: str
    order: float | None = None
    is_index: bool = False
    is_by_kb: bool = False
    is_apart: bool = False


@dataclass(frozen=True)
class Navigation:
    """All pages in their order.

    Attributes:
        entries: What the vault's own folder holds.
    """

    entries: tuple[Entry, ...]

    @cached_property
    def trails(self) -> Mapping[str, tuple[Entry, ...]]:
        """Path of a page -> the entries from the top down to its own."""
        return dict(_trails(self.entries, ()))

    @cached_property
    def numbers(self) -> Mapping[int, int]:
        """Identity of an entry -> its place among those of its level, counted from 0: a search would be slow."""
        levels = {id(entry.children): entry.children for trail in self.trails.values() for entry in trail}
        return {id(entry): number for level in (self.entries, *levels.values()) for number, entry in enumerate(level)}

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[Entry | None, Entry | None]]:
        """Path of a page -> the entries before and after it, from the first page of the site to the last."""
        pages = [trail[-1] for trail in self.trails.values() if not trail[-1].is_apart]
        befores = {after.path: before for before, after in pairwise(pages)}
        afters = {before.path: after for before, after in pairwise(pages)}
        return {page.path: (befores.get(page.path), afters.get(page.path)) for page in pages}

    def pages(self) -> Iterator[tuple[Entry, int]]:
        """Each page in order, and how deep it stands."""
        return ((trail[-1], len(trail) - 1) for trail in self.trails.values())


@dataclass(slots=True)
class _Folder:
    index: Listed | None = None
    is_by_kb: bool = True
    pages: list[Listed] = field(default_factory=list)
    folders: dict[str, _Folder] = field(default_factory=dict)


def plan_nav(pages: Mapping[str, Listed]) -> Navigation:
    """The navigation of some pages, by their folders."""
    root = _Folder()
    for path, page in pages.items():
        folder = root
        for name in path.split("/")[:-1]:
            folder = folder.folders.setdefault(name, _Folder())
            folder.is_by_kb &= page.is_by_kb
        if page.is_index and folder.index is None and folder is not root:
            folder.index = page
        else:
            folder.pages.append(page)
    return Navigation(_entries(root))


def _entries(folder: _Folder) -> tuple[Entry, ...]:
    pages = sorted(
        folder.pages, key=lambda page: (not page.is_index, *rank(page.order), *by_title(page.title, page.path))
    )
    names = sorted(folder.folders, key=lambda name: _folder_rank(name, folder.folders[name]))
    return (
        *(Entry(page.title, page.path, page.url) for page in pages if not page.is_apart),
        *(_section(name, folder.folders[name]) for name in names),
        *(Entry(page.title, page.path, page.url, is_apart=True) for page in pages if page.is_apart),
    )


def _folder_rank(name: str, folder: _Folder) -> tuple[Any, ...]:
    order = folder.index.order if folder.index else None
    return (*rank(order), folder.is_by_kb, *by_title(readable(name), name))


def _section(name: str, folder: _Folder) -> Entry:
    index = folder.index
    return Entry(readable(name), index.path if index else "", index.url if index else "", _entries(folder))


def order_of(note: Note) -> float | None:
    """The number by which a note stands among others; None for the alphabet's order."""
    order = note.properties.get(ORDER_PROPERTY)
    return float(order) if isinstance(order, int | float) and not isinstance(order, bool) else None


def rank(order: float | None) -> tuple[bool, float]:
    """Where such a number stands: before all that have none."""
    return order is None, order or 0.0


def by_title(title: str, path: str) -> tuple[list[tuple[int, int, str]], str]:
    """Where a title stands by the alphabet, numbers in it by their value, equal ones by their paths."""
    parts = re.findall(r"[0-9]+|[^0-9]+", title.casefold())
    return [(0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts], path


def _trails(entries: tuple[Entry, ...], above: tuple[Entry, ...]) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    for entry in entries:
        trail = (*above, entry)
        if entry.path:
            yield entry.path, trail
        yield from _trails(entry.children, trail)


def given_nav(nav: Sequence[Any], pages: Mapping[str, Listed], problems: list[Problem]) -> Navigation:
    """The navigation that mkdocs.yml gives in MkDocs's own form; what is not there is left out, and told."""
    return Navigation(tuple(_given(nav, pages, problems)))


def _given(items: Sequence[Any], pages: Mapping[str, Listed], problems: list[Problem]) -> Iterator[Entry]:
    for item in items:
        title, value = next(iter(item.items())) if isinstance(item, dict) else ("", item)
        if isinstance(value, list):
            if children := tuple(_given(value, pages, problems)):
                yield Entry(str(title), "", "", children)
        elif page := pages.get(PurePosixPath(str(value)).as_posix()):
            yield Entry(str(title) or page.title, page.path, page.url)
        elif _ELSEWHERE.match(str(value)):
            yield Entry(str(title) or str(value), "", str(value))
        else:
            do = "Correct its path in mkdocs.yml; it is that of the note in the vault."
            what = "The navigation names a note that is not published"
            problems.append(Problem("site", what, do, found=str(value), severity="warning"))
