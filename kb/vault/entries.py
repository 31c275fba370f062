"""A parsed note as plain values that are stored, and the note again: quick, and nothing in them can run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, make_dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from kb.model.note import FencedBlock, Heading, Link, Note, Outline
from kb.model.problem import Problem

_PLAIN = frozenset({str, int, float, bool, type(None)})


def _maker(kind: type) -> Callable[[Iterable[Any]], Any]:
    """A function that makes such an object of the tuple of its fields, four times as fast as the class.

    To set a frozen field is slow. So a twin, which is not frozen, is made and then declared to be the other.
    """
    twin: Any = make_dataclass(kind.__name__, [field.name for field in fields(kind)], slots=True)

    def make(values: Iterable[Any]) -> Any:
        made = twin(*values)
        made.__class__ = kind
        return made

    return make


def _values_of(kind: type) -> Any:
    """A function from such an object to the tuple of its fields."""
    return attrgetter(*(field.name for field in fields(kind)))


_LINK, _HEADING, _PROBLEM = _values_of(Link), _values_of(Heading), _values_of(Problem)
_make_link, _make_heading = _maker(Link), _maker(Heading)
_BLOCK = attrgetter("language", "text", "line")


class Entry(NamedTuple):
    """What is kept of a note, without its path.

    Attributes:
        checksum: SHA-256 of the file's bytes.
        text: The whole file.
        body_line: The 1-based line on which the body begins.
        properties: Those values of properties that are stored as they are, and None for each of the others.
        others: The others, as tuples.
        property_links: Links in properties, each a tuple; so are the links, headings, tags, ids and blocks of the body.
        problem: What is wrong with the frontmatter.
    """

    checksum: str
    text: str
    body_line: int
    properties: dict[str, Any]
    others: dict[str, Any]
    property_links: tuple[tuple[Any, ...], ...]
    headings: tuple[tuple[Any, ...], ...]
    links: tuple[tuple[Any, ...], ...]
    tags: tuple[tuple[str, int], ...]
    block_ids: tuple[tuple[str, int], ...]
    blocks: tuple[tuple[Any, ...], ...]
    problem: tuple[Any, ...] | None


def entry_of(note: Note, problem: Problem | None) -> Entry:
    """What is kept of a note, and of what is wrong with its frontmatter."""
    properties, outline = note.properties, note.outline
    return Entry(
        note.checksum,
        note.text,
        note.body_line,
        {name: value if _is_plain(value) else None for name, value in properties.items()},
        {name: _stored(value) for name, value in properties.items() if not _is_plain(value)},
        tuple(map(_LINK, note.property_links)),
        tuple(map(_HEADING, outline.headings)),
        tuple(map(_LINK, outline.links)),
        outline.tags,
        outline.block_ids,
        tuple(map(_BLOCK, outline.blocks)),
        _PROBLEM(problem) if problem else None,
    )


def note_of(stored: tuple[Any, ...], path: str, *, is_template: bool = False) -> tuple[Note, Problem | None]:
    """The note with that path, and what is wrong with its frontmatter."""
    entry = Entry(*stored)
    properties = {**entry.properties}
    for name, value in entry.others.items():
        properties[name] = _value(value)
    outline = Outline(
        tuple(map(_make_heading, entry.headings)),
        tuple(map(_make_link, entry.links)),
        entry.tags,
        entry.block_ids,
        tuple([FencedBlock(language, text, path, line) for language, text, line in entry.blocks]),
    )
    links = tuple(map(_make_link, entry.property_links))
    # `date: {{date}}` of a template is no YAML until Obsidian has filled it in
    problem = _bad_frontmatter(entry.problem, path) if entry.problem and not is_template else None
    is_whole, body_line = problem is None, entry.body_line
    note = Note(path, properties, outline, entry.text, body_line, entry.checksum, links, is_whole, is_template)
    return note, problem


def _bad_frontmatter(stored: tuple[Any, ...], path: str) -> Problem:
    rule, what, do, _, line, found, severity = stored
    return Problem(rule, what, f"{do} Until then the note is not published.".lstrip(), path, line, found, severity)


def _is_plain(value: Any) -> bool:
    return type(value) in _PLAIN or (type(value) is list and all(type(item) in _PLAIN for item in value))


def _stored(value: Any) -> Any:
    """A value that is no plain one: a tuple of the name of its kind and what it is made of; a list stays one."""
    if isinstance(value, list):
        return [_stored(item) for item in value]
    if isinstance(value, Mapping):
        return "mapping", [(_stored(key), _stored(item)) for key, item in value.items()]
    if isinstance(value, tuple):
        return "tuple", [_stored(item) for item in value]
    if isinstance(value, date):
        return "datetime" if isinstance(value, datetime) else "date", value.isoformat()
    return value


def _value(stored: Any) -> Any:
    if isinstance(stored, list):
        return [_value(item) for item in stored]
    if isinstance(stored, tuple):
        kind, parts = stored
        return _KINDS[kind](parts)
    return stored


_KINDS: Mapping[str, Any] = {
    "mapping": lambda pairs: {_value(key): _value(item) for key, item in pairs},
    "tuple": lambda items: tuple(_value(item) for item in items),
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}
