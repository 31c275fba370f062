"""Addresses that pages have left, where a browser may still be: their notes are half saved, or have another name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kb.model.note import Note
from kb.model.problem import Problem
from kb.site.build import Build


def unread_pages(before: Build, after: Build, told: Iterable[Problem], known: Mapping[str, str]) -> dict[str, str]:
    """What has lost its page and is there with an error: it may be half saved.

    Args:
        before: The site as it was.
        after: The site as it is.
        told: What is wrong with files of the vault now.
        known: What could not be read before.

    Returns:
        Path in the vault -> where its page stood.
    """
    stood, stands = {**known, **dict(before.urls())}, dict(after.urls())
    wrong = {problem.path for problem in told if problem.path and problem.severity == "error"}
    return {path: stood[path] for path in wrong & stood.keys() - stands.keys()}


def moved_pages(before: Build, after: Build, known: Mapping[str, str]) -> dict[str, str]:
    """Of notes that have another name, by their content: where the page stood -> where it is.

    Args:
        before: The site as it was.
        after: The site as it is.
        known: What had moved before.
    """
    old, new = before.source.notes, after.source.notes
    gone = _by_content(old, old.keys() - new.keys())
    come = _by_content(new, new.keys() - old.keys())
    stood, stands = before.site.urls, after.site.urls
    renamed = [(one, come[content]) for content, one in gone.items() if content in come]
    moved = {stood[one]: stands[other] for one, other in renamed if one in stood and other in stands}
    earlier = {url: moved.get(now, now) for url, now in known.items()}
    taken = {*stands.values()}
    return {url: now for url, now in {**earlier, **moved}.items() if url not in taken and now in taken}


def _by_content(notes: Mapping[str, Note], paths: Iterable[str]) -> dict[str, str]:
    """Those of some notes whose content no other of them has, by its checksum."""
    found = sorted((notes[path].checksum, path) for path in paths)
    counts = Counter(content for content, _ in found)
    return {content: path for content, path in found if counts[content] == 1}
