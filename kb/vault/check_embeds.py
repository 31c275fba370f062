"""Embeds that show, in the end, the part of a note that they stand in."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from operator import itemgetter

from kb.model.note import Heading, Note
from kb.model.problem import Problem
from kb.vault.index import Index
from kb.vault.leads import Lead
from kb.vault.links import Target

_Part = tuple[str, int, float]
"""What an embed shows: a note, the first of its lines shown, and the line behind the last."""

_Embed = tuple[int, Lead, _Part]
"""The line of an embed, the embed, and what it shows."""

_Places = tuple[Mapping[int, float], Mapping[str, int]]

_MOST_NAMED = 10


def check_embeds(index: Index, leads: Iterable[Lead]) -> Iterator[Problem]:
    """Each embed that closes a cycle, with the cycle written out; the same note embedded twice is none."""
    embeds = _embeds(index, leads)
    seen: set[_Part] = set()
    told: set[tuple[str, int, str]] = set()
    for path in embeds:
        for lead, cycle in _cycles((path, 0, inf), embeds, seen):
            place = (lead.path, lead.link.line, lead.link.raw)
            if place not in told and not index.notes[lead.path].is_template:
                told.add(place)
                what = f"This embed shows, in the end, what it stands in ({_written(cycle)})"
                yield Problem("embed-cycle", what, "Make one of these embeds a plain link.", *place)


def _embeds(index: Index, leads: Iterable[Lead]) -> Mapping[str, Sequence[_Embed]]:
    """The embeds of notes in the text of each note, in the order of its lines."""
    places: dict[str, _Places] = {}
    embeds: defaultdict[str, list[_Embed]] = defaultdict(list)
    for lead in leads:
        if not lead.link.is_embed or not isinstance(lead.to, Target):
            continue
        here, shown = index.notes.get(lead.path), index.notes.get(lead.to.path)
        if here and shown and lead.link.line >= here.body_line:
            if shown.path not in places:
                places[shown.path] = _places(shown)
            embeds[here.path].append((lead.link.line, lead, _part(lead.to, places[shown.path])))
    return embeds


def _places(note: Note) -> _Places:
    """The lines of a note's sections and blocks: where each begins -> the line behind it; block id -> its line."""
    ends: dict[int, float] = {}
    above: list[Heading] = []
    for heading in note.outline.headings:
        while above and above[-1].level >= heading.level:
            ends[above.pop().line] = heading.line
        above.append(heading)
    return ends, dict(reversed(note.outline.block_ids))


def _part(target: Target, places: _Places) -> _Part:
    ends, blocks = places
    if target.heading:
        return target.path, target.heading.line, ends.get(target.heading.line, inf)
    line = blocks.get(target.block_id)
    return (target.path, 0, inf) if line is None else (target.path, line, line + 1)


def _cycles(
    start: _Part, embeds: Mapping[str, Sequence[_Embed]], seen: set[_Part]
) -> Iterator[tuple[Lead, list[_Part]]]:
    """Walk down what a part embeds, each part once; where it comes back to where it is, that is a cycle."""
    if start in seen:
        return
    seen.add(start)
    depths = {start: 0}
    way = [start]
    rest = [_embedded(start, embeds)]
    while rest:
        lead, part = next(rest[-1], (None, start))
        if lead is None:
            rest.pop()
            del depths[way.pop()]
        elif part in depths:
            first = depths[part]
            yield lead, [*way[first : first + _MOST_NAMED], part]
        elif part not in seen:
            seen.add(part)
            depths[part] = len(way)
            way.append(part)
            rest.append(_embedded(part, embeds))


def _embedded(part: _Part, embeds: Mapping[str, Sequence[_Embed]]) -> Iterator[tuple[Lead, _Part]]:
    path, first, end = part
    inside = embeds.get(path, ())
    for position in range(bisect_left(inside, first, key=itemgetter(0)), len(inside)):
        line, lead, shown = inside[position]
        if line >= end:
            return
        yield lead, shown


def _written(cycle: Sequence[_Part]) -> str:
    names = [path.removesuffix(".md") for path, _, _ in cycle]
    return " → ".join([*names[:-1], "…", names[-1]] if len(names) > _MOST_NAMED else names)
