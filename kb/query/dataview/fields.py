"""Parts of values, by their names and numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kb.query.dataview.entries import OF_ENTRIES, field_of_entry
from kb.query.dataview.facts import FACTS, field_of_page
from kb.query.dataview.lines import plain_name
from kb.query.dataview.moments import part_of_duration, part_of_moment
from kb.query.dataview.subjects import Entry, Facts, Page, Row, metadata_of, note_of
from kb.query.hidden import PROPERTIES, HiddenError, Lacking, whole
from kb.query.moments import Duration, Moment
from kb.query.scope import Scope
from kb.query.values import Image, Link, Tag, Value


def part_of(value: Value, name: str) -> Value:
    """A part of a value by its name: of a list that of each item, of a link that of its note; None for no such part."""
    part = _PARTS.get(type(value))
    return part(value, name) if part else None


def _of_row(row: Row, name: str) -> Value:
    """What a command added, the last first, or else of what the row is about; a task has the fields of its note."""
    found = next((value for key, value in reversed(row.added) if key == name), None)
    if found is None:
        found = part_of(row.of, name)
    if found is None and isinstance(row.of, Entry):
        found = field_of_page(row.of.file, name)
    return found


def _of_facts(facts: Facts, name: str) -> Value:
    fact = FACTS.get(name)
    return fact(facts.file) if fact else None


def _of_link(link: Link, name: str) -> Value:
    return field_of_page(link.file, name) if link.file else None


def _of_table(table: Mapping[str, Value], name: str) -> Value:
    if name in table:
        return table[name]
    return next((value for key, value in table.items() if plain_name(key) == name), None)


def _of_each(items: tuple[Value, ...], name: str) -> Value:
    """The part of each item; texts have no parts, and are left out."""
    return tuple(part_of(item, name) for item in items if not isinstance(item, str | Tag))


def told(scope: Scope, value: Value, name: Value) -> Value:
    """The same value; an object in it may lack a part because that was taken out. Notes look to that themselves.

    Raises:
        HiddenError: It lacks one that is not told here.
    """
    if isinstance(name, str) and scope.file.desk.hides(name) and _lacks(value, name):
        raise HiddenError(name)
    return value


def _lacks(value: Value, name: str) -> bool:
    if isinstance(value, tuple):
        return any(_lacks(item, name) for item in value)
    return isinstance(value, dict) and name not in value


def item_of(value: Value, key: Value) -> Value:
    """An item of a list or character of a text by its number, or a part by its name; None where there is none."""
    if isinstance(key, str):
        return part_of(value, key)
    if isinstance(value, tuple | str) and isinstance(key, int | float) and 0 <= key < len(value) and key == int(key):
        return value[int(key)]
    return None


def table_of(value: Value) -> dict[str, Value]:
    """An object as its names and parts."""
    return {name: part_of(value, name) for name in keys_of(value)}


def keys_of(value: Value) -> tuple[str, ...]:
    """The names of all parts that an object has.

    Raises:
        HiddenError: It may lack some.
    """
    match value:
        case Page(file) | Row(Page(file)):
            file.desk.check_whole(PROPERTIES)
    return known_keys(whole(value))


def known_keys(value: Value) -> tuple[str, ...]:
    """The names of the parts that may be told."""
    match value:
        case dict():
            return tuple(value)
        case Facts(file):
            return tuple(name for name, fact in FACTS.items() if fact(file) is not None)
        case Page(file):
            note = note_of(file)
            return ("file", *(note.properties if note else ()), *metadata_of(file).fields)
        case Entry(_, item):
            return (*OF_ENTRIES, *item.fields)
        case Row(of, added):
            return (*known_keys(of), *(name for name, _ in added))
    return ()


_PARTS: Mapping[type, Callable[[Any, str], Value]] = {
    Row: _of_row,
    Page: lambda page, name: field_of_page(page.file, name),
    Facts: _of_facts,
    Entry: field_of_entry,
    dict: _of_table,
    Lacking: _of_table,
    Link: _of_link,
    Image: lambda image, name: part_of(image.source, name),
    tuple: _of_each,
    Moment: part_of_moment,
    Duration: part_of_duration,
}
