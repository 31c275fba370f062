"""Notes without the names of private ones: a link that leads to such a note becomes words that do not name it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from kb.model.note import Link, Note
from kb.model.problem import Problem
from kb.site.private.distinct import is_distinctive
from kb.site.private.literal import Shown, without_literal
from kb.site.private.loose import without_loose
from kb.site.private.relink import NewLink, plain, relinked
from kb.site.private.reparse import with_parts
from kb.site.private.sight import NEUTRAL, Sight, heading_of, neutral_name
from kb.vault.index import links_of
from kb.vault.reading.frontmatter import split_frontmatter

RULE = "private-link"
_NOT_IN_A_LINK = re.compile(r"[#|^%\[\]\\]+")
_OF_ITSELF = {"title", "alias", "aliases", "tag", "tags", "permalink", "description", "cssclass", "cssclasses"}
"""Properties in which a note speaks of itself."""
NewText = Callable[[str], str]
"""A text of a property -> what stands in its place."""
Changed = Mapping[tuple[str, int], str]
"""The note and line of a heading -> what it says now."""


def neutral_notes(notes: Iterable[Note], sight: Sight) -> tuple[tuple[Note, ...], tuple[Problem, ...]]:
    """The notes that an audience sees, and the links that could not be taken out of them."""
    before = tuple(notes)
    if not sight.hidden:
        return before, ()
    problems: list[Problem] = []
    after = [_neutral(note, sight, problems) for note in before]
    changed = {place: text for pair in zip(before, after, strict=True) for place, text in _changed_headings(*pair)}
    if changed:
        after = [_led(note, sight, changed) for note in after]
    return tuple(after), tuple(problems)


def _neutral(note: Note, sight: Sight, problems: list[Problem]) -> Note:
    """A note whose links lead to nothing private; what stands in its code stays."""
    words = partial(sight.words, path=note.path)
    body = split_frontmatter(note.text).body
    lost: tuple[Link, ...] = ()
    if any(words(link) is not None for link in note.outline.links):
        body, lost = relinked(body, lambda link: None if (text := words(link)) is None else plain(text, link))
    shown = partial(_shown, sight, note.path)
    body = _without_others(body, shown)
    for link in lost:
        what = f"This link to a {neutral_name(sight.private(link.target, note.path))} could not be taken out"
        do = "Write it as a plain wikilink, or take it out."
        problems.append(Problem(RULE, what, do, note.path, note.body_line - 1 + link.line, link.raw))
    return with_parts(note, _properties(note.properties, words, shown), body)


def _without_others(text: str, shown: Shown) -> str:
    """A text without what is no link to a reader and names a private note all the same."""
    return without_literal(without_loose(text, shown), shown)


def _shown(sight: Sight, path: str, target: str, text: str) -> str | None:
    found = sight.private(target, path)
    return sight.shown(text, [target], found) if found else None


def _properties(properties: Mapping[str, Any], words: NewLink, shown: Shown) -> dict[str, Any]:
    """Properties that name nothing private: no link does, and no text that is nothing but a distinctive name."""

    def linkless(text: str) -> str:
        return _without_others(_text(text, words), shown)

    def nameless(text: str) -> str:
        return (shown(text.strip(), "") if is_distinctive(text) else None) or linkless(text)

    return {
        linkless(name): _value(value, linkless if name.casefold() in _OF_ITSELF else nameless)
        for name, value in properties.items()
    }


def _values(properties: Mapping[str, Any], new: NewText) -> dict[str, Any]:
    return {new(name): _value(value, new) for name, value in properties.items()}


def _value(value: Any, new: NewText) -> Any:
    """A property's value without private links; `[[Note]]` without quotes is a list in a list to YAML."""
    if isinstance(value, str):
        return new(value)
    if isinstance(value, Mapping):
        return _values(value, new)
    if isinstance(value, list | tuple):
        return [_unquoted(item, new) or _value(item, new) for item in value]
    return value


def _text(text: str, words: NewLink) -> str:
    return relinked(text, words)[0] if "[[" in text or "](" in text else text


def _unquoted(value: Any, new: NewText) -> str:
    match value:
        case [str(name)] if (text := new(raw := f"[[{name}]]")) != raw:
            return text
    return ""


def _changed_headings(before: Note, after: Note) -> Iterator[tuple[tuple[str, int], str]]:
    if after is before:
        return
    now = {heading.line: heading.text for heading in after.outline.headings}
    for heading in before.outline.headings:
        if now.get(heading.line, heading.text) != heading.text:
            yield (before.path, heading.line), now[heading.line]


def _led(note: Note, sight: Sight, changed: Changed) -> Note:
    """A note whose links to headings that read otherwise now say so."""
    new = partial(_to_heading, sight, changed, note.path)
    if all(new(link) is None for link in links_of(note)):
        return note
    body, _ = relinked(split_frontmatter(note.text).body, new)
    return with_parts(note, _values(note.properties, lambda text: _text(text, new)), body)


def _to_heading(sight: Sight, changed: Changed, path: str, link: Link) -> str | None:
    place = heading_of(sight, link, path)
    if place is None or place not in changed:
        return None
    fragment = " ".join(_NOT_IN_A_LINK.sub(" ", changed[place]).split())
    return None if fragment == link.fragment else _with_fragment(link, fragment) or plain(link.text or NEUTRAL, link)


def _with_fragment(link: Link, fragment: str) -> str:
    """A link with another fragment; empty where the old one is not written there as it is read."""
    old, new = (link.fragment, fragment) if link.is_wiki else (quote(link.fragment), quote(fragment))
    before, mark, behind = link.raw.rpartition(f"#{old}")
    return f"{before}#{new}{behind}" if mark and fragment else ""
