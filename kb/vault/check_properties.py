"""Properties of the wrong kind, and kb's own part of a note where someone edited it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kb.errors import KbError
from kb.model.note import Note
from kb.model.problem import Problem, problem_of
from kb.vault.edit import property_lines
from kb.vault.property_types import Kind, declared_type, is_of_type
from kb.vault.region import find_region

_LISTS = {"tags", "aliases", "cssclasses"}
_HOW: Mapping[Kind, tuple[str, str]] = {
    "text": ("a text", "Write one text"),
    "list": ("a list", "Write `[one, two]`"),
    "number": ("a number", "Write it without quotes and units"),
    "checkbox": ("a checkbox", "Write `true` or `false` without quotes"),
    "date": ("a date", "Write it like `2024-05-01`"),
    "datetime": ("a date and time", "Write it like `2024-05-01T14:30`"),
}
_Fault = tuple[str, str, str]
"""Rule, what is wrong, what to do."""


def check_properties(note: Note, types: Mapping[str, str]) -> Iterator[Problem]:
    """Properties that Obsidian, or kb, would not read as they are meant; `types` are the kinds that are declared."""
    wrong = [
        (name, value, fault)
        for name, value in note.properties.items()
        if (fault := _own_fault(name, value) or _type_fault(name, value, types))
    ]
    lines = property_lines(note.text) if wrong else {}
    for name, value, (rule, what, do) in wrong:
        yield Problem(rule, what, do, note.path, lines.get(name, 1), f"{name}: {_as_written(value)}"[:120])


def check_region(note: Note) -> Iterator[Problem]:
    """A note of kb of which kb cannot renew its part."""
    if not any(name.startswith("kb_") for name in note.properties):
        return
    try:
        region = find_region(note.text, path=note.path)
    except KbError as error:
        yield problem_of(error, "edited-region")
        return
    if region.is_edited:
        what = "The part of this note that kb writes was edited by hand, so that kb cannot renew it"
        do = "Move your text below `%% kb:end %%`, then delete what is left between the markers."
        yield Problem("edited-region", what, do, note.path, region.line)


def _as_written(value: Any) -> str:
    """A text in quotes: without them it would look like the value that it is not."""
    return f'"{value}"' if isinstance(value, str) else str(value)


def _own_fault(name: str, value: Any) -> _Fault | None:
    expected = _expected(name.casefold(), value)
    return ("bad-property", f"`{name}` must be {expected[0]}", expected[1]) if expected else None


def _type_fault(name: str, value: Any, types: Mapping[str, str]) -> _Fault | None:
    kind = declared_type(name, types)
    if kind is None or name.casefold() in _LISTS or is_of_type(value, kind):
        return None
    what, do = _HOW[kind]
    return "property-type", f"Obsidian is told that `{name}` is {what}", f"{do}, or give it another type in Obsidian."


def _expected(name: str, value: Any) -> tuple[str, str] | None:
    """What an Obsidian property must be, and how to write it; None when it is all right."""
    if name == "publish" and not (value is None or isinstance(value, bool)):
        do = "Write `publish: true` or `publish: false` without quotes. Until then the note is not published."
        return "true or false", do
    if name not in _LISTS or value is None or isinstance(value, str):
        return None
    if not isinstance(value, list) or any(isinstance(item, list | dict) for item in value):
        return "a list of texts", f"Write `{name}: [one, two]`."
    if name == "tags" and any(re.search(r"\s", str(item).strip()) for item in value):
        return "tags without spaces", "Join the words of each tag with `-` or `_`."
    return None
