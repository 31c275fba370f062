"""What a move changes: every link that would lead elsewhere is written anew, in its own style."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb.errors import KbError
from kb.model.note import Link, Note
from kb.vault.canvas import Canvas
from kb.vault.edits import Edit
from kb.vault.index import Index, links_of
from kb.vault.links import Resolver, build_resolver
from kb.vault.relink import Relinked, once, relinked, reread, spots_of
from kb.vault.spelling import names_file, spellings, style_of
from kb.vault.spots import Spot


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

    def wanted(self, found: tuple[str, ...]) -> tuple[str, ...]:
        """What a link must lead to after the move that leads to these before it."""
        return tuple(sorted(self.now(path) for path in found))

    def takes(self, paths: tuple[str, ...]) -> bool:
        """Whether a link that leads nowhere may lead there: to what gets the name for which it asks, or to nothing."""
        return set(paths) <= set(self.moved.values())


def rewrite_links(index: Index, moved: Mapping[str, str]) -> dict[str, tuple[Edit, ...]]:
    """The edits that a move needs, by the path that each file has before it.

    Args:
        index: The vault.
        moved: Path before -> path after, of each file that moves.

    Raises:
        KbError: A link could not keep what it means.
    """
    notes = [replace(note, path=moved.get(note.path, note.path)) for note in index.notes.values()]
    after = build_resolver(notes, [moved.get(path, path) for path in index.attachments])
    move = Move(moved, index.resolver, after)
    files: dict[str, Note | Canvas] = {
        path: note
        for path, note in index.notes.items()
        if any(_is_disturbed(move, link, path) for link in links_of(note))
    }
    edits = {path: _rewritten(move, path, file) for path, file in (files | {**index.canvases}).items()}
    return {path: found for path, found in edits.items() if found}


def _rewritten(move: Move, path: str, file: Note | Canvas) -> tuple[Edit, ...]:
    spots = spots_of(file)
    changes = [_change(move, path, spot) for spot in spots]
    for spot, change in zip(spots, changes, strict=True):
        if change and not change.is_plain:  # a link that leads elsewhere is worse than a refused move
            if reread(file, spots, changes):
                break
            raise _refusal(move, path, spot)
    return tuple(change.edit for change in once(changes))


def _change(move: Move, path: str, spot: Spot) -> Relinked | None:
    """What becomes of a link; None where it stays as it is."""
    target = spot.link.target
    if spot.form == "path":
        new = _canvas_path(move, path, target)
        change = relinked(spot, new, spot.link.fragment)
    elif not _is_disturbed(move, spot.link, path):
        return None
    else:
        change = _renamed(move, path, spot)
    if change is None:
        raise _refusal(move, path, spot)
    return None if change.target == target and change.edit.before == change.edit.after else change


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
    if now != move.wanted(found) or len(found) > 1:
        return now != move.wanted(found)
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


def _renamed(move: Move, path: str, spot: Spot) -> Relinked | None:
    """The link with another target; None where nothing that it could say means the same."""
    target, here, here_now = spot.link.target, posixpath.dirname(path), posixpath.dirname(move.now(path))
    found = move.before.find(target, path)
    wanted = move.wanted(found)
    if len(found) > 1:
        return None
    was = found[0] if found else posixpath.normpath(posixpath.join(here, target))
    if was.startswith("../"):
        return None if move.after.find(target, move.now(path)) else relinked(spot, target, spot.link.fragment)
    for name in spellings(target, was, move.now(was), here, here_now):
        now = move.after.find(name, move.now(path))
        if now != wanted and (wanted or not move.takes(now)):
            continue
        if change := relinked(spot, name, spot.link.fragment, _kept_text(spot, name, was)):
            return change
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


def _refusal(move: Move, path: str, spot: Spot) -> KbError:
    link, line = spot.link, spot.line
    found = move.before.find(link.target, path)
    if len(found) > 1:
        what = f"This link may mean {len(found)} files, and would mean others after the move"
        return KbError(what, path=path, line=line, found=link.raw, do="Write more of the path in it, then move.")
    do = "Write it in another way, or choose another name."
    what = f"This link to {found[0]} could not be kept" if found else "This link to nothing would lead to something"
    return KbError(what, path=path, line=line, found=link.raw, do=do)
