"""Links that say something else, each in its place and its form, and that nothing else is read otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.model.note import Note
from kb.vault.canvas import Canvas, parse_canvas
from kb.vault.edits import Edit, edited
from kb.vault.entries import note_of
from kb.vault.index import links_of
from kb.vault.parse import parse_note
from kb.vault.spelling import written
from kb.vault.spots import Spot, canvas_spots, note_spots

_PLAIN = {"wiki": re.compile(r"[\w /.-]+"), "plain": re.compile(r"[\w/.%-]+")}


@dataclass(frozen=True, slots=True)
class Relinked:
    """A link that says something else.

    Attributes:
        spot: The link as it is.
        target: The target that it will have.
        fragment: The fragment that it will have.
        edit: The change in the file.
    """

    spot: Spot
    target: str
    fragment: str
    edit: Edit

    @property
    def is_plain(self) -> bool:
        """Whether only letters change, where nothing but a link can stand: all else is then read as before."""
        letters = _PLAIN.get(self.spot.form)
        if not letters or not letters.fullmatch(self.spot.target) or not letters.fullmatch(self.edit.new):
            return False
        raw = self.spot.link.raw
        return self.spot.form == "wiki" or (raw.count("](") == 1 and raw.endswith(")"))


def spots_of(file: Note | Canvas) -> list[Spot]:
    """Every link of a file that can be changed, in order."""
    return canvas_spots(file) if isinstance(file, Canvas) else note_spots(file)


def relinked(spot: Spot, target: str, fragment: str, shown: str = "") -> Relinked | None:
    """A link with another target and fragment, all else as its author wrote it; None where that cannot be written.

    Args:
        spot: The link.
        target: What it then names.
        fragment: What it then names inside of that.
        shown: What stands behind the target of a wikilink that had no text, with its bar.
    """
    link = spot.link
    new = spot.target if target == link.target else written(target, spot.form, spot.target)
    part = written(fragment, spot.form, spot.fragment, barred="") if spot.mark else None
    if fragment == link.fragment:
        part = spot.fragment
    if not spot.is_certain or new is None or part is None:
        return None
    return Relinked(spot, target, fragment, spot.edit(new + shown, part))


def once(changes: Iterable[Relinked | None]) -> tuple[Relinked, ...]:
    """The changes without gaps, and that of a definition, which several links share, once."""
    places = {change.edit.start: change for change in reversed([*changes]) if change}
    return tuple(reversed(places.values()))


def reread(file: Note | Canvas, spots: Sequence[Spot], changes: Sequence[Relinked | None]) -> Note | Canvas | None:
    """The file as it will be; None where a link would not say what it should, or a tag or block would differ.

    Args:
        file: The file as it is.
        spots: What `spots_of` finds in it.
        changes: What becomes of each of them.
    """
    new = _read_anew(file, edited(file.text, [change.edit for change in once(changes)]))
    links = new.links if isinstance(new, Canvas) else links_of(new)
    if len(links) != len(spots):  # some stand where they cannot be changed
        links = tuple(spot.link for spot in spots_of(new))
    meant = []
    for spot, change in zip(spots, changes, strict=True):
        says = change or spot.link
        meant.append((says.target, says.fragment, spot.link.is_embed))
    said = [(link.target, link.fragment, link.is_embed) for link in links]
    return new if said == meant and _marks(new) == _marks(file) else None


def _read_anew(file: Note | Canvas, text: str) -> Note | Canvas:
    if isinstance(file, Canvas):
        return parse_canvas(text.encode(), path="")
    return note_of(parse_note(text.encode(), file.path, ""), file.path)[0]


def _marks(file: Note | Canvas) -> tuple[object, ...]:
    """What others name in a file, and holds no link."""
    if isinstance(file, Canvas):
        return file.tags
    return file.outline.tags, file.outline.block_ids, file.outline.blocks
