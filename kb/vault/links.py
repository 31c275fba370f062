"""Where a link leads: dictionaries built once, so that no link ever searches the vault."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.model.note import Heading, Link, Note
from kb.vault.properties import property_aliases


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads.

    Attributes:
        path: The note or file, relative to the vault.
        heading: The heading that the fragment names.
        block_id: The block that the fragment names, spelled as in the note.
        missing: The fragment, when the note has no such heading or block; the link still leads to the note.
    """

    path: str
    heading: Heading | None = None
    block_id: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A link that names several files equally well; sorted."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Every path of the vault, under one way of comparing names.

    Attributes:
        key: How a name is compared.
        paths: A whole path, as compared -> the files there.
        ends: Each end of a path (`c.md`, `b/c.md`, `a/b/c.md`), as compared -> the files whose paths end so.
    """

    key: Callable[[str], str]
    paths: Mapping[str, tuple[str, ...]]
    ends: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Resolver:
    """Every way to name a file of the vault. Build it with `build_resolver`.

    Attributes:
        exact: Names as written.
        folded: Names without regard to case.
        aliases: Each alias, without regard to case -> the notes that claim it.
        notes: The notes, by path.
    """

    exact: Names
    folded: Names
    aliases: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, Note]

    def resolve(self, link: Link, from_path: str) -> Target | Ambiguous | None:
        """Where a link in a note leads; None when there is nothing of that name."""
        found = self.find(link.target, from_path) if link.target else (from_path,)
        if not found:
            return None
        if len(found) > 1:
            return Ambiguous(found)
        note = self.notes.get(found[0])
        return _target(note, link.fragment) if note and link.fragment else Target(found[0])

    def find(self, target: str, from_path: str) -> tuple[str, ...]:
        """The files that a link's target names: one, none, or several equally near ones, sorted."""
        here = posixpath.dirname(from_path)
        return (
            _by_path(self.exact, target, here)
            or _by_path(self.folded, target, here)
            or _nearest(self.aliases.get(folded_key(target), ()), here)
        )


def build_resolver(notes: Iterable[Note], attachments: Iterable[str]) -> Resolver:
    """Index every name of the given notes and files."""
    by_path = {note.path: note for note in notes}
    paths = sorted([*by_path, *attachments])
    aliases = ((folded_key(alias), note.path) for note in by_path.values() for alias in property_aliases(note))
    return Resolver(_names(paths, name_key), _names(paths, folded_key), _group(aliases), by_path)


def _names(paths: Sequence[str], key: Callable[[str], str]) -> Names:
    keys = [(key(path), path) for path in paths]
    return Names(key, _group(keys), _group((end, path) for whole, path in keys for end in _ends(whole)))


def name_key(text: str) -> str:
    """A name as it is compared: macOS writes an accent as a character of its own."""
    return unicodedata.normalize("NFC", text)


def folded_key(text: str) -> str:
    """The same without regard to case."""
    return name_key(name_key(text).casefold())


def _group(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    groups: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for key, path in pairs:
        groups[key][path] = None
    return {key: tuple(sorted(paths)) for key, paths in groups.items()}


def _ends(path: str) -> Iterable[str]:
    parts = path.split("/")
    return ("/".join(parts[start:]) for start in range(len(parts)))


def _by_path(names: Names, target: str, here: str) -> tuple[str, ...]:
    """The path from the root, then from the note's folder, then the nearest file whose path ends so."""
    is_relative, is_absolute = target.startswith(("./", "../")), target.startswith("/")
    root = names.key(posixpath.normpath(target.lstrip("/")))
    relative = names.key(posixpath.normpath(posixpath.join(here, target)))
    for path in [relative] if is_relative else [root] if is_absolute else [root, relative]:
        if found := names.paths.get(path) or names.paths.get(path + ".md"):
            return found
    if is_relative or is_absolute:
        return ()
    return _nearest(names.ends.get(root) or names.ends.get(root + ".md") or (), here)


def _nearest(paths: Sequence[str], here: str) -> tuple[str, ...]:
    """Those of the files with the fewest folders between them and the note."""
    if len(paths) < 2:  # noqa: PLR2004  (one is the nearest)
        return tuple(paths)
    distances = {path: _distance(posixpath.dirname(path), here) for path in paths}
    least = min(distances.values())
    return tuple(path for path in paths if distances[path] == least)


def _distance(folder: str, other: str) -> int:
    parts, others = [part for part in folder.split("/") if part], [part for part in other.split("/") if part]
    common = len(posixpath.commonprefix([parts, others]))
    return len(parts) + len(others) - 2 * common


def _target(note: Note, fragment: str) -> Target:
    if "^" in fragment and (block_id := find_block(note, fragment.rpartition("^")[2])):
        return Target(note.path, block_id=block_id)
    if heading := find_heading(note.outline.headings, fragment):
        return Target(note.path, heading=heading)
    return Target(note.path, missing=fragment)


def find_block(note: Note, block_id: str) -> str:
    """A note's block id as spelled there; empty when there is none."""
    wanted = block_id.strip().casefold()
    return next((name for name, _ in note.outline.block_ids if name.casefold() == wanted), "")


def find_heading(headings: Sequence[Heading], fragment: str) -> Heading | None:
    """The heading that `Heading` or `Heading#Subheading` names."""
    whole = heading_key(fragment)
    found = next((heading for heading in headings if heading_key(heading.text) == whole), None)
    return found or _descend(headings, [heading_key(part) for part in fragment.split("#")])


@lru_cache(maxsize=1 << 16)
def heading_key(text: str) -> str:
    """A heading as links name it: without the characters that a link cannot hold, and without regard to case."""
    return " ".join(re.sub(r"[#|^:%\[\]\\*`=~]+", " ", folded_key(text)).split())


def _descend(headings: Sequence[Heading], keys: Sequence[str]) -> Heading | None:
    for position, heading in enumerate(headings):
        if heading_key(heading.text) != keys[0]:
            continue
        if len(keys) == 1:
            return heading
        if found := _descend(_section(headings, position), keys[1:]):
            return found
    return None


def _section(headings: Sequence[Heading], position: int) -> Sequence[Heading]:
    """The headings below one, up to the next of its level or higher."""
    level = headings[position].level
    for end in range(position + 1, len(headings)):
        if headings[end].level <= level:
            return headings[position + 1 : end]
    return headings[position + 1 :]
