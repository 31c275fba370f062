"""Broken links that can have meant one thing only, and how they are then written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.model.note import Link, Note
from kb.model.problem import Problem
from kb.vault.fragments import block_id_of, find_heading
from kb.vault.index import Index, links_of
from kb.vault.links import Target
from kb.vault.meanings import Meanings
from kb.vault.respell import respelled

_FIXABLE = {"broken-link", "broken-heading", "broken-block", "link-case"}
_NOT_IN_A_FRAGMENT = re.compile(r"[#|^:%\[\]\\`*=~]+")


@dataclass(frozen=True, slots=True)
class Repair:
    """A link to be written anew.

    Attributes:
        path: The note.
        link: The link as it is.
        new: The link as it will stand in the file.
        target: What it then names.
        fragment: What it then names inside of that.
        rule: The rule that it broke.
    """

    path: str
    link: Link
    new: str
    target: str
    fragment: str
    rule: str


def find_repairs(index: Index, problems: Iterable[Problem]) -> list[Repair]:
    """For each of the findings that has exactly one repair, that repair."""
    broken = [problem for problem in problems if problem.rule in _FIXABLE and problem.path in index.notes]
    meanings = Meanings(index) if broken else None
    links: dict[str, Mapping[tuple[int, str], Link]] = {}
    repairs: dict[tuple[str, int, str], Repair] = {}
    for problem in broken:
        note = index.notes[problem.path or ""]
        if note.path not in links:
            links[note.path] = {(link.line, link.raw): link for link in links_of(note)}
        link = links[note.path][problem.line or 0, problem.found]
        if (note.path, link.line, link.raw) in repairs:
            continue
        if meanings and (repair := _repair(problem.rule, note, link, index, meanings)):
            repairs[note.path, link.line, link.raw] = repair
    return list(repairs.values())


def _repair(rule: str, note: Note, link: Link, index: Index, meanings: Meanings) -> Repair | None:
    found = index.resolve(link, note.path)
    if isinstance(found, Target) and found.missing:
        spellings = [(link.target, fragment) for fragment in _fragments(index.notes[found.path], link, meanings)]
    else:
        targets = _targets(found, note, link, index, meanings)
        spellings = [(target, link.fragment) for target in targets]
    for target, fragment in spellings:
        if (target, fragment) != (link.target, link.fragment) and (new := respelled(link, target, fragment)):
            return Repair(note.path, link, new, target, fragment, rule)
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


def _fragments(note: Note, link: Link, meanings: Meanings) -> Iterator[str]:
    """The fragment that names the one heading or block which is spelled almost so."""
    chain, _, last = link.fragment.rpartition("#")
    if wanted := block_id_of(link.fragment):
        if block_id := meanings.block_of(note, wanted):
            yield f"^{block_id}"
    elif heading := meanings.heading_of(note, last):
        text = " ".join(_NOT_IN_A_FRAGMENT.sub(" ", heading.text).split())
        fragment = f"{chain}#{text}" if chain else text
        if find_heading(note.outline.headings, fragment) is heading:
            yield fragment
