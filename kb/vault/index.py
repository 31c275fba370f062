"""The index of a given set of notes: what is there, and what points to what. Built once, never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from kb.model.note import FencedBlock, Link, Note
from kb.vault.links import Ambiguous, Resolver, Target, build_resolver
from kb.vault.names import folded_key, name_key
from kb.vault.properties import property_tags

RUN_PROPERTY = "kb_run"
BATCH_PROPERTY = "kb_batch"

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Backlink:
    """A place that links here: the note, the line, that line's text, and whether it embeds."""

    path: str
    line: int
    context: str
    is_embed: bool


@dataclass(frozen=True, slots=True)
class Index:
    """What a set of notes holds.

    Attributes:
        notes: The notes by path, in the vault's order.
        attachments: The paths of all other files.
        resolver: Where links lead.
        tags: Each tag in lower case, and each parent of a nested one -> the notes that carry it.
        tag_names: The same keys -> the tag as first written.
        backlinks: The path of a note or file -> the places in other notes that link there.
        runs: Run key -> the notes whose `kb_run` it is; more than one after a copy in Obsidian.
        batches: Batch name -> the notes whose `kb_batch` it is.
        blocks: Language of a fenced block -> such blocks.
    """

    notes: Mapping[str, Note]
    attachments: tuple[str, ...]
    resolver: Resolver
    tags: Mapping[str, tuple[str, ...]]
    tag_names: Mapping[str, str]
    backlinks: Mapping[str, tuple[Backlink, ...]]
    runs: Mapping[str, tuple[str, ...]]
    batches: Mapping[str, tuple[str, ...]]
    blocks: Mapping[str, tuple[FencedBlock, ...]]

    def resolve(self, link: Link, from_path: str) -> Target | Ambiguous | None:
        """Where a link in a note leads; None when there is nothing of that name."""
        return self.resolver.resolve(link, from_path)

    def tagged(self, tag: str) -> tuple[str, ...]:
        """The notes that carry a tag or one below it, in any case, with or without `#`."""
        return self.tags.get(folded_key(tag.removeprefix("#")), ())


def build_index(notes: Iterable[Note], attachments: Iterable[str] = ()) -> Index:
    """Index the given notes and files and nothing else: an audience's index knows of no other note."""
    by_path = {note.path: note for note in sorted(notes, key=lambda note: name_key(note.path))}
    files = tuple(sorted(attachments, key=name_key))
    resolver = build_resolver(by_path.values(), files)
    names: dict[str, str] = {}
    for note in by_path.values():
        for tag in _with_parents(tags_of(note)):
            names.setdefault(folded_key(tag), tag)
    return Index(
        notes=MappingProxyType(by_path),
        attachments=files,
        resolver=resolver,
        tags=_group(by_path.values(), lambda note: {folded_key(tag): None for tag in _with_parents(tags_of(note))}),
        tag_names=MappingProxyType(names),
        backlinks=_backlinks(by_path.values(), resolver),
        runs=_group(by_path.values(), lambda note: _property(note, RUN_PROPERTY)),
        batches=_group(by_path.values(), lambda note: _property(note, BATCH_PROPERTY)),
        blocks=_blocks(by_path.values()),
    )


def tags_of(note: Note) -> tuple[str, ...]:
    """A note's tags from its properties and its text, each once, as first written."""
    tags: dict[str, str] = {}
    for tag in (*property_tags(note), *(tag for tag, _ in note.outline.tags)):
        tags.setdefault(folded_key(tag), tag)
    return tuple(tags.values())


def links_of(note: Note) -> tuple[Link, ...]:
    """A note's links from its properties and its text, in order."""
    return (*note.property_links, *note.outline.links)


def _with_parents(tags: Iterable[str]) -> Iterator[str]:
    for tag in tags:
        parts = tag.split("/")
        yield from ("/".join(parts[:depth]) for depth in range(len(parts), 0, -1))


def _property(note: Note, name: str) -> tuple[str, ...]:
    value = note.properties.get(name)
    return () if value is None else (str(value),)


def _group(notes: Iterable[Note], keys: Callable[[Note], Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for note in notes:
        for key in keys(note):
            groups[key].append(note.path)
    return _frozen(groups)


def _frozen(groups: Mapping[str, list[Item]]) -> Mapping[str, tuple[Item, ...]]:
    return MappingProxyType({key: tuple(items) for key, items in groups.items()})


def _blocks(notes: Iterable[Note]) -> Mapping[str, tuple[FencedBlock, ...]]:
    groups: defaultdict[str, list[FencedBlock]] = defaultdict(list)
    for note in notes:
        for block in note.outline.blocks:
            groups[block.language].append(block)
    return _frozen(groups)


def _backlinks(notes: Iterable[Note], resolver: Resolver) -> Mapping[str, tuple[Backlink, ...]]:
    groups: defaultdict[str, dict[tuple[str, int], Backlink]] = defaultdict(dict)
    for note in notes:
        lines = note.text.split("\n")
        for link in links_of(note):
            target = resolver.resolve(link, note.path)
            if isinstance(target, Target) and target.path != note.path:
                context = lines[link.line - 1].strip() if link.line <= len(lines) else ""
                place = Backlink(note.path, link.line, context, link.is_embed)
                groups[target.path].setdefault((note.path, link.line), place)
    return _frozen({path: list(places.values()) for path, places in groups.items()})
