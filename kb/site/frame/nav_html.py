"""The navigation as one page carries it: the way down to the page, and its neighbours on each level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from kb.site.frame.nav import Entry, Navigation

BLOCK = 32
"""A level shows no more entries than this at a time, so that no page grows with its folder."""
_ICON = '<span class="md-nav__icon md-icon"></span>'


@dataclass(frozen=True, slots=True)
class Around:
    """The list of the navigation on one page.

    Attributes:
        before: HTML up to the page's own entry.
        after: HTML behind it.
        level: How deep that entry stands, from 1.
        is_leaf: Whether the page has an entry to be drawn between the two; one that stands for a folder has not.
    """

    before: str = ""
    after: str = ""
    level: int = 1
    is_leaf: bool = False


@dataclass(frozen=True, slots=True)
class NavWriter:
    """Draws the navigation, each list of links once for all the pages that show it."""

    navigation: Navigation
    _drawn: dict[tuple[int, int, str], Sequence[str]] = field(default_factory=dict)

    def around(self, path: str, base: str) -> Around:
        """The navigation of a page.

        Args:
            path: The page's path.
            base: The way from the page to the site's root: `..`, `../..`.
        """
        before: list[str] = []
        after: list[str] = []
        entries, name = self.navigation.entries, "__nav"
        trail = self.navigation.trails.get(path, ())
        for level, entry in enumerate(trail, start=1):
            number = self.navigation.numbers[id(entry)]
            links, start = self._block(entries, number, base)
            at = number - start
            before += [*_earlier(entries, start), *links[:at]]
            after = [*links[at + 1 :], *_later(entries, start), *after]
            name = f"{name}_{number + 1}"
            if not entry.children and entry is trail[-1]:
                return Around("".join(before), "".join(after), level, is_leaf=True)
            names = [one.title for one in trail[:level]]
            before.append(_open_section(entry, base, name, names, is_page=entry is trail[-1]))
            after = [_CLOSE_SECTION, *after]
            entries = entry.children
        links, start = self._block(entries, 0, base)
        before += [*links, *_later(entries, start)]
        return Around("".join(before), "".join(after), len(trail) + 1)

    def _block(self, entries: tuple[Entry, ...], number: int, base: str) -> tuple[Sequence[str], int]:
        """The links of the block of a level that an entry is in, and the number of its first."""
        start = number // BLOCK * BLOCK if len(entries) > BLOCK else 0
        key = id(entries), start, base
        if key not in self._drawn:
            self._drawn[key] = [_link(entry, base) for entry in entries[start : start + BLOCK]]
        return self._drawn[key], start


def href(url: str, base: str) -> str:
    """A URL of the site, or an address elsewhere, as seen from a page."""
    if "://" in url or url.startswith(("mailto:", "#", "/")):
        return escape(url)
    return escape(f"{base}/{quote(url)}")


def _link(entry: Entry, base: str) -> str:
    title = f'<span class="md-ellipsis">{escape(entry.title)}</span>'
    link = f'<a href="{href(_first_url(entry), base)}" class="md-nav__link">{title}'
    if not entry.children:
        return f'<li class="md-nav__item">{link}</a></li>\n'
    return f'<li class="md-nav__item md-nav__item--pruned md-nav__item--nested">{link}{_ICON}</a></li>\n'


def _first_url(entry: Entry) -> str:
    while not entry.path and entry.children:
        entry = entry.children[0]
    return entry.url


def _earlier(entries: Sequence[Entry], start: int) -> list[str]:
    return [_more(entries[:start], "earlier")] if start else []


def _later(entries: Sequence[Entry], start: int) -> list[str]:
    rest = entries[start + BLOCK :]
    return [_more(rest, "more")] if rest else []


def _more(entries: Sequence[Entry], word: str) -> str:
    """How many entries are left out: a script puts them there when they are asked for."""
    first, last = escape(_first_url(entries[0])), escape(_first_url(entries[-1]))
    return (
        f'<li class="md-nav__item kb-nav-more" data-kb-first="{first}" data-kb-last="{last}">'
        f'<span class="md-nav__link">{len(entries):,} {word}</span></li>\n'
    )


def _open_section(entry: Entry, base: str, name: str, names: Sequence[str], *, is_page: bool) -> str:
    """The beginning of a folder's list, which is named by the folders down to it, so that no two are named alike."""
    title = f'<span class="md-ellipsis">{escape(entry.title)}</span>'
    unseen = f'<span class="kb-unseen">{escape(entry.title)}</span>'
    active = " md-nav__link--active" if is_page else ""
    if entry.path:
        link = f'<a href="{href(entry.url, base)}" class="md-nav__link{active}">{title}</a>'
        label = (
            f'<label class="md-nav__link{active}" for="{name}" id="{name}_label" tabindex="0">{unseen}{_ICON}</label>'
        )
        head = f'<div class="md-nav__link md-nav__container">{link}{label}</div>'
    else:
        head = f'<label class="md-nav__link" for="{name}" id="{name}_label" tabindex="0">{title}{_ICON}</label>'
    return (
        f'<li class="md-nav__item md-nav__item--active md-nav__item--nested">'
        f'<input class="md-nav__toggle md-toggle" type="checkbox" id="{name}" checked>{head}'
        f'<nav class="md-nav" data-md-level="{len(names)}" aria-label="{escape(" / ".join(names))}">'
        f'<label class="md-nav__title" for="{name}">{_ICON}{escape(entry.title)}</label>'
        f'<ul class="md-nav__list" data-md-scrollfix>\n'
    )


_CLOSE_SECTION = "</ul></nav></li>\n"
