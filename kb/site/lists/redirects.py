"""Tiny pages at addresses that a note had, or that its other names would have, which lead to it."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import escape

from kb.model.note import Note
from kb.model.problem import Problem
from kb.site.history import History, old_paths
from kb.site.model import Site
from kb.site.titles import title_of
from kb.site.urls import absolute_url, folder_url, relative_url, url_of
from kb.vault.properties import property_aliases

RULE = "redirect"


def published_old_paths(site: Site, history: History, vault_paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What the notes of a site were called, without what would tell of notes that are not on it.

    Args:
        site: The site.
        history: As git tells it.
        vault_paths: Every file of the vault, private ones too: a path that is one of theirs today, or that leads
            through a folder of theirs alone, is left out.

    Returns:
        Path of a note of the site -> its old paths, newest first.
    """
    found = {path: old for path, note in site.index.notes.items() if (old := old_paths(note, history))}
    if not found:
        return {}
    shown = {folder_url(folder) for path in site.urls for folder in _folders(path)}
    files = [path for path in vault_paths if path not in site.urls]
    hidden = {folder_url(folder) for path in files for folder in _folders(path)} - shown
    hidden |= {url_of(path) for path in files if path.casefold().endswith(".md")}
    places = {
        old: {url_of(old), *map(folder_url, _folders(old))} for each in found.values() for old in each if _is_note(old)
    }
    return {
        path: tuple(old for old in each if old in places and not places[old] & hidden) for path, each in found.items()
    }


def render_redirects(
    site: Site, old_paths: Mapping[str, Collection[str]], pages: Collection[str], site_url: str = ""
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Pages that lead from other addresses of a note to the note.

    A note's aliases are addresses beside it, as if that were its name, and at the top of the site. A page is never
    replaced; an alias counts more than an old path; what two notes claim alike leads nowhere.

    Args:
        site: The site.
        old_paths: Path of a note -> what it was called before.
        pages: The URLs of all pages of the site.
        site_url: Where the site is on the web, with a slash at its end; empty where that is not known.

    Returns:
        Path in the site -> bytes, and the aliases that two notes claim.
    """
    taken = {"", *pages, *site.urls.values()}
    aliases = _claims((url, note.path) for note in site.index.notes.values() for url in _alias_urls(note))
    former = _claims((url_of(old), path) for path, each in old_paths.items() for old in each if path in site.urls)
    leads = {url: paths for url, paths in {**former, **aliases}.items() if url not in taken}
    files = {
        f"{url}index.html": _render(site, paths[0], url, site_url)
        for url, paths in sorted(leads.items())
        if len(paths) == 1 and f"{url}index.html" not in site.index.attachments
    }
    clashes = ((url, paths) for url, paths in sorted(aliases.items()) if url not in taken and len(paths) > 1)
    return files, tuple(_clash(url, paths) for url, paths in clashes)


def _alias_urls(note: Note) -> Iterator[str]:
    folder = posixpath.dirname(note.path)
    for alias in property_aliases(note):
        name = "/".join(part for part in alias.split("/") if part.strip(". "))
        if name:
            yield url_of(f"{name}.md")
            yield url_of(posixpath.join(folder, f"{name}.md"))


def _claims(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Each URL with the notes that claim it, each once."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for url, path in pairs:
        found[url][path] = None
    return {url: sorted(paths) for url, paths in found.items()}


def _render(site: Site, path: str, url: str, site_url: str) -> bytes:
    """It works without scripts, and under any content security policy."""
    way = escape(relative_url(site.urls[path], url))
    canonical = escape(absolute_url(site_url, site.urls[path])) if site_url else way
    title = escape(title_of(site.index.notes[path]))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{title}</title>\n<meta name="robots" content="noindex">\n<link rel="canonical" href="{canonical}">\n'
        f'<meta http-equiv="refresh" content="0; url={way}">\n</head>\n'
        f'<body>\n<p>This page is now <a href="{way}">{title}</a>.</p>\n</body>\n</html>\n'
    ).encode()


def _clash(url: str, paths: Collection[str]) -> Problem:
    what = "Two notes have an alias with one address, and it leads to neither"
    return Problem(
        RULE, what, "Give it up in one of them.", min(paths), found=f"{url} ({', '.join(paths)})", severity="warning"
    )


def _folders(path: str) -> Iterator[str]:
    while path := posixpath.dirname(path):
        yield path


def _is_note(path: str) -> bool:
    return path.casefold().endswith(".md")
