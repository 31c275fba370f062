"""Parts of values: the fields of notes, of their files and of the items of their lists."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kb.errors import KbError
from kb.model.note import Note
from kb.query.dataview.metadata import ListItem, Metadata, plain_name, read_metadata
from kb.query.dataview.moments import parse_when, part_of_duration, part_of_moment, without_time
from kb.query.dataview.values import inline_value, written_value
from kb.query.files import File, link_to
from kb.query.moments import Duration, Moment
from kb.query.properties import link_of_text
from kb.query.scope import MOST_WEIGHT
from kb.query.values import Image, Link, Tag, Value, text_of
from kb.vault.index import tags_of
from kb.vault.properties import property_aliases

_DAY = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_LINK = re.compile(r"!?\[\[([^\[\]]+)\]\]")
_TAG = re.compile(r"(?:^|(?<=\s))#([^\s#,;.:!?'\"()\[\]{}`]*[^\W\d][\w/-]*)")
_DONE = {"x", "X"}


@dataclass(frozen=True, slots=True)
class Page:
    """A note, with its fields."""

    file: File

    def __str__(self) -> str:
        return self.file.basename


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the file of a note: `file` in a query."""

    file: File

    def __str__(self) -> str:
        return self.file.path


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list in a note, with its fields."""

    file: File
    item: ListItem = field(compare=False)
    line: int

    def __str__(self) -> str:
        return self.item.text


@dataclass(frozen=True, slots=True)
class Row:
    """A note or item on its way through a query, and the fields that its commands added."""

    of: Page | Entry
    added: tuple[tuple[str, Value], ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return str(self.of)

    def __hash__(self) -> int:
        return hash(self.of)


def note_of(file: File) -> Note | None:
    """The note in a file; None where it is none that may be known of."""
    return file.desk.index.notes.get(file.path)


def metadata_of(file: File) -> Metadata:
    """What the text of a note says beside its properties."""
    note = note_of(file)
    return read_metadata(note.text, note.body_line) if note else Metadata()


def part_of(value: Value, name: str) -> Value:
    """A part of a value by its name: of a list that of each item, of a link that of its note; None for no such part."""
    part = _PARTS.get(type(value))
    return part(value, name) if part else None


def _of_row(row: Row, name: str) -> Value:
    """What a command added, the last first, or else of what the row is about."""
    found = next((value for key, value in reversed(row.added) if key == name), None)
    return part_of(row.of, name) if found is None else found


def _of_page(page: Page, name: str) -> Value:
    return Facts(page.file) if name == "file" else page_field(page.file, name)


def _of_facts(facts: Facts, name: str) -> Value:
    fact = FACTS.get(name)
    return fact(facts.file) if fact else None


def _of_link(link: Link, name: str) -> Value:
    return part_of(Page(link.file), name) if link.file else None


def _of_text(text: str | Tag, name: str) -> Value:
    return len(text_of(text)) if name == "length" else None


def _of_table(table: Mapping[str, Value], name: str) -> Value:
    if name in table:
        return table[name]
    return next((value for key, value in table.items() if plain_name(key) == name), None)


def _of_each(items: tuple[Value, ...], name: str) -> Value:
    """The part of each item; lists are joined."""
    if name == "length":
        return len(items)
    found = list[Value]()
    for item in items:
        part = part_of(item, name)
        found += part if isinstance(part, tuple) else [part]
        if len(found) > MOST_WEIGHT:
            raise KbError("This list holds too much", found=f"{name}: more than {MOST_WEIGHT:,}")
    return tuple(found)


def item_of(value: Value, key: Value) -> Value:
    """An item of a list or character of a text by its number, or a part by its name; None where there is none."""
    if isinstance(key, str):
        return part_of(value, key)
    if isinstance(value, tuple | str) and isinstance(key, int | float) and 0 <= key < len(value) and key == int(key):
        return value[int(key)]
    return None


def keys_of(value: Value) -> tuple[str, ...]:
    """The names of the parts that an object has."""
    match value:
        case dict():
            return tuple(value)
        case Facts(file):
            return tuple(name for name, fact in FACTS.items() if fact(file) is not None)
        case Page(file):
            note = note_of(file)
            return ("file", *(note.properties if note else ()), *metadata_of(file).fields)
        case Entry(_, item):
            return (*_OF_ENTRIES, *item.fields)
        case Row(of, added):
            return (*keys_of(of), *(name for name, _ in added))
    return ()


def page_field(file: File, name: str) -> Value:
    """A field of a note, by its name or its plain name: of its properties and of its text; several make a list."""
    note = note_of(file)
    if note is None:
        return None
    wanted = plain_name(name)
    own = [name] if name in note.properties else [key for key in note.properties if plain_name(key) == wanted]
    values = [written_value(note.properties[key], file) for key in own]
    values += [inline_value(text, file) for text in metadata_of(file).fields.get(wanted, ())]
    return values[0] if len(values) == 1 else tuple(values) or None


def day_of(file: File) -> Moment | None:
    """The date in a file's name, or in its field `date`."""
    found = _DAY.search(file.basename)
    day = parse_when("-".join(found.groups())) if found else page_field(file, "date")
    return without_time(day) if isinstance(day, Moment) else None


