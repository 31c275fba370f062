"""What Obsidian reads in a note's properties: tags, aliases and links, however people wrote them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kb.model.note import Link, Note
from kb.vault.markdown import read_outline
from kb.vault.markdown.lines import UNKNOWN


def property_tags(note: Note) -> tuple[str, ...]:
    """The tags in a note's properties, without `#`."""
    return tuple(tag for text in texts("tags", _property(note, "tags")) if (tag := text.lstrip("#").strip("/")))


def property_aliases(note: Note) -> tuple[str, ...]:
    """A note's other names."""
    return texts("aliases", _property(note, "aliases"))


def texts(name: str, value: Any) -> tuple[str, ...]:
    """The values of `tags` or `aliases`, however written.

    They are a list, or text with commas (tags: or spaces) as in older notes; numbers and dates in it are taken as
    written, nulls and nested values left out.
    """
    if isinstance(value, str):
        return tuple(text for part in re.split(_BETWEEN[name], value) if (text := part.strip()))
    items = value if isinstance(value, list) else [value]
    words = (str(item).strip() for item in items if item is not None and not isinstance(item, list | dict))
    return tuple(word for word in words if word)


_BETWEEN = {"tags": r"[,\s]+", "aliases": ","}


def links_in(properties: Mapping[str, Any], yaml: str) -> tuple[Link, ...]:
    """Wikilinks that stand in property values, as Obsidian's link properties hold them.

    Args:
        properties: As read from the frontmatter.
        yaml: The frontmatter itself, whose first line is the file's second.
    """
    texts = [text.strip() for text in _strings(properties) if "[[" in text]
    links = [link for text in texts for link in read_outline(text, path="", first_line=1).links]
    starts = [0, *(end.end() for end in re.finditer("\n", yaml))]
    places = {raw: _occurrences(yaml, raw, times) for raw, times in Counter(link.raw for link in links).items()}
    return tuple(_placed(link, next(places[link.raw]), starts) for link in links)


def _occurrences(yaml: str, raw: str, times: int) -> Iterator[tuple[int, bool]]:
    """Where a text stands in the YAML, in order, and whether that is sure: else some are in comments, or escaped."""
    is_sure = yaml.count(raw) == times
    found = 0
    for _ in range(times):
        found = max(yaml.find(raw, found), 0)
        yield found, is_sure
        found += len(raw) if is_sure else 0


def _placed(link: Link, place: tuple[int, bool], starts: Sequence[int]) -> Link:
    offset, is_sure = place
    line = bisect_right(starts, offset)
    return replace(link, line=1 + line, column=offset - starts[line - 1] if is_sure else UNKNOWN)


def _property(note: Note, name: str) -> Any:
    """A property whose name Obsidian reads in either case."""
    if name in note.properties:
        return note.properties[name]
    return next((value for key, value in note.properties.items() if key.casefold() == name), None)


def _strings(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []
