"""What an audience sees of the vault: which links lead to what it does not, and what is shown for them."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kb.model.note import Link, Note
from kb.site.private.distinct import holds_name
from kb.site.private.meant import meant_by
from kb.vault.fragments import heading_key
from kb.vault.links import Resolver, Target, build_resolver
from kb.vault.markdown.text import COMMENT
from kb.vault.names import folded_key, name_key
from kb.vault.properties import property_aliases

NEUTRAL = "private note"
"""Stands where the name of a private note would be shown."""
_KINDS = {"md": NEUTRAL, "canvas": "private canvas", "base": "private base"}


@dataclass(frozen=True)
class Sight:
    """The whole vault, and what of it is private.

    Attributes:
        vault: Where links lead in the whole vault.
        hidden: The paths of what the audience does not see.
        old_paths: A path -> what the file there was called before.
    """

    vault: Resolver
    hidden: frozenset[str]
    old_paths: Mapping[str, Sequence[str]]
    _names: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def private(self, target: str, path: str) -> tuple[str, ...]:
        """The private files that a link in a note names; none where it names one that the audience sees, too.

        A link that leads nowhere names what it would in a plainer spelling, a folder of private notes alone, or what
        has such a title, or was called so before.
        """
        found = (self.vault.find(target, path) or self._meant(target)) if target else ()
        return found if found and self.hidden.issuperset(found) else ()

    def _meant(self, target: str) -> tuple[str, ...]:
        for name in meant_by(target):
            key = folded_key(name)
            if (
                found := self.vault.find(name, "")
                or self._private_folders.get(key)
                or self._other_names.get(key.removesuffix(".md"))
            ):
                return found
        return ()

    @cached_property
    def _other_names(self) -> Mapping[str, tuple[str, ...]]:
        """What files of the vault were called before, and what notes call themselves -> these files."""
        names = defaultdict[str, list[str]](list)
        for path in sorted({*self.vault.notes, *self.hidden}):
            note = self.vault.notes.get(path)
            former = (posixpath.basename(old) for old in self.old_paths.get(name_key(path), ()))
            for name in {*former, *(titles_of(note) if note else ())}:
                names[folded_key(name).removesuffix(".md")].append(path)
        return {name: tuple(paths) for name, paths in names.items()}

    @cached_property
    def _private_folders(self) -> Mapping[str, tuple[str, ...]]:
        """The name of each folder that has private notes, and no others -> these."""
        names = defaultdict[str, list[str]](list)
        for path in sorted(self.hidden):
            for folder in _folders(path):
                names[folded_key(folder)].append(path)
        shown = {folded_key(name) for path in self.vault.notes.keys() - self.hidden for name in _folders(path)}
        return {name: tuple(paths) for name, paths in names.items() if name not in shown}

    def words(self, link: Link, path: str) -> str | None:
        """What is shown for a link in a note that leads to what is private: its own text, unless that names it.

        None where it does not lead there.
        """
        found = self.private(link.target, path)
        return self.shown(link.text, (link.target, link.fragment), found, is_embed=link.is_embed) if found else None

    def shown(self, text: str, said: Iterable[str], found: Iterable[str], *, is_embed: bool = False) -> str:
        """The text of a link to private files, or what stands instead of one that says a name of theirs."""
        text, found = " ".join(COMMENT.sub("", text).split()), tuple(found)
        names = [*(name for name in said if name), *(name for path in found for name in self._names_of(path))]
        tells = is_embed or not text or any(_tells(text, name) for name in names)
        return neutral_name(found) if tells else text

    def _names_of(self, path: str) -> tuple[str, ...]:
        if path not in self._names:
            note = self.vault.notes.get(path)
            stem = posixpath.splitext(path)[0]
            own = (path, stem, posixpath.basename(path), posixpath.basename(stem))
            self._names[path] = own + (names_in(note) if note else ())
        return self._names[path]


def neutral_name(paths: Iterable[str]) -> str:
    """What stands where the name of private files would be shown."""
    kinds = {_KINDS.get(path.rpartition(".")[2].casefold(), "private file") for path in paths}
    return kinds.pop() if len(kinds) == 1 else "private file"


def names_in(note: Note) -> tuple[str, ...]:
    """What a note calls itself and its parts: aliases, title, headings."""
    return (*property_aliases(note), *titles_of(note), *(heading.text for heading in note.outline.headings))


def titles_of(note: Note) -> Iterator[str]:
    """The title of a note, as its property and its first headings say."""
    title = note.properties.get("title")
    if isinstance(title, str):
        yield title
    yield from (heading.text for heading in note.outline.headings if heading.level == 1)


def _folders(path: str) -> Iterator[str]:
    """The names of the folders that a file is in."""
    yield from path.split("/")[:-1]


def _tells(text: str, name: str) -> bool:
    return heading_key(text) == heading_key(name) or holds_name(text, name)


def sight_of(
    notes: Mapping[str, Note], files: Iterable[str], hidden: Iterable[str], old_paths: Mapping[str, Sequence[str]]
) -> Sight:
    """What an audience sees of these notes and files when some of them are hidden."""
    return Sight(build_resolver(notes.values(), files), frozenset(hidden), old_paths)


def heading_of(sight: Sight, link: Link, path: str) -> tuple[str, int] | None:
    """The note and the line of the heading that a link in a note names, if it names one."""
    found = sight.vault.resolve(link, path) if link.fragment else None
    return (found.path, found.heading.line) if isinstance(found, Target) and found.heading else None
