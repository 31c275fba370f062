"""Broken links that can have meant one thing only, and how they are then written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

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


def find_repairs(index: Index, problems: Iterable[Problem]) -> Iterator[Repair]:
    """For each of the findings that has exactly one repair, that repair; note by note."""
    broken = {
        (problem.path, problem.line, problem.found): problem.rule
        for problem in problems
        if problem.rule in _FIXABLE and problem.path in index.notes
    }
    meanings = Meanings(index) if broken else None
    for path in dict.fromkeys(path for path, _, _ in broken if path):
        for link in {(link.line, link.raw): link for link in links_of(index.notes[path])}.values():
            rule = broken.get((path, link.line, link.raw))
            if rule and meanings and (repair := _repair(rule, index.notes[path], link, index, meanings)):
                yield repair


def _repair(rule: str, note: Note, link: Link, index: Index, meanings: Meanings) -> Repair | None:
    found = index.resolve(link, note.path)
    is_there = isinstance(found, Target) and found.missing
    for target in [link.target] if is_there else _targets(found, note, link, index, meanings):
        fragment = _fragment(replace(link, target=target), note, index, meanings)
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
