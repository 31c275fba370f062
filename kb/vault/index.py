"""The index of a given set of notes: what is there, and what points to what. Built once, never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from kb.model.note import FencedBlock, Link, Note
from kb.vault.backlinks import Backlink, Backlinks, find_backlinks, links_of
from kb.vault.links import Ambiguous, Resolver, Target, build_resolver
from kb.vault.names import folded_key, name_key
from kb.vault.properties import property_tags
from kb.vault.reading.canvas import Canvas
from kb.vault.reading.pause import without_collector

__all__ = ["Backlink", "Index", "build_index", "is_by_kb", "is_dashboard", "links_of", "tags_of"]

RUN_PROPERTY = "kb_run"
BATCH_PROPERTY = "kb_batch"
DESK_PROPERTY = "kb_desk"
STATE_PROPERTY = "kb_state"
_OF_DASHBOARDS = frozenset({DESK_PROPERTY, STATE_PROPERTY})
_OF_KB = _OF_DASHBOARDS | {RUN_PROPERTY, BATCH_PROPERTY}

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Index:
    """What a set of notes holds.

    Attributes:
        notes: The notes by path, in the vault's order.
        attachments: The paths of all other files.
        resolver: Where links lead.
        tags: Each tag in lower case, and each parent of a nested one -> the notes and canvases that carry it.
        tag_names: The same keys -> the tag as first written.
        backlinks: The path of a note or file -> the places in other notes that link there.
        runs: Run key -> the notes whose `kb_run` it is; more than one after a copy in Obsidian.
        batches: Batch name -> the notes whose `kb_batch` it is.
        blocks: Language of a fenced block -> such blocks.
        canvases: The canvases by path.
    """

    notes: Mapping[str, Note]
    attachments: tuple[str, ...]
    resolver: Resolver
    tags: Mapping[str, tuple[str, ...]]
    tag_names: Mapping[str, str]
    backlinks: Backlinks
    runs: Mapping[str, tuple[str, ...]]
    batches: Mapping[str, tuple[str, ...]]
    blocks: Mapping[str, tuple[FencedBlock, ...]]
    canvases: Mapping[str, Canvas]

    def resolve(self, link: Link, from_path: str) -> Target | Ambiguous | None:
        """Where a link in a note leads; None when there is nothing of that name."""
        return self.resolver.resolve(link, from_path)

    def tagged(self, tag: str) -> tuple[str, ...]:
        """The notes and canvases that carry a tag or one below it, in any case, with or without `#`."""
        return self.tags.get(folded_key(tag.removeprefix("#")), ())


def build_index(
    notes: Iterable[Note], attachments: Iterable[str] = (), canvases: Mapping[str, Canvas] | None = None
) -> Index:
    """Index the given notes and files and nothing else: an audience's index knows of no other note.

    Args:
        notes: The notes.
        attachments: The paths of all other files.
        canvases: Those of them that are canvases, by path.
    """
    with without_collector():
        by_path = {note.path: note for note in sorted(notes, key=lambda note: name_key(note.path))}
        files = tuple(sorted(attachments, key=name_key))
        resolver = build_resolver(by_path.values(), files)
        tags, names = _tags(by_path, canvases or {})
        return Index(
            notes=MappingProxyType(by_path),
            attachments=files,
            resolver=resolver,
            tags=tags,
            tag_names=names,
            backlinks=find_backlinks(by_path, canvases or {}, resolver),
            runs=_with_property(by_path.values(), RUN_PROPERTY),
            batches=_with_property(by_path.values(), BATCH_PROPERTY),
            blocks=_blocks(by_path.values()),
            canvases=MappingProxyType(dict(canvases or {})),
        )


def is_by_kb(note: Note) -> bool:
    """Whether kb wrote a note: of a run, of results, or a dashboard."""
    return not _OF_KB.isdisjoint(note.properties)


def is_dashboard(note: Note) -> bool:
    """Whether kb wrote a note to say how things stand: it names whatever there is, and says nothing of its own."""
    return not _OF_DASHBOARDS.isdisjoint(note.properties)


def tags_of(note: Note) -> tuple[str, ...]:
    """A note's tags from its properties and its text, each once, as first written."""
    tags: dict[str, str] = {}
    for tag in (*property_tags(note), *(tag for tag, _ in note.outline.tags)):
        tags.setdefault(folded_key(tag), tag)
    return tuple(tags.values())


def _tags(
    notes: Mapping[str, Note], canvases: Mapping[str, Canvas]
) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, str]]:
    groups: defaultdict[str, dict[str, None]] = defaultdict(dict)
    names: dict[str, str] = {}
    in_notes = ((path, tags_of(note)) for path, note in notes.items())
    in_canvases = ((path, [tag for tag, _ in canvas.tags]) for path, canvas in canvases.items())
    for path, tags in (*in_notes, *in_canvases):
        for tag in tags:
            for key, name in _with_parents(tag):
                groups[key][path] = None
                names.setdefault(key, name)
    return _frozen(groups), MappingProxyType(names)


@lru_cache(maxsize=1 << 16)
def _with_parents(tag: str) -> tuple[tuple[str, str], ...]:
    """A tag and the tags above it, each as compared and as written."""
    names = [tag]
    while "/" in names[-1]:
        names.append(names[-1].rpartition("/")[0])
    return tuple((folded_key(name), name) for name in names)


def _with_property(notes: Iterable[Note], name: str) -> Mapping[str, tuple[str, ...]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for note in notes:
        if (value := note.properties.get(name)) is not None:
            groups[str(value)].append(note.path)
    return _frozen(groups)


def _blocks(notes: Iterable[Note]) -> Mapping[str, tuple[FencedBlock, ...]]:
    groups: defaultdict[str, list[FencedBlock]] = defaultdict(list)
    for note in notes:
        for block in note.outline.blocks:
            groups[block.language].append(block)
    return _frozen(groups)


def _frozen(groups: Mapping[str, Iterable[Item]]) -> Mapping[str, tuple[Item, ...]]:
    return MappingProxyType({key: tuple(items) for key, items in groups.items()})
