"""The fields of the items of lists, tasks among them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import Any

from kb.query.dataview.lines import plain_name
from kb.query.dataview.subjects import Entry, metadata_of, note_of
from kb.query.dataview.values import inline_value, known_link, name_of
from kb.query.files import link_to
from kb.query.properties import link_of_text
from kb.query.values import Link, Tag, Value

_LINK = re.compile(r"!?\[\[([^\[\]]+)\]\]")
_TAG = re.compile(r"(?:^|(?<=\s))#([^\s#,;.:!?'\"()\[\]{}`]*[^\W\d][\w/-]*)")
_DONE = {"x", "X"}


def field_of_entry(entry: Entry, name: str) -> Value:
    """What is known of an item, or a field of its own; none for a name that only its note has.

    Raises:
        HiddenError: It is not told here.
    """
    known = OF_ENTRIES.get(name)
    if known:
        return known(entry)
    entry.file.desk.check_told(name)
    if values := entry.item.fields.get(plain_name(name)):
        found = [inline_value(text, entry.file) for text in values]
        return found[0] if len(found) == 1 else tuple(found)
    return None


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
    if not place:
        return link_to(entry.file)
    title = headings[place - 1].text
    return Link(f"{entry.file.path}#{title}", entry.file, name_of(entry.file, title))


def _link(entry: Entry) -> Link:
    if not entry.item.block_id:
        return _section(entry)
    return Link(f"{entry.file.path}#^{entry.item.block_id}", entry.file, link_to(entry.file).shown)


def _links(entry: Entry) -> tuple[Link, ...]:
    return tuple(known_link(link_of_text(found[1], entry.file)) for found in _LINK.finditer(entry.item.text))


OF_ENTRIES: Mapping[str, Callable[[Entry], Any]] = {
    "status": lambda entry: entry.item.mark,
    "checked": lambda entry: entry.item.mark not in {None, " "},
    "completed": lambda entry: entry.item.mark in _DONE,
    "fullyCompleted": lambda entry: entry.item.mark is not None and _is_done(entry),
    "text": lambda entry: entry.item.text,
    "visual": lambda entry: entry.item.text,
    "line": lambda entry: entry.line,
    "lineCount": lambda entry: entry.item.text.count("\n") + 1,
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
    "position": lambda entry: {
        "start": {"line": entry.line},
        "end": {"line": entry.line + entry.item.text.count("\n")},
    },
}
"""What a query knows of an item beside its own fields."""
