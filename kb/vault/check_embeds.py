"""Embeds that show, in the end, the part of a note that they stand in."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import inf
from operator import itemgetter

from kb.model.note import Note
from kb.model.problem import Problem
from kb.vault.frontmatter import split_frontmatter
from kb.vault.index import Index
from kb.vault.leads import Lead
from kb.vault.links import Target
from kb.vault.markdown import parse_markdown
from kb.vault.markdown.parts import Lines, part_lines

_Part = tuple[str, float, float]
"""What an embed shows: a note, the first of its lines shown, and the line behind the last."""

_Embed = tuple[int, Lead, _Part]
"""The line of an embed, the embed, and what it shows."""

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
    inside: defaultdict[str, list[tuple[Lead, Target]]] = defaultdict(list)
    for lead in leads:
        if lead.link.is_embed and isinstance(lead.to, Target) and not lead.to.missing and lead.to.path in index.notes:
            here = index.notes.get(lead.path)
            if here and lead.link.line >= here.body_line:
                inside[here.path].append((lead, lead.to))
    parts: dict[str, Mapping[str, Lines]] = {}
    for _, shown in chain.from_iterable(inside.values()):
        if _names_part(shown) and shown.path in inside and shown.path not in parts:
            parts[shown.path] = _parts(index.notes[shown.path])
    return {
        path: [(lead.link.line, lead, _part(shown, parts.get(shown.path, {}))) for lead, shown in found]
        for path, found in inside.items()
    }


def _names_part(target: Target) -> bool:
    return bool(target.heading or target.block_id)


def _parts(note: Note) -> Mapping[str, Lines]:
    """The lines of a note's sections and blocks; only a note that shows others is parsed again for them."""
    return part_lines(parse_markdown(split_frontmatter(note.text).body, first_line=note.body_line))


def _part(target: Target, parts: Mapping[str, Lines]) -> _Part:
    name = target.heading.anchor if target.heading else f"^{target.block_id}"
    return (target.path, *parts.get(name, (0, inf)))


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
