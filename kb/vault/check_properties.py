"""Properties of the wrong kind, and kb's own part of a note where someone edited it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kb.errors import KbError
from kb.model.note import Note
from kb.model.problem import Problem, problem_of
from kb.vault.edit import property_line
from kb.vault.region import find_region

_LISTS = {"tags", "aliases", "cssclasses"}


def check_properties(note: Note) -> Iterator[Problem]:
    """Properties that Obsidian, or kb, would not read as they are meant."""
    for name, value in note.properties.items():
        expected = _expected(name.casefold(), value)
        if expected:
            line, found = property_line(note.text, name), f"{name}: {_as_written(value)}"[:120]
            yield Problem("bad-property", f"`{name}` must be {expected[0]}", expected[1], note.path, line, found)


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
