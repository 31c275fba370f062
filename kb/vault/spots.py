"""Where in a file the target of a link is written, so that it can be changed and the rest of the link stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal
from urllib.parse import unquote

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.helpers import parseLinkDestination

from kb.model.note import Link
from kb.vault.markdown import read_outline
from kb.vault.markdown.lines import UNKNOWN
from kb.vault.passages import Passage

Form = Literal["wiki", "plain", "angle", "path"]
_WIKILINK = re.compile(r"\[\[[^\[\]]*\]\]")
_TAIL = re.compile(r"""(?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)\Z""", re.DOTALL)
_DEFINITION = re.compile(
    r"^(?:[ \t>]|[-+*][ \t]|\d+[.)][ \t]|\[\^[^\]\s]+\]:[ \t])*\[((?:[^\]\\]|\\.){1,999})\]:[ \t]*(?=\S)", re.MULTILINE
)
_LABEL = re.compile(r"!?\[((?:[^\]\\]|\\.)*)\](?:\[\])?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Spot:
    """A link, and where its target is written.

    Attributes:
        link: The link, as read from the passage.
        start: Where in the passage the target begins; `UNKNOWN` where it was not found.
        written: The target as written there, percent signs and all.
        form: `wiki`, the plain or angle-bracketed destination of a Markdown link, or the path of a canvas.
        is_crowded: Whether a pipe stands in its line outside of links, as in a table.
    """

    link: Link
    start: int
    written: str
    form: Form
    is_crowded: bool = False


def link_spots(passage: Passage) -> list[Spot]:
    """Every link of a passage that names a target, in order; a definition that several links share, once."""
    if passage.name in {"file", "background"}:
        link = Link(passage.text, "", "", 1, is_embed=False, is_wiki=False, raw=passage.text, column=0)
        return [Spot(link, 0, passage.text, "path")]
    lines = passage.text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    spots: dict[int, Spot] = {}
    definitions = _definitions(passage.text)
    crowded = {number for number, line in enumerate(lines, start=1) if "|" in line and "|" in _WIKILINK.sub("", line)}
    for number, link in enumerate(read_outline(passage.text, path="", first_line=1).links):
        if link.target:
            spot = _spot(link, passage.text, lines, starts, definitions)
            spot = replace(spot, is_crowded=link.line in crowded)
            spots.setdefault(-1 - number if spot.start == UNKNOWN else spot.start, spot)
    return list(spots.values())


def decoded(written: str, form: Form) -> str:
    """What a destination without its fragment names: see `kb.vault.markdown.links`."""
    destination = f"<{written}>" if form == "angle" else written
    found = parseLinkDestination(destination, 0, len(destination))
    return unquote(normalizeLink(found.str)) if found.ok and found.pos == len(destination) else ""


def _spot(
    link: Link, text: str, lines: Sequence[str], starts: Sequence[int], definitions: Mapping[str, list[int]]
) -> Spot:
    lost = Spot(link, UNKNOWN, "", "wiki")
    if link.column == UNKNOWN:
        return lost
    line = lines[link.line - 1]
    if link.is_wiki:
        opening = len("![[") if link.is_embed else len("[[")
        at = len(link.raw) - len(link.raw[opening:].lstrip())
        if not link.raw.startswith(link.target, at) or not line.startswith(link.raw, link.column):
            return lost
        return Spot(link, starts[link.line - 1] + link.column + at, link.target, "wiki")
    for at in chain(_destinations(link, lines, starts), definitions.get(_label(link), ())):
        found = parseLinkDestination(text, at, len(text))
        form: Form = "angle" if text.startswith("<", at) else "plain"
        skipped = 1 if form == "angle" else 0
        written = text[at + skipped : found.pos - skipped].partition("#")[0]
        if found.ok and decoded(written, form) == link.target:
            return Spot(link, at + skipped, written, form)
    return lost


def _destinations(link: Link, lines: Sequence[str], starts: Sequence[int]) -> Iterator[int]:
    """Where in the text the destination of an inline link may begin: behind `](`, with nothing but a title after it."""
    for match in re.finditer(r"\]\(\s*", link.raw):
        found = parseLinkDestination(link.raw, match.end(), len(link.raw))
        if found.ok and _TAIL.match(link.raw, found.pos):
            before = link.raw[: match.end()]
            number = link.line - 1 + before.count("\n")
            part = before.rpartition("\n")[2]
            rest = link.raw[len(before) - len(part) :].partition("\n")[0]
            column = link.column if number == link.line - 1 else lines[number].find(rest) if number < len(lines) else -1
            if column >= 0 and lines[number].startswith(rest, column):
                yield starts[number] + column + len(part)


def _definitions(text: str) -> Mapping[str, list[int]]:
    """Where in the text the destinations of definitions like `[label]: Note.md` may stand, by label.

    Those behind a blank line come first: others may be text of a paragraph.
    """
    found: dict[str, list[int]] = {}
    matches = list(_DEFINITION.finditer(text)) if "]:" in text else []
    for match in sorted(matches, key=lambda match: text[max(match.start() - 2, 0) : match.start()] not in {"", "\n\n"}):
        found.setdefault(_key(match[1]), []).append(match.end())
    return found


def _label(link: Link) -> str:
    """The label of a link like `[text][label]` or `[label]`."""
    match = _LABEL.match(link.raw)
    return _key(match[1] if match else link.raw.rpartition("][")[2].removesuffix("]"))


def _key(label: str) -> str:
    return " ".join(label.split()).casefold()
