"""Dashboards name whatever there is: of what they say, an audience reads what is about notes that it sees.

What others than the owner read leaves no trace of the rest: no count, no sentence, no empty table and no heading of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.errors import KbError
from kb.model.note import Note
from kb.report.desk_runs import MOST_OF_SECTION
from kb.report.numbers import UNDEFINED
from kb.site.private.reparse import with_parts
from kb.site.private.sight import Sight
from kb.vault.index import DESK_PROPERTY, STATE_PROPERTY, is_dashboard
from kb.vault.reading.frontmatter import split_frontmatter
from kb.vault.writing.region import find_region

_ROW = re.compile(r"(>\s*)?\|")
_ITEM = re.compile(r"- ")
_HEADING = re.compile(r"(#+) ")
_PIPE = re.compile(r"(?<!\\)\|")
_COUNT = re.compile(r"(?<=\]\]): [^\n]*|\*[\d,]+ of [\d,]+ rows\*")
"""In a state how many runs there are: at the end of its first sentence, and below its table."""
_HEAD_ROWS = 2
_PARTS = {True: 3, False: 2}
"""The level of the headings under which a desk, or the state of a strategy, speaks of one thing."""
_OF_BEST = ("best", "best_value")
"""Properties of a state that tell of its best run."""


def hidden_states(notes: Iterable[Note], sight: Sight) -> set[str]:
    """The notes of the states of strategies that an audience does not see: all that is in them is about these."""
    states = (note for note in notes if STATE_PROPERTY in note.properties)
    return {note.path for note in states if _tells_private(note, STATE_PROPERTY, sight)}


def _tells_private(note: Note, name: str, sight: Sight) -> bool:
    said = str(note.properties.get(name, ""))
    return any(sight.private(link.target, note.path) for link in note.property_links if link.raw in said)


def seen_parts(note: Note, sight: Sight, *, is_for_owner: bool) -> Note:
    """A note; of what kb wrote into a dashboard only what is about notes that are seen.

    A row is about the first note that it links to, a part about those that it links to outside of tables. The owner
    also reads what links to none. Of a desk others read rows and parts alone; what people wrote themselves stays.
    """
    if not is_dashboard(note):
        return note
    body = split_frontmatter(note.text).body
    before, written, after = _of_kb(body, note.path, with_markers=is_for_owner)
    first = note.body_line + before.count("\n")
    seen: dict[int, bool] = {}
    for link in note.outline.links:
        if not link.is_embed:
            seen.setdefault(link.line - first, not sight.private(link.target, note.path))
    is_desk = DESK_PROPERTY in note.properties
    kept = "\n\n".join(_Reader(written.split("\n"), seen, is_desk, is_for_owner).read())
    is_whole = is_for_owner and kept == "\n\n".join(re.split(r"\n{2,}", written.strip("\n")))
    told = _OF_BEST if not is_desk and _tells_private(note, _OF_BEST[0], sight) else ()
    properties = {name: value for name, value in note.properties.items() if name not in told}
    gap = "\n" if is_for_owner else ""  # below the marker
    return with_parts(note, properties, body if is_whole else f"{before}{gap}{kept}\n{after}")


def _of_kb(body: str, path: str, *, with_markers: bool) -> tuple[str, str, str]:
    """What stands before kb's region, in it, and behind it; all is kb's where the region cannot be told.

    The marker has a checksum over all of it, which nobody else than the owner gets.
    """
    try:
        region = find_region(body, path=path)
    except KbError:
        return "", body, ""
    written, _, marker = body[region.content_start : region.end].rstrip("\n").rpartition("\n")
    if with_markers:
        return body[: region.content_start], written, f"\n{marker}\n{body[region.end :]}"
    return body[: region.start], f"\n{written}", body[region.end :]


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines between blank ones: their numbers, the level of the heading that they are, and the part they are in.

    Attributes:
        lines: Their numbers.
        level: Of the heading that they are; 0 for none.
        part: Number of the first line of the part that they are in; None for none.
        section: The heading of the part of a desk that they are in; empty for none.
    """

    lines: Sequence[int]
    level: int
    part: int | None
    section: str


