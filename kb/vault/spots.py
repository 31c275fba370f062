"""Where in a file the target and the fragment of a link are written, so that they can change and the rest stays."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from kb.errors import KbError
from kb.model.note import Link, Note
from kb.vault.canvas import Canvas, canvas_passages
from kb.vault.destinations import Form, decoded, definitions_in, destination_at, destinations, label_of
from kb.vault.edits import Edit
from kb.vault.markdown import read_outline
from kb.vault.markdown.lines import UNKNOWN
from kb.vault.passages import Passage, body_passage, property_passages

_WIKILINK = re.compile(r"\[\[[^\[\]]*\]\]")
_WIKI_FRAGMENT = re.compile(r"\s*#\s*")


@dataclass(frozen=True, slots=True)
class Spot:
    """A link, and where it says what it names.

    Attributes:
        link: The link, as the file has it.
        passage: The text in which it stands.
        line: The 1-based line of the file on which the target stands: that of a definition for `[text][label]`.
        start: Where in the passage the target begins; `UNKNOWN` where it was not found.
        target: The target as written there, percent signs and all.
        mark: The `#` behind it, with the spaces around it; empty where there is no fragment to change.
        fragment: The fragment as written there.
        form: `wiki`, the plain or angle-bracketed destination of a Markdown link, or the path of a canvas.
    """

    link: Link
    passage: Passage
    line: int
    start: int = UNKNOWN
    target: str = ""
    mark: str = ""
    fragment: str = ""
    form: Form = "wiki"

    @property
    def is_certain(self) -> bool:
        """Whether its place in the file is known."""
        return self.start != UNKNOWN and len(self.passage.offsets) > 0

    @property
    def place(self) -> int:
        """Where in the file the target begins, once for all links of a definition; `UNKNOWN` if it is not."""
        return self.passage.offsets[self.start] if self.is_certain else UNKNOWN

    @property
    def is_crowded(self) -> bool:
        """Whether a pipe stands in its line outside of links, as in a table."""
        text = self.passage.text
        end = text.find("\n", self.start)
        line = text[text.rfind("\n", 0, self.start) + 1 : end if end >= 0 else len(text)]
        return "|" in _WIKILINK.sub("", line)

    def edit(self, target: str, fragment: str) -> Edit:
        """The change of a link, whose place is certain, to another target and fragment, as they are to be written."""
        was, now = (f"{a}{self.mark}{b}" for a, b in ((self.target, self.fragment), (target, fragment)))
        raw = self.link.raw
        at = raw.find(was) if self.form == "wiki" else raw.rfind(was)
        shown = (was, now) if at < 0 else (raw, raw[:at] + now + raw[at + len(was) :])
        kept = len(target + self.mark) if target == self.target and self.mark else 0
        left = len(self.mark + fragment) if fragment == self.fragment else 0
        start, end = (self.passage.offsets[self.start + place] for place in (kept, len(was) - left))
        return Edit(start, end, self.passage.quote(now[kept : len(now) - left]), self.line, *shown)


def note_spots(note: Note) -> list[Spot]:
    """Every link of a note, in the order of `links_of`; without those in properties where these cannot be read."""
    in_properties = _property_spots(note) if note.property_links else []
    return [*in_properties, *_link_spots(body_passage(note.text), note.outline.links)]


def canvas_spots(canvas: Canvas) -> list[Spot]:
    """Every link of a canvas, in order."""
    spots: list[Spot] = []
    for passage in canvas_passages(canvas):
        if passage.name == "text":
            spots += _spots_in(passage)
        elif passage.text:
            spots.append(Spot(canvas.links[len(spots)], passage, passage.line, 0, passage.text, form="path"))
    return [replace(spot, link=link, line=link.line) for spot, link in zip(spots, canvas.links, strict=True)]


def _property_spots(note: Note) -> list[Spot]:
    """The links in properties, as the note has them where it has all of them."""
    starts = _line_starts(note.text)
    spots: list[Spot] = []
    with suppress(KbError):
        for passage in property_passages(note.text):
            spots += _spots_in(passage) if "[[" in passage.text else ()
    links = [spot.link for spot in spots]
    if [link.raw for link in links] == [link.raw for link in note.property_links]:
        links = [*note.property_links]
    lines = [bisect_right(starts, spot.place) if spot.is_certain else spot.line for spot in spots]
    return [replace(spot, link=link, line=line) for spot, link, line in zip(spots, links, lines, strict=True)]


def _line_starts(text: str) -> list[int]:
    return [0, *(end.end() for end in re.finditer("\n", text))]


def _spots_in(passage: Passage) -> Iterator[Spot]:
    return _link_spots(passage, read_outline(passage.text, path="", first_line=passage.line).links)


def _link_spots(passage: Passage, links: Sequence[Link]) -> Iterator[Spot]:
    """Where each link of a passage, all of them in order, says what it names."""
    starts = _line_starts(passage.text)
    definitions = definitions_in(passage.text)
    for link in links:
        spot, number = None, link.line - passage.line
        start = starts[number] + link.column if link.column != UNKNOWN and number < len(starts) else UNKNOWN
        if start != UNKNOWN and link.is_wiki:
            spot = _wiki_spot(link, passage, start)
        elif start != UNKNOWN:
            defined = definitions.get((label_of(link), link.target, link.fragment), UNKNOWN)
            places = [*destinations(link, passage.text, starts, start), *([defined] if defined != UNKNOWN else [])]
            spot = next((spot for at in places if (spot := _markdown_spot(link, passage, at, starts))), None)
        yield spot or Spot(link, passage, link.line)


def _wiki_spot(link: Link, passage: Passage, start: int) -> Spot | None:
    opening = len("![[") if link.is_embed else len("[[")
    at = len(link.raw) - len(link.raw[opening:].lstrip())
    if not link.raw.startswith(link.target, at) or not passage.text.startswith(link.raw, start):
        return None
    mark = _WIKI_FRAGMENT.match(link.raw, at + len(link.target)) if link.fragment else None
    return Spot(link, passage, link.line, start + at, link.target, mark[0] if mark else "", link.fragment)


def _markdown_spot(link: Link, passage: Passage, at: int, starts: Sequence[int]) -> Spot | None:
    """The link, if what it names is written there."""
    skipped, target, fragment, form = destination_at(passage.text, at)
    if decoded(target, form) != link.target:
        return None
    fragment = fragment if decoded(fragment, form) == link.fragment else ""
    line = passage.line + bisect_right(starts, at) - 1
    return Spot(link, passage, line, at + skipped, target, "#" if fragment else "", fragment, form)
