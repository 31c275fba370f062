"""Broken links that can have meant one thing only, and how they are then written."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kb.errors import KbError
from kb.model.note import Link, Note
from kb.model.problem import Problem
from kb.vault.edits import Edit
from kb.vault.fragments import block_id_of, find_heading
from kb.vault.index import Index, links_of
from kb.vault.links import Target
from kb.vault.meanings import Meanings
from kb.vault.properties import property_aliases, property_tags
from kb.vault.region import find_region
from kb.vault.relink import Relinked, once, relinked, reread, spots_of
from kb.vault.spots import Spot

Rules = dict[tuple[int | None, str], str]
"""The line of a link and the link -> the rule that it breaks."""

_FIXABLE = {"broken-link", "broken-heading", "broken-block", "link-case"}
_NOT_IN_A_FRAGMENT = re.compile(r"[#|^:%\[\]\\`*=~]+")
_MARKER = re.compile(r"^%%[ \t]*kb:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Repair:
    """A link to be written anew.

    Attributes:
        path: The note.
        edit: The change in it.
        rule: The rule that it broke.
    """

    path: str
    edit: Edit
    rule: str


def find_repairs(index: Index, problems: Iterable[Problem]) -> Iterator[Repair]:
    """For each of the findings that has exactly one repair, that repair; none in a note where more changes with it."""
    broken: defaultdict[str, Rules] = defaultdict(dict)
    for problem in problems:
        if problem.rule in _FIXABLE and problem.path and problem.path in index.notes:
            broken[problem.path][problem.line, problem.found] = problem.rule
    meanings = Meanings(index) if broken else None
    for path, rules in broken.items():
        for change in _changes(index.notes[path], rules, index, meanings) if meanings else ():
            link = change.spot.link
            yield Repair(path, change.edit, rules[link.line, link.raw])


def _changes(note: Note, broken: Rules, index: Index, meanings: Meanings) -> tuple[Relinked, ...]:
    """What becomes of a note's broken links; nothing where anything else would change with it."""
    spots, kept = spots_of(note), _lines_of_kb(note)
    changes: list[Relinked | None] = []
    for spot in spots:
        is_broken = (spot.link.line, spot.link.raw) in broken and not any(spot.line in lines for lines in kept)
        changes.append(_change(note, spot, index, meanings) if is_broken else None)
    changes = _agreed(spots, changes)
    new = reread(note, spots, changes) if any(changes) else None
    return once(changes) if isinstance(new, Note) and _words(new) == _words(note) else ()


def _agreed(spots: Sequence[Spot], changes: Sequence[Relinked | None]) -> list[Relinked | None]:
    """The changes without those of a definition that are not what each of its links needs."""
    needs: defaultdict[int, set[str]] = defaultdict(set)
    for spot, change in zip(spots, changes, strict=True):
        needs[spot.place].add(change.edit.new if change else "")
    return [change if len(needs[spot.place]) == 1 else None for spot, change in zip(spots, changes, strict=True)]


def _words(note: Note) -> tuple[object, ...]:
    """What is shown of a note and what it is called, in which the name of a link may stand."""
    shown = [link.text for link in links_of(note)]
    return shown, note.outline.headings, property_aliases(note), property_tags(note), tuple(note.properties)


def _lines_of_kb(note: Note) -> Sequence[range]:
    """The lines that kb writes itself: its region, and the properties of a note that has one."""
    try:
        region = find_region(note.text, path=note.path)
    except KbError:
        return [range(sys.maxsize)] if _MARKER.search(note.text) else []
    return [range(note.body_line), range(region.line, note.text.count("\n", 0, region.end) + 1)]


def _change(note: Note, spot: Spot, index: Index, meanings: Meanings) -> Relinked | None:
    """What a broken link says instead."""
    link = spot.link
    found = index.resolve(link, note.path)
    is_there = isinstance(found, Target) and found.missing
    for target in [link.target] if is_there else _targets(found, note, link, index, meanings):
        fragment = _fragment(replace(link, target=target), note, index, meanings)
        if (target, fragment) != (link.target, link.fragment) and (change := relinked(spot, target, fragment)):
            return change
    return None


def _targets(found: object, note: Note, link: Link, index: Index, meanings: Meanings) -> Iterator[str]:
    """Spellings that lead to the one file that a link can have meant, the one closest to what is written first."""
    path, alias = (found.path, "") if isinstance(found, Target) else meanings.of(link, note.path)
    if path:
        for target in [alias] if alias else _spellings(link.target, path):
            if index.resolver.find(target, note.path) == (path,):
                yield target


def _spellings(target: str, path: str) -> Iterator[str]:
    if not target.casefold().endswith(".md"):
        path = path.removesuffix(".md")
    folder, slash, _ = target.rpartition("/")
    name = path.rpartition("/")[2]
    yield f"{folder}{slash}{name}"
    if slash:
        yield path


def _fragment(link: Link, note: Note, index: Index, meanings: Meanings) -> str:
    """The fragment of a link whose target is right: as it is, unless one heading or block is spelled almost so."""
    found = index.resolve(link, note.path)
    if not isinstance(found, Target) or not found.missing:
        return link.fragment
    there = index.notes[found.path]
    chain, _, last = link.fragment.rpartition("#")
    if wanted := block_id_of(link.fragment):
        block_id = meanings.block_of(there, wanted)
        return f"^{block_id}" if block_id else link.fragment
    if heading := meanings.heading_of(there, last):
        text = " ".join(_NOT_IN_A_FRAGMENT.sub(" ", heading.text).split())
        fragment = f"{chain}#{text}" if chain else text
        if find_heading(there.outline.headings, fragment) is heading:
            return fragment
    return link.fragment
