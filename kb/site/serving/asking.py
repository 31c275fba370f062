"""Which notes ask bases and queries, and whether an edit can be seen in what they ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.model.note import Note
from kb.query.dataview.inline import QUERY, asks, inline_codes
from kb.query.dataview.metadata import read_metadata
from kb.query.reading import BASE
from kb.site.model import Site
from kb.site.titles import title_of
from kb.vault.index import Index, links_of

_PLAIN = re.compile(
    r"\bfile\.(?:name|basename|path|folder|ext|link|tags|etags|inlinks|outlinks|links|embeds|backlinks|aliases|tasks|lists"
    r"|day|properties|hasTag|hasLink|hasProperty|inFolder|asLink)\b|\brows\.",
)
_TELLING = re.compile(r"\b(?:file|rows|size|[mc]time|[mc]day)\b", re.IGNORECASE)


def asking_all(site: Site) -> set[str]:
    """The notes that ask a base or a query, or show a base or canvas, which may be about any note."""
    return {*_embedding(site), *(path for path, _ in _questions(site))}


def asking_of_words(site: Site) -> set[str]:
    """Those of them that may show a note's size or times, or all that is known of it."""
    return {*_embedding(site), *(path for path, text in _questions(site) if _TELLING.search(_PLAIN.sub("", text)))}


def _embedding(site: Site) -> set[str]:
    return {link.path for drawn in site.drawn for link in site.index.backlinks.get(drawn, ()) if link.is_embed}


def _questions(site: Site) -> Iterator[tuple[str, str]]:
    """The path of each note that asks, with a text that it asks."""
    for language in (BASE, QUERY):
        yield from ((block.path, block.text) for block in site.index.blocks.get(language, ()))
    for path, note in site.index.notes.items():
        if asks(note):
            yield from ((path, code) for _, code in inline_codes(note))


def is_edited_in_words_alone(before: Index, after: Index, path: str) -> bool:
    """Whether bases and queries see no more of an edit than the note's size and times, and nothing embeds the note."""
    old, new = before.notes.get(path), after.notes.get(path)
    if old is None or new is None or any(link.is_embed for link in after.backlinks.get(path, ())):
        return False
    return _seen(old) == _seen(new)


def _seen(note: Note) -> tuple[object, ...]:
    links = [(link.target, link.fragment, link.is_embed, link.raw) for link in links_of(note)]
    tags = [tag for tag, _ in note.outline.tags]
    return title_of(note), note.properties, tags, links, read_metadata(note.text, note.body_line)
