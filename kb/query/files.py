"""The files of a vault as values of expressions."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from kb.model.note import Link as WrittenLink
from kb.query.hidden import PROPERTIES, HiddenError, Lacking
from kb.query.moments import Moment, moment_of
from kb.query.properties import property_value
from kb.query.values import Link, NoteName, Tag, Value
from kb.vault.index import Index, links_of, tags_of
from kb.vault.links import Target
from kb.vault.names import folded_key

Paths = frozenset[str]
T = TypeVar("T")
MOST_ANSWERS = 100
"""Kept by a desk: more than a page asks for, as it asks twice, for its key and for itself."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the disk, or git, knows of a file: its size in bytes, and when it was made and changed."""

    size: int = 0
    created: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What expressions are asked about.

    Attributes:
        index: The notes and files that may be known of, and no others.
        now: The moment for `now()`, without a zone.
        facts: What is known of a file, by its path.
        hides: Whether a property of this name, in whatever case, may have been taken out of the notes.
        lacks: Of what something was taken out of any note: PROPERTIES, and of properties that are objects what
            `object_named` says. Of no note is told whether it is that one.
        indexes: A name -> a value -> the files that have it, as far as someone asked.
        answers: The last questions -> what came of them.
    """

    index: Index
    now: datetime
    facts: Callable[[str], FileFacts] = lambda _path: FileFacts()
    hides: Callable[[str], bool] = lambda _name: False
    lacks: frozenset[str] = frozenset()
    indexes: dict[str, dict[Hashable, Paths]] = field(default_factory=dict, compare=False, repr=False)
    answers: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def file(self, path: str) -> File:
        """A file by its path."""
        return File(path, self)

    def check_told(self, name: str) -> None:
        """Refuse to say what the value of a property is that was taken out.

        Raises:
            HiddenError: It was, or may have been.
        """
        if self.hides(name):
            raise HiddenError(name)

    def check_whole(self, what: str) -> None:
        """Refuse to tell all properties, or all of an object, where some of it was taken out.

        Raises:
            HiddenError: They were.
        """
        if what in self.lacks:
            raise HiddenError(what)

    def files(self) -> Iterator[File]:
        """All notes and files, in the vault's order."""
        return (File(path, self) for path in (*self.index.notes, *self.index.attachments))

    def having(self, name: str, keys_of: Callable[[File], Iterable[Hashable]]) -> Mapping[Hashable, Paths]:
        """The files by what they have under a name."""
        if name not in self.indexes:
            groups: defaultdict[Hashable, set[str]] = defaultdict(set)
            for file in self.files():
                for key in keys_of(file):
                    groups[key].add(file.path)
            self.indexes[name] = {key: frozenset(paths) for key, paths in groups.items()}
        return self.indexes[name]

    def once(self, question: Hashable, ask: Callable[[], T]) -> T:
        """What comes of a question, asked once as long as it is among the last."""
        if question not in self.answers:
            if len(self.answers) >= MOST_ANSWERS:
                del self.answers[next(iter(self.answers))]
            self.answers[question] = ask()
        answer: T = self.answers[question]
        return answer

    def linking_to(self, path: str) -> Paths:
        """The other notes that link to a file."""
        known = self.indexes.setdefault("links", {})
        if path not in known:
            known[path] = frozenset(one.path for one in self.index.backlinks.get(path, ()))
        return known[path]

    def found(self, target: str, from_path: str = "") -> File | None:
        """The file that a link leads to."""
        name, _, fragment = target.partition("#")
        found = self.index.resolve(WrittenLink(name, fragment, "", 1, False, True, f"[[{target}]]"), from_path)
        return File(found.path, self) if isinstance(found, Target) else None


