"""One note, ready for the search: made when its page is, and kept with it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from kb.site.search.record import Record, Section
from kb.site.search.terms import fold, weigh

MOST_TEXT = 32_000
"""Characters of a note's text in its fragment; its words are found beyond that, but not shown in their sentence."""

MOST_ABOUT = 2_000
"""Characters of a note's properties in its fragment."""


@dataclass(frozen=True, slots=True)
class Findable:
    """What the search needs of a note, as short text, so that ten thousand are few bytes and JSON can keep them.

    Attributes:
        url: Of its page, relative to the site's root.
        words: Its terms, sorted, with spaces between.
        levels: The weight of each term, one hexadecimal digit each.
        length: The number of terms in its text.
        filters: `tag:…` with each tag above it, `type:…` and `stage:…`, folded.
        fragment: JSON of what is shown of it among the results.
    """

    url: str
    words: str
    levels: str
    length: int
    filters: tuple[str, ...]
    fragment: str


def findable_of(record: Record) -> Findable:
    """Make a record ready."""
    weights, length = weigh(record)
    words = sorted(weights)
    return Findable(
        url=record.url,
        words=" ".join(words),
        levels="".join(f"{weights[word]:x}" for word in words),
        length=length,
        filters=_filters(record),
        fragment=_fragment(record),
    )


def _filters(record: Record) -> tuple[str, ...]:
    tags = {tag.rsplit("/", above)[0] for tag in record.tags for above in range(tag.count("/") + 1)}
    groups = (("tag", tags), ("type", record.types), ("stage", record.stages))
    return tuple(sorted({f"{name}:{_folded(value)}" for name, values in groups for value in values}))


def _folded(value: str) -> str:
    """As the file of filters can hold it: YAML can write half a character."""
    return fold(value).encode("utf-8", "replace").decode()


def _fragment(record: Record) -> str:
    about = [("aliases", ", ".join(record.aliases))] if record.aliases else []
    return json.dumps(
        {
            "url": record.url,
            "title": record.title,
            "folder": record.folder,
            "tags": record.tags,
            "about": " · ".join(f"{key}: {value}" for key, value in (*about, *record.properties))[:MOST_ABOUT],
            "sections": _shortened(record.sections),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _shortened(sections: tuple[Section, ...]) -> list[tuple[str, str, str]]:
    left, kept = MOST_TEXT, []
    for section in sections:
        kept.append((section.anchor, section.heading, section.text[: max(0, left)]))
        left -= len(section.text)
    return kept
