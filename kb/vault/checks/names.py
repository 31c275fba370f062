"""Names that collide, on disk or in links: of notes, other files, folders and aliases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter

from kb.model.note import Note
from kb.model.problem import Problem
from kb.vault.index import DESK_PROPERTY, RUN_PROPERTY, STATE_PROPERTY, Index, is_dashboard
from kb.vault.names import folded_key, name_key
from kb.vault.properties import property_aliases
from kb.vault.writing.edit import property_line

HOME_NAMES = {"index", "home", "readme"}
_NOT_IN_A_LINK = re.compile(r"[#|^:]|%%|\[\[|\]\]")


def check_names(index: Index) -> Iterator[Problem]:
    """Problems of the names of all files but templates."""
    paths = [*(note.path for note in index.notes.values() if not note.is_template), *index.attachments]
    yield from _check_paths(paths)
    yield from _check_links_to(paths)
    yield from _check_same_names(index)
    yield from _check_aliases(index)
    yield from _check_copies(index)


def _check_paths(paths: list[str]) -> Iterator[Problem]:
    """Files and folders that are one on Windows and macOS; of a folder, the first file in it is told."""
    first_spelled: dict[str, str] = {}
    places = {"/".join(parts[:depth]): path for path in reversed(paths) for parts, depth in _depths(path)}
    for place, path in sorted(places.items(), key=itemgetter(1, 0)):
        first = first_spelled.setdefault(folded_key(place), place)
        if first != place:
            kind = "note" if place.casefold().endswith(".md") else "file" if place == path else "folder"
            yield _clash(first, place, kind, path)


def _depths(path: str) -> Iterator[tuple[list[str], int]]:
    parts = path.split("/")
    return ((parts, depth) for depth in range(1, len(parts) + 1))


def _clash(first: str, place: str, kind: str, path: str) -> Problem:
    if name_key(first) == name_key(place):
        what = f"This {kind} looks the same as another one ({first}): their accents are written in two ways"
        return Problem("accent-clash", f"{what}, and macOS holds one of them", "Rename one of the two.", path)
    what = f"Only upper and lower case tell this {kind} from {first}: Windows and macOS hold one of them"
    return Problem("case-clash", what, "Rename one of the two.", path)


def not_in_a_link(path: str) -> re.Match[str] | None:
    """What no link can hold in the name of a file."""
    return _NOT_IN_A_LINK.search(path.rpartition("/")[2])


def _check_links_to(paths: list[str]) -> Iterator[Problem]:
    for path in paths:
        if found := not_in_a_link(path):
            what = f"No link can hold the `{found[0]}` in this file's name"
            yield Problem("unlinkable-name", what, "Rename it in Obsidian.", path)


def _check_same_names(index: Index) -> Iterator[Problem]:
    """Of notes that are no home pages; kb writes the folder in its links to notes of runs that have one name."""
    groups: defaultdict[str, list[Note]] = defaultdict(list)
    for note in index.notes.values():
        if not note.is_template and folded_key(note.name) not in HOME_NAMES:
            groups[folded_key(note.name)].append(note)
    for first, *others in groups.values():
        for other in others:
            is_of_kb = RUN_PROPERTY in first.properties and RUN_PROPERTY in other.properties
            if not is_of_kb and folded_key(other.path) != folded_key(first.path):
                do = "Rename one of the two, or write the folder in every link to them."
                yield Problem("name-clash", f"This note has the same name as {first.path}", do, other.path)


def _check_aliases(index: Index) -> Iterator[Problem]:
    names = {folded_key(note.name): note for note in index.notes.values()}
    for note in index.notes.values():
        for alias in () if note.is_template else property_aliases(note):
            claims = index.resolver.aliases[folded_key(alias)]
            other = next((path for path in claims if path != note.path), None)
            owner = names.get(folded_key(alias), note)
            if owner is not note:
                yield _alias_clash(note, alias, f"This alias is the name of {owner.path}, which links with it lead to")
            elif other is not None:
                yield _alias_clash(note, alias, f"This alias is claimed by {other} too")


def _alias_clash(note: Note, alias: str, what: str) -> Problem:
    line = property_line(note.text, "aliases")
    return Problem("alias-clash", what, "Give it up in one of the two.", note.path, line, alias)


def _check_copies(index: Index) -> Iterator[Problem]:
    """Two notes that both say they are kb's note of one run, batch, strategy or desk: kb renews one of them only."""
    dashboards: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for note in filter(is_dashboard, index.notes.values()):
        for name in note.properties.keys() & {DESK_PROPERTY, STATE_PROPERTY}:
            dashboards[name, str(note.properties[name]) if name == STATE_PROPERTY else ""].append(note.path)
    for paths in (*index.runs.values(), *index.batches.values(), *dashboards.values()):
        for path in paths[1:]:
            what = f"This note and {paths[0]} are copies of one note of kb, which renews only one"
            yield Problem(
                "copied-note", what, "Delete one, or remove the property that begins with `kb_` from it.", path
            )