@dataclass(frozen=True, slots=True)
class File:
    """A file of the vault; two are one where their paths are."""

    path: str
    desk: Desk = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.path

    @property
    def name(self) -> str:
        """As Obsidian shows it: without its folder, and of a note without its ending."""
        return NoteName(self.basename) if self.ext == "md" else posixpath.basename(self.path)

    @property
    def basename(self) -> str:
        """Without its folder and ending."""
        return posixpath.splitext(posixpath.basename(self.path))[0]

    @property
    def folder(self) -> str:
        """The folder it is in; `/` for the vault itself."""
        return posixpath.dirname(self.path) or "/"

    @property
    def ext(self) -> str:
        """Its ending, without the dot."""
        return posixpath.splitext(self.path)[1].removeprefix(".")

    @property
    def properties(self) -> Mapping[str, Value]:
        """The properties of a note, by name."""
        note = self.desk.index.notes.get(self.path)
        names = note.properties if note else ()
        kind = Lacking if PROPERTIES in self.desk.lacks else dict
        return kind((name, self.value_as_written(name)) for name in names)

    def value_as_written(self, name: str) -> Value:
        """A property of a note by its name as the note has it; None where it has none."""
        note = self.desk.index.notes.get(self.path)
        value = property_value(note.properties.get(name), self) if note else None
        return _lacking(value) if self.desk.lacks and object_named(name) in self.desk.lacks else value

    def value_of(self, name: str) -> Value:
        """A property of a note; None where it has none of this name, in whatever case.

        Raises:
            HiddenError: It is not told here.
        """
        self.desk.check_told(name)
        note = self.desk.index.notes.get(self.path)
        if note is None:
            return None
        if name not in note.properties:
            key = folded_key(name)
            name = next((other for other in note.properties if folded_key(other) == key), name)
        return self.value_as_written(name)

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags of its properties and its text."""
        note = self.desk.index.notes.get(self.path)
        return tuple(map(Tag, tags_of(note))) if note else ()

    @property
    def links(self) -> tuple[Link, ...]:
        """Where it links, and what it embeds."""
        return self._links(is_embed=None)

    @property
    def embeds(self) -> tuple[Link, ...]:
        """What it embeds."""
        return self._links(is_embed=True)

    def _links(self, *, is_embed: bool | None) -> tuple[Link, ...]:
        note = self.desk.index.notes.get(self.path)
        links = links_of(note) if note else ()
        return tuple(_link(link, self) for link in links if is_embed is None or link.is_embed == is_embed)

    @property
    def backlinks(self) -> tuple[Link, ...]:
        """The notes that link to it."""
        paths = dict.fromkeys(one.path for one in self.desk.index.backlinks.get(self.path, ()))
        return tuple(link_to(File(path, self.desk)) for path in paths)

    @property
    def size(self) -> int:
        """In bytes."""
        return self.desk.facts(self.path).size

    @property
    def ctime(self) -> Moment | None:
        """When it was made."""
        return _moment(self.desk.facts(self.path).created)

    @property
    def mtime(self) -> Moment | None:
        """When it was changed last."""
        return _moment(self.desk.facts(self.path).modified)

    @property
    def file(self) -> File:
        """Itself."""
        return self


FIELDS = (
    *("name", "basename", "path", "folder", "ext", "properties", "tags", "links", "embeds", "backlinks"),
    *("size", "ctime", "mtime", "file"),
)


def link_to(file: File, shown: Value = None) -> Link:
    """A link to a file, shown by its name unless by something else."""
    return Link(file.path, file, file.name if shown is None else shown)


def target_of(link: WrittenLink) -> str:
    """What a link names, with its fragment."""
    return f"{link.target}#{link.fragment}" if link.fragment else link.target


def _link(link: WrittenLink, file: File) -> Link:
    target = target_of(link)
    return Link(target, file.desk.found(target, file.path), link.text or None)


def object_named(name: str) -> str:
    """What a desk lacks a part of, where it is an object under this name in the properties of notes."""
    return f"note.{folded_key(name)}"


def _lacking(value: Value) -> Value:
    """The same, in which each object may lack parts."""
    match value:
        case tuple():
            return tuple(map(_lacking, value))
        case dict():
            return Lacking((name, _lacking(item)) for name, item in value.items())
    return value


def _moment(at: datetime | None) -> Moment | None:
    return None if at is None else moment_of(at)
