"""Which pages ask bases and queries, and which of these an edit may answer in another way."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from kb.errors import KbError
from kb.model.note import Link, Note
from kb.query.dataview.inline import QUERY, inline_codes
from kb.query.dataview.metadata import read_metadata
from kb.query.meant import may_mean
from kb.query.reading import BASE, parse_base
from kb.site.model import Site
from kb.site.private.canvases import words_of_canvas
from kb.site.titles import title_of
from kb.vault.index import Index, links_of

MOST_SEEN = 50
"""For more files than this a base is asked as a whole."""
_PLAIN = re.compile(
    r"\bfile\.(?:name|basename|path|folder|ext|link|tags|etags|inlinks|outlinks|links|embeds|backlinks|aliases|tasks|lists"
    r"|day|properties|hasTag|hasLink|hasProperty|inFolder|asLink)\b|\brows\.",
)
_TELLING = re.compile(r"\b(?:file|rows|size|[mc]time|[mc]day)\b", re.IGNORECASE)
_FAR = re.compile(r"\b(?:asFile|linksTo|backlinks)\b|\b(?:file|this)\s*[(\[]")
"""What says in a base more of a file than the file itself does."""
_SHOWN_BY = re.compile(r"\bthis\b")
"""What says in a base that is a file something of the pages that show it, each with another answer."""


class _Question(NamedTuple):
    path: str
    text: str
    is_base: bool


def asking_anew(before: Site, after: Site, edited: Collection[str]) -> set[str]:
    """The notes and canvases that ask a base or a query, and the bases, whose answers may differ after edits.

    Other words in a note are seen by those alone that may show its size or times, or all that is known of it. All else
    may be seen by any query, and by those bases that show the note, or one that links to it; and by all questions where
    other things may not be told than before.
    """
    is_of_words = all(is_edited_in_words_alone(before.index, after.index, path) for path in edited)
    linking = (source for site in (before, after) for path in edited for source in site.index.backlinks.sources(path))
    seen = {*edited, *linking}
    is_known = len(seen) <= MOST_SEEN and not any(_is_embedded(path, after.index) for path in edited)
    is_told_alike = before.desk.lacks == after.desk.lacks
    return {
        question.path
        for question in _questions(after)
        if not is_told_alike
        or _may_tell_all(question.text)
        or not (is_of_words or (is_known and question.is_base and not _may_show(question, (before, after), seen)))
    }


def _may_tell_all(question: str) -> bool:
    """Whether a question may be about the size or times of notes, or all that is known of them."""
    return _TELLING.search(_PLAIN.sub("", question)) is not None


def _may_show(question: _Question, sites: Sequence[Site], paths: Iterable[str]) -> bool:
    """Whether a base may show some files, or what it knows of them from others."""
    try:
        base, _ = parse_base(question.text, path=question.path)
    except KbError:
        return False
    if _FAR.search(repr(base)) or (question.path in sites[-1].drawn and _SHOWN_BY.search(question.text)):
        return True
    desks = [site.desk for site in sites]
    return any(may_mean(base, [*map(desk.file, paths)], desk.file(question.path)) for desk in desks)


def _questions(site: Site) -> Iterator[_Question]:
    """What is asked, in notes, in bases, and on the cards of canvases."""
    for language in (BASE, QUERY):
        blocks = site.index.blocks.get(language, ())
        yield from (_Question(block.path, block.text, language == BASE) for block in blocks)
    for path, note in site.index.notes.items():
        yield from (_Question(path, code, False) for _, code in inline_codes(note))
    for path, text in site.drawn.items():
        if path in site.index.canvases:
            for card in words_of_canvas(path, text):
                asked = [block for block in card.outline.blocks if block.language in {BASE, QUERY}]
                yield from (_Question(path, block.text, block.language == BASE) for block in asked)
                yield from (_Question(path, code, False) for _, code in inline_codes(card))
        else:
            yield _Question(path, text, True)


def is_edited_in_words_alone(before: Index, after: Index, path: str) -> bool:
    """Whether bases and queries see no more of an edit than the file's size and times, and no note shows that note."""
    if path in before.canvases and path in after.canvases:
        return _links(before.canvases[path].links) == _links(after.canvases[path].links)
    old, new = before.notes.get(path), after.notes.get(path)
    return old is not None and new is not None and not _is_embedded(path, after) and _seen(old) == _seen(new)


def _is_embedded(path: str, index: Index) -> bool:
    return any(link.is_embed and link.path in index.notes for link in index.backlinks.get(path, ()))


def _seen(note: Note) -> tuple[object, ...]:
    """What a question may show of a note, and where links lead in it that an answer holds."""
    headings = [(heading.text, heading.anchor) for heading in note.outline.headings]
    names = [name for names in (note.outline.tags, note.outline.block_ids) for name, _ in names]
    own = title_of(note), note.properties, names, headings
    return own, _links(links_of(note)), read_metadata(note.text, note.body_line)


def _links(links: Iterable[Link]) -> list[tuple[object, ...]]:
    return [(link.target, link.fragment, link.is_embed, link.raw) for link in links]
