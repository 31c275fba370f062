"""Where a link leads: dictionaries built once, so that no link ever searches the vault."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

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


@dataclass(frozen=True)
class Names:
    """Every path of the vault, under one way of comparing names.

    Attributes:
        key: How a name is compared.
        files: The paths, sorted.
    """

    key: Callable[[str], str]
    files: Sequence[str]

    @cached_property
    def paths(self) -> Mapping[str, tuple[str, ...]]:
        """A whole path, as compared -> the files there."""
        return _group((self.key(path), path) for path in self.files)

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """The last part of a path, as compared -> the files of that name."""
        return _group((self.key(path.rpartition("/")[2]), path) for path in self.files)

    @cached_property
    def ends(self) -> Mapping[str, tuple[str, ...]]:
        """Each end of a path with a folder in it (`b/c.md`, `a/b/c.md`), as compared -> the files that end so."""
        return _group((end, path) for path in self.files for end in _ends(self.key(path)))

    def ending(self, end: str) -> tuple[str, ...]:
        """The files whose paths end so, with `.md` or without."""
        table = self.ends if "/" in end else self.names
        return table.get(end) or table.get(end + ".md") or ()


@dataclass(frozen=True)
class Resolver:
    """Every way to name a file of the vault. Build it with `build_resolver`; its tables are made when first asked.

    Attributes:
        exact: Names as written.
        folded: Names without regard to case.
        notes: The notes, by path.
    """

    exact: Names
    folded: Names
    notes: Mapping[str, Note]
    _anywhere: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    _here: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Each alias, without regard to case -> the notes that claim it."""
        notes = self.notes.values()
        pairs = ((folded_key(alias), note.path) for note in notes for alias in property_aliases(note))
        return {key: tuple(sorted(paths)) for key, paths in _group(pairs).items()}

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
        found = self._only.get(target) or self._anywhere.get(target)
        if found is None:
            found = self._candidates(target)
            if found is None or len(found) > 1:
                return self._found(target, posixpath.dirname(from_path))
            self._anywhere[target] = found
        return found

    @cached_property
    def _only(self) -> Mapping[str, tuple[str, ...]]:
        """Names, without `.md`, that one file has: nearly every link is one of them, and found at once."""
        names: dict[str, tuple[str, ...]] = {}
        for path in self.exact.files:
            name = self.exact.key(path.rpartition("/")[2].removesuffix(".md"))
            is_special = not name.strip(".") or name.endswith(".md")  # a folder; a note whose name says so twice
            names[name] = () if name in names or is_special else (path,)
        return names

    def _candidates(self, target: str) -> tuple[str, ...] | None:
        """The files that a target may mean from some folder; None where that takes a look at the folder."""
        if "/" in target:
            key = self.exact.key(target)
            return self.exact.paths.get(key) or self.exact.paths.get(key + ".md")
        if not target.strip("."):  # `..` is a folder
            return None
        for names in (self.exact, self.folded):
            key = names.key(target)
            if found := names.names.get(key, ()) + names.names.get(key + ".md", ()):
                return found
        return self.aliases.get(folded_key(target), ())

    def _found(self, target: str, here: str) -> tuple[str, ...]:
        """What depends on the folder, looked for once in each."""
        if (target, here) not in self._here:
            self._here[target, here] = self._find(target, here)
        return self._here[target, here]

    def _find(self, target: str, here: str) -> tuple[str, ...]:
        return (
            _by_path(self.exact, target, here)
            or _by_path(self.folded, target, here)
            or _nearest(self.aliases.get(folded_key(target), ()), here)
        )


def build_resolver(notes: Iterable[Note], attachments: Iterable[str]) -> Resolver:
    """Index every name of the given notes and files."""
    by_path = {note.path: note for note in notes}
    paths = sorted([*by_path, *attachments])
    return Resolver(Names(name_key, paths), Names(folded_key, paths), by_path)


def _group(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    crowds: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for key, path in pairs:
        if groups.setdefault(key, one := (path,)) is not one:
            crowds[key][path] = None
    return groups | {key: tuple({groups[key][0]: None, **paths}) for key, paths in crowds.items()}


def _ends(path: str) -> Iterator[str]:
    start = -1
    while (slash := path.find("/", start + 1)) >= 0:
        yield path[start + 1 :]
        start = slash


def _by_path(names: Names, target: str, here: str) -> tuple[str, ...]:
    """The path from the root, then from the note's folder, then the nearest file whose path ends so."""
    is_relative, is_absolute = target.startswith(("./", "../")), target.startswith("/")
    root = names.key(posixpath.normpath(target.lstrip("/")))
    relative = names.key(posixpath.normpath(posixpath.join(here, target)))
    for path in [relative] if is_relative else [root] if is_absolute else [root, relative]:
        if found := names.paths.get(path) or names.paths.get(path + ".md"):
            return found
    return () if is_relative or is_absolute else _nearest(names.ending(root), here)


def _nearest(paths: tuple[str, ...], here: str) -> tuple[str, ...]:
    """Those of the files with the fewest folders between them and the note, sorted."""
    if len(paths) < 2:  # noqa: PLR2004  (one is the nearest)
        return paths
    highest = _highest(paths)
    above = _with_parents(here)
    distances = {folder: highest[folder][0] - 2 * _depth(folder) for folder in above if folder in highest}
    least = min(distances.values())
    near = [highest[folder][1] for folder, distance in distances.items() if distance == least]
    return near[0] if len(near) == 1 else tuple(sorted({path for group in near for path in group}))


@lru_cache(maxsize=256)
def _highest(paths: tuple[str, ...]) -> Mapping[str, tuple[int, tuple[str, ...]]]:
    """For each folder above some of the files: the least depth at which there are some in it, and which, sorted."""
    highest: dict[str, tuple[int, list[str]]] = {}
    for path in paths:
        own = posixpath.dirname(path)
        depth = _depth(own)
        for folder in _with_parents(own):
            least, found = highest.get(folder, (depth + 1, []))
            if depth < least:
                highest[folder] = depth, [path]
            elif depth == least:
                found.append(path)
    return {folder: (depth, tuple(sorted(found))) for folder, (depth, found) in highest.items()}


def _with_parents(folder: str) -> list[str]:
    parts = folder.split("/") if folder else []
    return ["/".join(parts[:depth]) for depth in range(len(parts) + 1)]


def _depth(folder: str) -> int:
    return folder.count("/") + 1 if folder else 0


def _target(note: Note, fragment: str) -> Target:
    if block_id := find_block(note, block_id_of(fragment)):
        return Target(note.path, block_id=block_id)
    if heading := find_heading(note.outline.headings, fragment):
        return Target(note.path, heading=heading)
    return Target(note.path, missing=fragment)