def _tags(file: File) -> Iterator[Tag]:
    """All tags, and those above them."""
    for tag in _own_tags(file):
        parts = tag.name.split("/")
        yield from (Tag("/".join(parts[: count + 1])) for count in range(len(parts)))


def _own_tags(file: File) -> tuple[Tag, ...]:
    note = note_of(file)
    return tuple(map(Tag, tags_of(note))) if note else ()


def _aliases(file: File) -> tuple[str, ...]:
    note = note_of(file)
    return tuple(property_aliases(note)) if note else ()


def _frontmatter(file: File) -> dict[str, Value]:
    note = note_of(file)
    return {str(key): written_value(value, file) for key, value in note.properties.items()} if note else {}


def _day_of(moment: Moment | None) -> Moment | None:
    return None if moment is None else without_time(moment)


def entries_of(file: File) -> tuple[Entry, ...]:
    """The items of all lists of a note."""
    return tuple(Entry(file, item, item.line) for item in metadata_of(file).items)


def tasks_of(file: File) -> tuple[Entry, ...]:
    """The tasks of a note."""
    return tuple(entry for entry in entries_of(file) if entry.item.mark is not None)


FACTS: Mapping[str, Callable[[File], Value]] = {
    "name": lambda file: file.basename,
    "folder": lambda file: posixpath.dirname(file.path),
    "path": lambda file: file.path,
    "ext": lambda file: file.ext,
    "link": link_to,
    "size": lambda file: file.size,
    "ctime": lambda file: file.ctime,
    "cday": lambda file: _day_of(file.ctime),
    "mtime": lambda file: file.mtime,
    "mday": lambda file: _day_of(file.mtime),
    "tags": lambda file: tuple(dict.fromkeys(_tags(file))),
    "etags": _own_tags,
    "inlinks": lambda file: file.backlinks,
    "outlinks": lambda file: file.links,
    "aliases": _aliases,
    "tasks": tasks_of,
    "lists": entries_of,
    "frontmatter": _frontmatter,
    "day": day_of,
    "starred": lambda _file: False,
}
"""What a query knows of a file; bookmarks are Obsidian's own."""


def _entry_field(entry: Entry, name: str) -> Value:
    """What is known of an item, or a field of its own; then one of its note."""
    known = _OF_ENTRIES.get(name)
    if known:
        return known(entry)
    if values := entry.item.fields.get(plain_name(name)):
        found = [inline_value(text, entry.file) for text in values]
        return found[0] if len(found) == 1 else tuple(found)
    return part_of(Page(entry.file), name)


def children_of(entry: Entry) -> tuple[Entry, ...]:
    """The items right inside of one."""
    inside = metadata_of(entry.file).children.get(entry.line, ())
    return tuple(Entry(entry.file, item, item.line) for item in inside)


def _is_done(entry: Entry) -> bool:
    """Whether a task and all those inside of it are done."""
    is_open = entry.item.mark is not None and entry.item.mark not in _DONE
    return not is_open and all(map(_is_done, children_of(entry)))


def _section(entry: Entry) -> Link:
    note = note_of(entry.file)
    headings = note.outline.headings if note else ()
    place = bisect_right([heading.line for heading in headings], entry.line)
    link = link_to(entry.file)
    if not place:
        return link
    title = headings[place - 1].text
    return Link(f"{entry.file.path}#{title}", entry.file, f"{link.shown} > {title}")


def _link(entry: Entry) -> Link:
    if not entry.item.block_id:
        return _section(entry)
    return Link(f"{entry.file.path}#^{entry.item.block_id}", entry.file, link_to(entry.file).shown)


def _links(entry: Entry) -> tuple[Link, ...]:
    return tuple(link_of_text(found[1], entry.file) for found in _LINK.finditer(entry.item.text))


_OF_ENTRIES: Mapping[str, Callable[[Entry], Any]] = {
    "status": lambda entry: entry.item.mark,
    "checked": lambda entry: entry.item.mark not in {None, " "},
    "completed": lambda entry: entry.item.mark in _DONE,
    "fullyCompleted": lambda entry: entry.item.mark is not None and _is_done(entry),
    "text": lambda entry: entry.item.text,
    "visual": lambda entry: entry.item.text,
    "line": lambda entry: entry.line,
    "lineCount": lambda _entry: 1,
    "path": lambda entry: entry.file.path,
    "section": _section,
    "header": _section,
    "tags": lambda entry: tuple(Tag(found[1]) for found in _TAG.finditer(entry.item.text)),
    "outlinks": _links,
    "link": _link,
    "children": children_of,
    "subtasks": lambda entry: tuple(child for child in children_of(entry) if child.item.mark is not None),
    "task": lambda entry: entry.item.mark is not None,
    "annotated": lambda entry: bool(entry.item.fields),
    "parent": lambda entry: entry.item.parent,
    "blockId": lambda entry: entry.item.block_id or None,
    "position": lambda entry: {"start": {"line": entry.line}, "end": {"line": entry.line}},
}
_PARTS: Mapping[type, Callable[[Any, str], Value]] = {
    Row: _of_row,
    Page: _of_page,
    Facts: _of_facts,
    Entry: _entry_field,
    dict: _of_table,
    Link: _of_link,
    Image: lambda image, name: part_of(image.source, name),
    tuple: _of_each,
    Moment: part_of_moment,
    Duration: part_of_duration,
    str: _of_text,
    Tag: _of_text,
}
