"""Dashboards name whatever there is: of what they say, an audience reads what is about notes that it sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from kb.model.note import Link, Note
from kb.site.private.reparse import with_parts
from kb.site.private.sight import Sight
from kb.vault.index import DESK_PROPERTY, STATE_PROPERTY, is_dashboard
from kb.vault.reading.frontmatter import split_frontmatter

_ROW = re.compile(r"(>\s*)?\|")
_ITEM = re.compile(r"- ")
_PART = 3
"""The level of the headings under which a dashboard speaks of one thing."""


def hidden_states(notes: Iterable[Note], sight: Sight) -> set[str]:
    """The notes of the states of strategies that an audience does not see: all that is in them is about these."""
    states = (note for note in notes if STATE_PROPERTY in note.properties)
    return {note.path for note in states if any(sight.private(link.target, note.path) for link in _about(note))}


def _about(note: Note) -> list[Link]:
    said = str(note.properties[STATE_PROPERTY])
    return [link for link in note.property_links if link.raw in said]


def seen_parts(note: Note, sight: Sight, *, is_for_owner: bool) -> Note:
    """A note; of a dashboard only the rows, items and parts that name a note which is seen, or that name none.

    Others than the owner read no item and no part that names none: it may be about anything. Each line stays where it
    was; below a table there are blank ones for the rows that are gone.
    """
    if not is_dashboard(note):
        return note
    body = split_frontmatter(note.text).body
    lines = body.split("\n")
    seen: dict[int, bool] = {}
    for link in note.outline.links:
        if not link.is_embed:
            at = link.line - note.body_line
            seen[at] = seen.get(at, False) or not sight.private(link.target, note.path)
    gone = {at for at, line in enumerate(lines) if _ROW.match(line) and not seen.get(at, True)}
    if DESK_PROPERTY in note.properties:
        gone |= {at for at, line in enumerate(lines) if _ITEM.match(line) and not seen.get(at, is_for_owner)}
        gone |= _parts_without(note, seen, len(lines), is_for_owner=is_for_owner)
    return with_parts(note, note.properties, "\n".join(_without(lines, gone))) if gone else note


def _parts_without(note: Note, seen: Mapping[int, bool], count: int, *, is_for_owner: bool) -> set[int]:
    """The lines of the parts that name no note which is seen."""
    starts = [(heading.line - note.body_line, heading.level) for heading in note.outline.headings]
    gone: set[int] = set()
    for number, (start, level) in enumerate(starts):
        end = next((at for at, other in starts[number + 1 :] if other <= _PART), count - 1)
        named = [seen[at] for at in range(start, end) if at in seen]
        if level == _PART and not (any(named) if named else is_for_owner):
            gone |= set(range(start, end))
    return gone


def _without(lines: list[str], gone: set[int]) -> list[str]:
    """The lines, blank where one is gone, and in a table below it: a blank one within would end it."""
    kept: list[str] = []
    numbered = [(at, line, _ROW.match(line) is not None) for at, line in enumerate(lines)]
    for is_table, group in groupby(numbered, key=lambda each: each[2]):
        block = list(group)
        if is_table:
            rows = [line for at, line, _ in block if at not in gone]
            kept += rows + [""] * (len(block) - len(rows))
        else:
            kept += ["" if at in gone else line for at, line, _ in block]
    return kept
