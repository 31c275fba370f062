"""What the search keeps of a note and of a canvas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from kb.find.file import Entry
from kb.find.fold import fold
from kb.model.note import Note
from kb.vault.names import name_key
from kb.vault.properties import property_aliases, property_tags
from kb.vault.reading.canvas import Canvas, canvas_passages


def entry_of(note: Note) -> Entry:
    """What is kept of a note."""
    text = name_key(note.text)
    line = _tags_line(text.split("\n")[: note.body_line - 1])
    tags = [*((tag, line) for tag in property_tags(note)), *note.outline.tags]
    properties = {name_key(str(name)): _texts(value) for name, value in note.properties.items()}
    facts = {
        "body_line": note.body_line,
        "headings": [heading.line for heading in note.outline.headings],
        "tags": [(name_key(tag), line) for tag, line in tags],
        "properties": properties,
    }
    return Entry(
        note.path,
        _folded([note.name, *property_aliases(note)]),
        _folded([heading.text for heading in note.outline.headings]),
        _folded([tag for tag, _ in tags]),
        _folded([text for name, values in properties.items() for text in (name, *values)]),
        fold(text),
        json.dumps(facts),
        text,
    )


def entry_of_canvas(path: str, canvas: Canvas) -> Entry:
    """What is kept of a canvas: what its cards say, each on the line of the file on which it stands."""
    lines = [""] * (1 + canvas.text.count("\n"))
    for passage in canvas_passages(canvas):
        said = " ".join(passage.text.splitlines())
        lines[passage.line - 1] = f"{lines[passage.line - 1]} {said}".strip()
    text = name_key("\n".join(lines))
    tags = [(name_key(tag), line) for tag, line in canvas.tags]
    facts = {"body_line": 1, "headings": [], "tags": tags, "properties": {}}
    names = fold(name_key(path.rpartition("/")[2]))
    return Entry(path, names, "", _folded([tag for tag, _ in tags]), "", fold(text), json.dumps(facts), text)


def _tags_line(properties: list[str]) -> int:
    """The line on which the property `tags` begins."""
    return next((number for number, line in enumerate(properties, 1) if line.lower().startswith("tags")), 1)


def _folded(texts: list[str]) -> str:
    return fold(name_key("\n".join(texts)))


def _texts(value: Any) -> list[str]:
    """Each item of a property as text."""
    items = value if isinstance(value, list) else [value]
    return [name_key(_text(item)) for item in items if item not in (None, "")]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, Mapping | list) else str(value)
