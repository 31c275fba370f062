"""Repairs written into a note's text: every other byte stays, and every other link is read as before."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.errors import KbError
from kb.files import checksum, write_atomically
from kb.model.note import Link, Note
from kb.model.problem import Problem, problem_of
from kb.vault.frontmatter import read_properties, split_frontmatter
from kb.vault.index import links_of
from kb.vault.markdown import read_outline
from kb.vault.properties import links_in, property_aliases, property_tags
from kb.vault.region import find_region
from kb.vault.repairs import Repair

RULE = "cannot-write-note"
_LINE_ENDS = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
_MARKER = re.compile(r"^%%[ \t]*kb:", re.MULTILINE)


def write_repairs(vault: Path, note: Note, repairs: Iterable[Repair]) -> Problem | None:
    """Write a note with its repairs, if the file is as it was read; a problem where that cannot be."""
    try:
        data = (vault / note.path).read_bytes()
        if checksum(data) != note.checksum:
            do = "Run the command again."
            return Problem(RULE, "Another program saved this note just now", do, note.path)
        write_atomically(vault / note.path, repaired(data.decode(), note, repairs).encode())
    except OSError as error:
        do = "Check that it is still there and that you may read it, then run again."
        return Problem(RULE, "Cannot read this note", do, note.path, None, error.strerror or str(error))
    except KbError as error:
        return replace(problem_of(error, RULE), path=note.path)
    return None


def possible_repairs(note: Note, repairs: Iterable[Repair]) -> list[Repair]:
    """Those of a note's repairs whose place is certain; none where anything else would change with them."""
    kept = _lines_of_kb(note)
    free = [repair for repair in repairs if not any(repair.link.line in lines for lines in kept)]
    lines = note.text.split("\n")
    written = Counter(
        (place, raw)
        for place, news in _by_place(note, free).items()
        for line in _lines_at(note, place)
        for _, raw in _links_in(lines[line - 1], news)
    )
    meant = Counter((_place(note, link), link.raw) for link in links_of(note))
    keys = {(_place(note, repair.link), repair.link.raw): repair for repair in free}
    placed = [repair for key, repair in keys.items() if written[key] == meant[key]]
    return placed if placed and _changes_nothing_else(note, placed) else []


def repaired(text: str, note: Note, repairs: Iterable[Repair]) -> str:
    """The note's text, with its own line ends, with each repair in its place."""
    lines = _LINE_ENDS.split(text)
    for place, news in _by_place(note, repairs).items():
        for line in _lines_at(note, place):
            lines[line - 1] = _replaced(lines[line - 1], news)
    return "".join(lines)


def _replaced(line: str, news: Mapping[str, str]) -> str:
    parts = []
    end = 0
    for start, raw in _links_in(line, news):
        parts += [line[end:start], news[raw]]
        end = start + len(raw)
    return "".join([*parts, line[end:]])


def _links_in(line: str, raws: Collection[str]) -> Iterator[tuple[int, str]]:
    """Where in a line which of some links stand: each `[`, with the `!` before it, is looked at once."""
    lengths = sorted({len(raw) for raw in raws}, reverse=True)
    position = line.find("[")
    while position >= 0:
        start = position - 1 if line[position - 1 : position] == "!" else position
        raw = next((line[start : start + length] for length in lengths if line[start : start + length] in raws), "")
        if raw:
            yield start, raw
        position = line.find("[", max(start + len(raw), position + 1))


def _by_place(note: Note, repairs: Iterable[Repair]) -> Mapping[int, Mapping[str, str]]:
    """The place of links -> each link there as it is, and as it will be."""
    places: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for repair in repairs:
        places[_place(note, repair.link)][repair.link.raw] = repair.new
    return places


def _place(note: Note, link: Link) -> int:
    """The line of a link in the text; 0 for all properties, in which the same link may stand twice."""
    return link.line if link.line >= note.body_line else 0


def _lines_at(note: Note, place: int) -> Sequence[int]:
    return [place] if place else range(1, note.body_line)


def _lines_of_kb(note: Note) -> Sequence[range]:
    """The lines that kb writes itself: its region, and the properties of a note that has one."""
    try:
        region = find_region(note.text, path=note.path)
    except KbError:
        return [range(sys.maxsize)] if _MARKER.search(note.text) else []
    return [range(note.body_line), range(region.line, note.text.count("\n", 0, region.end) + 1)]


def _changes_nothing_else(note: Note, repairs: Iterable[Repair]) -> bool:
    text = repaired(note.text, note, repairs)
    parts = split_frontmatter(text)
    try:
        properties = read_properties(text, path=note.path) if note.properties else {}
    except KbError:
        return False
    outline = read_outline(parts.body, path=note.path, first_line=parts.body_line)
    links = links_in(properties, parts.yaml)
    new = replace(note, properties=properties, outline=outline, text=text, property_links=links)
    return _meaning(new, ()) == _meaning(note, repairs)


def _meaning(note: Note, repairs: Iterable[Repair]) -> tuple[Any, ...]:
    """All that a note holds for others, once the repairs are made."""
    changed = {(_place(note, repair.link), repair.link.raw): repair for repair in repairs}
    links = []
    for link in links_of(note):
        repair = changed.get((_place(note, link), link.raw))
        named = (repair.target, repair.fragment) if repair else (link.target, link.fragment)
        links.append((*named, link.text, link.is_embed, _place(note, link)))
    outline = note.outline
    names = (property_aliases(note), property_tags(note), tuple(note.properties))
    return links, names, outline.headings, outline.tags, outline.block_ids, outline.blocks
