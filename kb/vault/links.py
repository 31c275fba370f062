"""Where a link leads: dictionaries built once, so that no link ever searches the vault."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.model.note import Heading, Link, Note
from kb.vault.fragments import block_id_of, find_block, find_heading
from kb.vault.names import folded_key, name_key
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
    if block_id := find_block(note, block_id_of(fragment)):
        return Target(note.path, block_id=block_id)
    if heading := find_heading(note.outline.headings, fragment):
        return Target(note.path, heading=heading)
    return Target(note.path, missing=fragment)
