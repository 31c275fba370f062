"""A tag gets another name, with the tags below it: in text, in properties, in canvases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from kb.errors import KbError
from kb.vault.canvas import Canvas, canvas_passages
from kb.vault.edit import property_line, set_properties
from kb.vault.edits import Edit, edited, plain_text_of
from kb.vault.frontmatter import read_properties
from kb.vault.markdown import parse_markdown, tag_places
from kb.vault.markdown.lines import UNKNOWN
from kb.vault.names import folded_key
from kb.vault.passages import Passage, body_passage, property_passages
from kb.vault.properties import texts

Renamed = Callable[[str], str]
_PART = re.compile(r"[^,\s]+")


def renaming(old: str, new: str) -> Renamed:
    """What becomes of a tag: itself, or its new name where it is the old one, in any case, or below it."""
    depth, wanted = old.count("/") + 1, folded_key(old)

    def renamed(tag: str) -> str:
        parts = tag.split("/")
        is_meant = folded_key("/".join(parts[:depth])) == wanted
        return "/".join([new, *parts[depth:]]) if is_meant else tag

    return renamed


def retag_canvas(raw: str, canvas: Canvas, renamed: Renamed) -> tuple[str, tuple[Edit, ...]]:
    """The whole text of a canvas with its tags renamed, and the edits."""
    passages = (passage for passage in canvas_passages(canvas) if passage.name == "text")
    edits = tuple(edit for passage in passages for edit in _inline(canvas.text, passage, renamed))
    return edited(raw, edits), edits


def retag_note(raw: str, renamed: Renamed, *, path: str) -> tuple[str, tuple[Edit, ...]]:
    """A note with its tags renamed, and the edits; no property names a tag twice that it named once before.

    Raises:
        KbError: Its tags cannot be changed without other properties.
    """
    text = plain_text_of(raw)
    inline = tuple(_inline(text, body_passage(text), renamed))
    raw = edited(raw, inline)
    properties: dict[str, Any] = {}
    with suppress(KbError):  # a note without readable properties has no tags there
        properties = read_properties(text, path=path)
    name = next((name for name in properties if name.casefold() == "tags"), "")
    wanted = _renamed_value(properties.get(name), renamed)
    if wanted == properties.get(name):
        return raw, inline
    edits = tuple(_in_properties(text, properties[name], renamed))
    changed = edited(raw, edits)
    if _value(changed, name, path) != wanted:
        changed = set_properties(raw, {name: wanted}, path=path)
        line = property_line(text, name)
        edits = edits or (Edit(0, 0, "", line, f"{name}: {properties[name]}", f"{name}: {wanted}"),)
    return changed, (*edits, *inline)


def _inline(text: str, passage: Passage, renamed: Renamed) -> Iterator[Edit]:
    """The edits of the tags in running text."""
    starts = [0, *(end.end() for end in re.finditer("\n", passage.text))]
    for tag, line, column in tag_places(parse_markdown(passage.text)):
        new = renamed(tag)
        at = starts[line - 1] + column + 1
        if new != tag and column != UNKNOWN and passage.offsets and passage.text.startswith(tag, at):
            yield _edit(text, passage, at, f"#{tag}", f"#{new}")


def _in_properties(text: str, value: Any, renamed: Renamed) -> Iterator[Edit]:
    """The edits of the tags in the property, each where it stands."""
    for passage in property_passages(text):
        if passage.name.casefold() == "tags" and passage.offsets:
            parts = _PART.finditer(passage.text) if isinstance(value, str) else re.finditer(r"(?s).+", passage.text)
            for part in parts:
                tag, new = part[0].lstrip("#"), _renamed_item(part[0], renamed).lstrip("#")
                if new != tag:
                    yield _edit(text, passage, part.end() - len(tag), tag, new)


def _edit(text: str, passage: Passage, at: int, before: str, after: str) -> Edit:
    tag, new = before.removeprefix("#"), after.removeprefix("#")
    start, end = passage.offsets[at], passage.offsets[at + len(tag)]
    return Edit(start, end, passage.quote(new), 1 + text.count("\n", 0, start), before, after)


def _renamed_value(value: Any, renamed: Renamed) -> Any:
    """The property's value with the tag renamed, and left out where it then stands there again."""
    if isinstance(value, str):
        return _without_twins(value, renamed)
    if not isinstance(value, list):
        return value
    kept: list[Any] = []
    for item in value:
        new = _renamed_item(item, renamed) if isinstance(item, str) else item
        if new == item or not _is_among(new, kept, value):
            kept.append(new)
    return kept


def _is_among(new: str, kept: list[Any], old: list[Any]) -> bool:
    """Whether a renamed tag stands in the list already, before it or as a tag that keeps its name."""
    return _key(new) in {_key(item) for item in (*kept, *old) if isinstance(item, str)}


def _without_twins(value: str, renamed: Renamed) -> str:
    words = list(texts("tags", value))
    kept = _renamed_value(words, renamed)
    if len(kept) == len(words):
        return _PART.sub(lambda part: _renamed_item(part[0], renamed), value)
    return (", " if "," in value else " ").join(kept)


def _renamed_item(item: str, renamed: Renamed) -> str:
    name = item.lstrip("#")
    marks, tag = item[: len(item) - len(name)], name.rstrip("/")
    new = renamed(tag)
    return item if new == tag else f"{marks}{new}"


def _key(item: str) -> str:
    return folded_key(item.strip().lstrip("#").strip("/"))


def _value(raw: str, name: str, path: str) -> Any:
    """A property as it is read now; None where it cannot be."""
    with suppress(KbError):
        return read_properties(plain_text_of(raw), path=path).get(name)
    return None
