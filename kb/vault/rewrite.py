"""What a move changes: every link that would lead elsewhere is written anew, in its own style."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from kb.errors import KbError
from kb.model.note import Link
from kb.vault.edits import Edit, edited
from kb.vault.index import Index, links_of
from kb.vault.links import Resolver, build_resolver
from kb.vault.markdown.lines import UNKNOWN
from kb.vault.passages import Passage, body_passage, canvas_passages, property_passages
from kb.vault.spelling import names_file, spellings, style_of, written
from kb.vault.spots import Spot, link_spots


@dataclass(frozen=True, slots=True)
class Move:
    """Files that get other paths.

    Attributes:
        moved: Path before -> path after, of each file that moves.
        before: Where links lead now.
        after: Where they would lead then.
    """

    moved: Mapping[str, str]
    before: Resolver
    after: Resolver

    def now(self, path: str) -> str:
        """The path that a file has after the move."""
        return self.moved.get(path, path)

    def wanted(self, target: str, path: str) -> tuple[str, ...]:
        """What a link in a file must lead to after the move."""
        return tuple(sorted(self.now(found) for found in self.before.find(target, path)))

    def takes(self, paths: tuple[str, ...]) -> bool:
        """Whether a link that leads nowhere may lead there: to what gets the name for which it asks, or to nothing."""
        return set(paths) <= set(self.moved.values())


def rewrite_links(index: Index, canvases: Mapping[str, str], moved: Mapping[str, str]) -> dict[str, tuple[Edit, ...]]:
    """The edits that a move needs, by the path that each file has before it.

    Args:
        index: The vault.
        canvases: The text of each canvas that is JSON, by path.
        moved: Path before -> path after, of each file that moves.

    Raises:
        KbError: A link could not keep what it means.
    """
    notes = [replace(note, path=moved.get(note.path, note.path)) for note in index.notes.values()]
    after = build_resolver(notes, [moved.get(path, path) for path in index.attachments])
    move = Move(moved, index.resolver, after)
    edits = {}
    for path, note in index.notes.items():
        if any(_is_disturbed(move, link, path) for link in links_of(note)):
            edits[path] = _rewritten(move, path, note.text)
    for path, text in canvases.items():
        edits[path] = _rewritten(move, path, text)
    return {path: found for path, found in edits.items() if found}


def _rewritten(move: Move, path: str, text: str) -> tuple[Edit, ...]:
    spots = list(_spots(path, text))
    edits = [edit for passage, spot in spots if (edit := _edit(move, path, text, passage, spot))]
    if edits:
        _verify(move, path, spots, edited(text, edits))
    return tuple(edits)


def _spots(path: str, text: str) -> Iterator[tuple[Passage, Spot]]:
    for passage in _passages(path, text):
        yield from ((passage, spot) for spot in link_spots(passage))


def _passages(path: str, text: str) -> Iterator[Passage]:
    if path.casefold().endswith(".canvas"):
        yield from canvas_passages(text)
        return
    with suppress(KbError):  # a note without readable properties has no links there
        yield from (passage for passage in property_passages(text) if "[[" in passage.text)
    yield body_passage(text)


def _edit(move: Move, path: str, text: str, passage: Passage, spot: Spot) -> Edit | None:
    """The change that one link needs."""
    new: str | None
    if spot.form == "path":
        new = _canvas_path(move, path, spot.link.target)
    elif not _is_disturbed(move, spot.link, path):
        return None
    else:
        new = _renamed(move, path, spot)
    if new == spot.written:
        return None
    if new is None or spot.start == UNKNOWN or not passage.offsets:
        raise _refusal(move, path, spot.link, _line(text, passage, spot))
    start, end = passage.offsets[spot.start], passage.offsets[spot.start + len(spot.written)]
    raw = spot.link.raw
    at = raw.find(spot.written) if spot.form == "wiki" else raw.rfind(spot.written)
    shown = (spot.written, new) if at < 0 else (raw, raw[:at] + new + raw[at + len(spot.written) :])
    return Edit(start, end, passage.quote(new), 1 + text.count("\n", 0, start), *shown)


def _canvas_path(move: Move, path: str, target: str) -> str:
    """A canvas names whole paths, and only by chance another end of one that kb finds all the same."""
    if target in move.moved:
        return move.moved[target]
    found = move.before.find(target, path)
    if len(found) != 1 or (found[0] not in move.moved and move.after.find(target, move.now(path)) == found):
        return target
    return move.now(found[0])


def _is_disturbed(move: Move, link: Link, path: str) -> bool:
    """Whether a link has to be written anew: it would lead elsewhere, or says the old name or path of what moves."""
    if not link.target:
        return False
    found, now = move.before.find(link.target, path), move.after.find(link.target, move.now(path))
    if not found:
        return _is_misled(move, link, path, now)
    if len(found) > 1 or now != move.wanted(link.target, path):
        return now != move.wanted(link.target, path)
    (was,) = found
    here, here_now = posixpath.dirname(path), posixpath.dirname(move.now(path))
    style, style_now = style_of(link.target, was, here), style_of(link.target, move.now(was), here_now)
    if style == "relative" and style_now not in {"relative", "path"}:
        return True  # kb would find it, other programs would not
    if was == move.now(was) or not names_file(link.target, was):
        return False
    has_new_name = posixpath.basename(was) != posixpath.basename(move.now(was))
    return has_new_name or style == "path"


def _is_misled(move: Move, link: Link, path: str, now: tuple[str, ...]) -> bool:
    """Whether a link that leads nowhere would lead to another file than one that gets the name for which it asks."""
    is_dotted = link.target.startswith(("./", "../")) and posixpath.dirname(path) != posixpath.dirname(move.now(path))
    return is_dotted or not move.takes(now)


def _renamed(move: Move, path: str, spot: Spot) -> str | None:
    """What the link says instead of its target; None where nothing that it could say means the same."""
    target, here, here_now = spot.link.target, posixpath.dirname(path), posixpath.dirname(move.now(path))
    found, wanted = move.before.find(target, path), move.wanted(target, path)
    if len(found) > 1:
        return None
    was = found[0] if found else posixpath.normpath(posixpath.join(here, target))
    if was.startswith("../"):
        return spot.written if not move.after.find(target, move.now(path)) else None
    for name in spellings(target, was, move.now(was), here, here_now):
        text = written(name, spot.form, spot.written)
        now = move.after.find(name, move.now(path))
        if text is not None and (now == wanted or (not wanted and move.takes(now))):
            return text + _kept_text(spot, name, was)
    return None


def _kept_text(spot: Spot, name: str, was: str) -> str:
    """What a wikilink without text needs, so that its reader sees no path where there was a name."""
    link = spot.link
    if spot.form != "wiki" or link.is_embed or link.fragment or "|" in link.raw:
        return ""
    if names_file(link.target, was) and ("/" in link.target or "/" not in name):
        return ""
    shown = link.target
    if names_file(link.target, was):
        shown = posixpath.basename(name if link.target.casefold().endswith(".md") else name.removesuffix(".md"))
    return f"\\|{shown}" if spot.is_crowded else f"|{shown}"


def _verify(move: Move, path: str, spots: list[tuple[Passage, Spot]], text: str) -> None:
    """Read back what was written, because a link that leads elsewhere is worse than a refused move."""
    links = [spot.link for _, spot in _spots(path, text)]
    for number, (passage, spot) in enumerate(spots):
        if spot.form == "path":
            continue
        wanted = move.wanted(spot.link.target, path)
        found = move.after.find(links[number].target, move.now(path)) if len(links) == len(spots) else None
        if found != wanted and (wanted or found is None):
            raise _refusal(move, path, spot.link, _line(text, passage, spot))


def _line(text: str, passage: Passage, spot: Spot) -> int:
    """The line of a link; where a text is quoted or escaped, that on which the text begins."""
    first = 1 + text.count("\n", 0, passage.offsets[0] if passage.offsets else 0)
    return first if passage.name else first + spot.link.line - 1


def _refusal(move: Move, path: str, link: Link, line: int) -> KbError:
    found = move.before.find(link.target, path)
    if len(found) > 1:
        what = f"This link may mean {len(found)} files, and would mean others after the move"
        return KbError(what, path=path, line=line, found=link.raw, do="Write more of the path in it, then move.")
    do = "Write it in another way, or choose another name."
    what = f"This link to {found[0]} could not be kept" if found else "This link to nothing would lead to something"
    return KbError(what, path=path, line=line, found=link.raw, do=do)
