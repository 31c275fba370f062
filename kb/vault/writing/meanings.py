"""What a link that leads nowhere can have meant, where that is one thing only."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from kb.model.note import Heading, Link, Note
from kb.vault.checks.names import HOME_NAMES
from kb.vault.index import Index
from kb.vault.names import folded_key
from kb.vault.properties import property_aliases

Item = TypeVar("Item")

_KINDS = (
    {"avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"},
    {"flac", "m4a", "mp3", "ogg", "wav", "webm", "3gp", "mkv", "mov", "mp4", "ogv"},
)
"""Extensions that one picture, or one recording, may change between."""


def loose_key(text: str) -> str:
    """A name without regard to case, accents' normal form, and what stands between its words."""
    return " ".join(re.split(r"[\s_-]+", folded_key(text))).strip()


class Meanings:
    """Every file of an index, and all inside of it, under all that a link may call it by mistake."""

    def __init__(self, index: Index) -> None:
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._stems: defaultdict[str, set[str]] = defaultdict(set)
        self._aliases: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._folders: set[str] = set()
        for path, note in index.notes.items():
            self._names[loose_key(note.name)].add(path)
            for alias in property_aliases(note):
                self._aliases[loose_key(alias)].setdefault(path, alias)
        for path in index.attachments:
            name = path.rpartition("/")[2]
            self._names[loose_key(name)].add(path)
            self._stems[loose_key(posixpath.splitext(name)[0])].add(path)
        for path in (*index.notes, *index.attachments):
            self._folders.update(_ends(folded_key(posixpath.dirname(path))))
        self._headings: dict[str, Mapping[str, Sequence[Heading]]] = {}
        self._blocks: dict[str, Mapping[str, Sequence[str]]] = {}

    def of(self, link: Link, from_path: str) -> tuple[str, str]:
        """The one file that a link can mean, and its alias where that was meant; both empty where there is a doubt."""
        target = _without_md(link.target)
        folder, _, name = target.rpartition("/")
        alike = self._names.get(loose_key(name), set())
        aliases = self._aliases.get(loose_key(target), {})
        if not alike and len(aliases) == 1:
            return next(iter(aliases.items()))
        same = {path for path in alike if folded_key(_without_md(path).rpartition("/")[2]) == folded_key(name)}
        found = same or alike or self._of_kind(name, is_embed=link.is_embed)
        path = next(iter(found)) if len(found) == 1 else ""
        if folder and path and not self._can_have_left(folder, path, from_path):
            return "", ""
        return path, ""

    def heading_of(self, note: Note, text: str) -> Heading | None:
        """The one heading of a note that has these words."""
        if note.path not in self._headings:
            self._headings[note.path] = _grouped((_words(heading.text), heading) for heading in note.outline.headings)
        alike = self._headings[note.path].get(_words(text), ())
        return alike[0] if len(alike) == 1 else None

    def block_of(self, note: Note, block_id: str) -> str:
        """The one block id of a note that is almost this one; empty where there is none, or a doubt."""
        if note.path not in self._blocks:
            ids = dict(note.outline.block_ids)
            self._blocks[note.path] = _grouped((loose_key(name), name) for name in ids)
        alike = self._blocks[note.path].get(loose_key(block_id), ())
        return alike[0] if len(alike) == 1 else ""

    def _of_kind(self, name: str, *, is_embed: bool) -> set[str]:
        """Files of this name with an extension that an embed leaves out, or with another one of the same kind."""
        stem, extension = posixpath.splitext(name)
        kinds = [kind for kind in _KINDS if extension[1:].casefold() in kind]
        others = {path for kind in kinds for path in self._stems.get(loose_key(stem), ()) if _extension(path) in kind}
        return others or (self._stems.get(loose_key(name), set()) if is_embed else set())

    def _can_have_left(self, folder: str, path: str, from_path: str) -> bool:
        """Whether a file may be meant although it is in another folder: the one that the link names is gone."""
        here = posixpath.dirname(from_path)
        named = {posixpath.normpath(folder.lstrip("/")), posixpath.normpath(posixpath.join(here, folder))}
        ends = set(_ends(folded_key(posixpath.dirname(path))))
        keys = {folded_key(name) for name in named}
        is_home = folded_key(_without_md(path).rpartition("/")[2]) in HOME_NAMES
        return bool(keys & ends) or (not keys & self._folders and not is_home)


def _grouped(pairs: Iterable[tuple[str, Item]]) -> Mapping[str, Sequence[Item]]:
    groups: defaultdict[str, list[Item]] = defaultdict(list)
    for key, item in pairs:
        if key:
            groups[key].append(item)
    return groups


def _words(text: str) -> str:
    """A heading without case and punctuation, so that an anchor like `my-heading` is like `My heading`."""
    return " ".join(re.findall(r"\w+", loose_key(text)))


def _extension(path: str) -> str:
    return posixpath.splitext(path)[1][1:].casefold()


def _without_md(path: str) -> str:
    return path[: -len(".md")] if path.casefold().endswith(".md") else path


def _ends(folder: str) -> Iterator[str]:
    parts = folder.split("/") if folder else []
    return ("/".join(parts[start:]) for start in range(len(parts)))
