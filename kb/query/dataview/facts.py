"""The fields of notes, and what is known of their files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from kb.query.dataview.lines import plain_name
from kb.query.dataview.moments import parse_when, without_time
from kb.query.dataview.subjects import Entry, Facts, metadata_of, note_of
from kb.query.dataview.values import inline_value, items_of, known_link, written_value
from kb.query.files import File, link_to
from kb.query.moments import Moment
from kb.query.values import Link, Tag, Value, text_of
from kb.vault.properties import property_aliases

_DAY = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")


def field_of_page(file: File, name: str) -> Value:
    """What a query knows of a note by a name."""
    return Facts(file) if name == "file" else page_field(file, name)


def page_field(file: File, name: str) -> Value:
    """A field of a note, by its name or its plain name: of its properties and of its text; several make a list.

    Raises:
        HiddenError: It is not told here.
    """
    file.desk.check_told(name)
    note = note_of(file)
    if note is None:
        return None
    wanted = plain_name(name)
    own = [name] if name in note.properties else [key for key in note.properties if plain_name(key) == wanted]
    values = [written_value(file.value_as_written(key), file) for key in own]
    values += [inline_value(text, file) for text in metadata_of(file).fields.get(wanted, ())]
    return values[0] if len(values) == 1 else tuple(values) or None


def day_of(file: File) -> Moment | None:
    """The date in a note's field `date` or `day`, or else in its name."""
    fields = (next(iter(items_of(page_field(file, name))), None) for name in ("date", "day"))
    texts = [file.basename]
    for value in fields:
        if isinstance(value, Moment):
            return without_time(value)
        if isinstance(value, Link):
            texts[:0] = [value.target, text_of(value)]
    found = filter(None, map(_DAY.search, texts))
    return next(filter(None, (parse_when("-".join(one.groups())) for one in found)), None)


def _tags(file: File) -> Iterator[Tag]:
    """All tags, and those above them."""
    for tag in file.tags:
        parts = tag.name.split("/")
        yield from (Tag("/".join(parts[: count + 1])) for count in range(len(parts)))


def _aliases(file: File) -> tuple[str, ...]:
    file.desk.check_told("aliases")
    note = note_of(file)
    return tuple(property_aliases(note)) if note else ()


def _frontmatter(file: File) -> Value:
    return written_value(file.properties, file)


def _day_of(moment: Moment | None) -> Moment | None:
    return None if moment is None else without_time(moment)


def entries_of(file: File) -> tuple[Entry, ...]:
    """The items of all lists of a note."""
    return tuple(Entry(file, item, item.line) for item in metadata_of(file).items)


def tasks_of(file: File) -> tuple[Entry, ...]:
    """The tasks of a note."""
    return tuple(entry for entry in entries_of(file) if entry.item.mark is not None)


def _inlinks(file: File) -> tuple[Link, ...]:
    """The notes that link to it; canvases are none."""
    return tuple(link for link in file.backlinks if link.file and note_of(link.file))


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
    "etags": lambda file: file.tags,
    "inlinks": _inlinks,
    "outlinks": lambda file: tuple(map(known_link, file.links)),
    "aliases": _aliases,
    "tasks": tasks_of,
    "lists": entries_of,
    "frontmatter": _frontmatter,
    "day": day_of,
    "starred": lambda _file: False,
}
"""What a query knows of a file; bookmarks are Obsidian's own."""