@dataclass(frozen=True, slots=True)
class _Reader:
    """What an audience reads of the lines that kb wrote.

    Attributes:
        lines: The lines.
        seen: For lines with a link, whether the note of the first is seen.
        is_desk: Whether they are of the desk, or else of the state of a strategy that is seen.
        is_owner: Whether the owner reads them.
    """

    lines: Sequence[str]
    seen: Mapping[int, bool]
    is_desk: bool
    is_owner: bool

    def read(self) -> list[str]:
        """The blocks that are left; a heading with nothing below it is not."""
        blocks = list(self._blocks())
        kept: list[tuple[int, str]] = []
        for block in reversed(blocks):
            text = "\n".join(self._left(block, blocks))
            is_empty = block.level and (not kept or 0 < kept[-1][0] <= block.level)
            if text and not is_empty:
                kept.append((block.level, text))
        return [text for _, text in reversed(kept)]

    def _blocks(self) -> Iterator[_Block]:
        part: int | None = None
        section = ""
        for is_blank, group in groupby(range(len(self.lines)), key=lambda at: not self.lines[at].strip()):
            numbers = list(group)
            if is_blank:
                continue
            heading = _HEADING.match(self.lines[numbers[0]])
            level = len(heading[1]) if heading else 0
            if level:
                limit = _PARTS[self.is_desk]
                part = numbers[0] if level == limit else None if level < limit else part
                section = self.lines[numbers[0]].lstrip("# ") if level < _PARTS[True] else section
            yield _Block(numbers, level, part, section)

    def _left(self, block: _Block, blocks: Iterable[_Block]) -> list[str]:
        """The lines of a block that are read."""
        if block.part is not None and not self._is_seen(block.part, blocks):
            return []
        reads_all = self.is_owner or not self.is_desk or block.part is not None
        rows = [at for at in block.lines if _ROW.match(self.lines[at])]
        if rows:
            kept = [at for at in rows[_HEAD_ROWS:] if self.seen.get(at, reads_all)]
            most = None if reads_all else MOST_OF_SECTION.get(block.section)
            gone = {*rows[_HEAD_ROWS:]} - {*kept[:most]}
            left = [at for at in block.lines if at not in gone] if len(gone) < len(rows) - _HEAD_ROWS else []
            return _narrowed([self.lines[at] for at in left]) if gone else [self.lines[at] for at in left]
        if not (reads_all or block.level):
            return []
        if not (self.is_owner or self.is_desk or block.level):
            counted = (self.lines[at] for at in block.lines)
            return [line for line in (_COUNT.sub(_uncounted, each) for each in counted) if line]
        items = {at for at in block.lines if _ITEM.match(self.lines[at]) and not self.seen.get(at, True)}
        return [self.lines[at] for at in block.lines if at not in items]

    def _is_seen(self, part: int, blocks: Iterable[_Block]) -> bool:
        own = [at for block in blocks if block.part == part for at in block.lines]
        named = [self.seen[at] for at in own if at in self.seen and not _ROW.match(self.lines[at])]
        return all(named) if named else self.is_owner or not self.is_desk


def _uncounted(count: re.Match[str]) -> str:
    return "." if count[0].startswith(":") else ""


def _narrowed(lines: list[str]) -> list[str]:
    """A table without the columns that were only there for rows that are gone."""
    rows = [_PIPE.split(line) for line in lines if _ROW.match(line)]
    if len({len(row) for row in rows}) != 1:
        return lines
    inner = range(1, len(rows[0]) - 1)
    empty = {at for at in inner if all(row[at].strip() in {"", UNDEFINED} for row in rows[_HEAD_ROWS:])}
    narrow = ("|".join(cell for at, cell in enumerate(row) if at not in empty) for row in rows)
    return [next(narrow) if _ROW.match(line) else line for line in lines]
