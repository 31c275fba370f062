"""From the notes of a vault to those of an audience: what it may not read is gone from them before anything reads them.

A note that names a private one is written anew and parsed again. So no page, list, search or feed can know the name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import Any

from kb.model.audience import OWNER, Audience
from kb.model.note import Link, Note
from kb.model.problem import Problem
from kb.site.canvases import is_canvas, links_in_words
from kb.site.private.canvases import with_words, words_of_canvas
from kb.site.private.dashboards import hidden_states, seen_parts
from kb.site.private.lacking import lacking
from kb.site.private.neutral import neutral_notes
from kb.site.private.redaction import redacted_values, without_redacted
from kb.site.private.redaction_text import Redacted, redacted_text
from kb.site.private.reparse import with_parts
from kb.site.private.sight import NEUTRAL, Sight, neutral_name, sight_of
from kb.site.published import NAMING, is_published
from kb.vault.index import links_of, tags_of
from kb.vault.names import folded_key
from kb.vault.reading.frontmatter import split_frontmatter

RULE = "private-embed"
_NAME_IT = "name it in `drawn` of the audience in kb.toml, "
_WAYS = {NEUTRAL: "publish what it shows, ", "private canvas": _NAME_IT, "private base": _NAME_IT}
"""What can be done that it is shown, by what an embed shows."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What an audience may read of a vault.

    Attributes:
        notes: Its notes, redacted, and without the names of private ones.
        private: All other notes.
        redact: Names whose values are left out of them.
        lacks: Of what something was left out so of any of them, as `Desk` has it.
        drawn: What it may see of the bases and canvases: path -> text.
        redacted: The values of redacted properties, fields and parameters in all notes, as text.
        cells: Those of their tables.
        problems: Why it cannot be published, with paths relative to the vault: an embed of a private note, a link to
            one that could not be taken out.
    """

    notes: tuple[Note, ...]
    private: tuple[Note, ...]
    redact: tuple[str, ...] = ()
    lacks: frozenset[str] = frozenset()
    drawn: Mapping[str, str] = field(default_factory=dict)
    redacted: frozenset[str] = frozenset()
    cells: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def is_for(note: Note, audience: Audience) -> bool:
    """Whether a note may be read by an audience: see `Audience`; when in doubt it may not."""
    wishes = [value for name, value in note.properties.items() if name.casefold() == "publish"]
    is_of_base = is_published(note) and (audience.base == OWNER or True in wishes)
    return is_of_base and carries(note, audience.tags) and is_in(note.path, audience.folders)


def carries(note: Note, tags: Iterable[str]) -> bool:
    """Whether a note carries one of these tags or one below it, if there are any."""
    wanted = tuple(folded_key(tag) for tag in tags)
    if not wanted:
        return True
    own = map(folded_key, tags_of(note))
    return any(f"{tag}/".startswith(f"{one}/") for tag in own for one in wanted)


def is_in(path: str, folders: Iterable[str]) -> bool:
    """Whether a file is in one of these folders, if there are any."""
    wanted = tuple(f"{folded_key(folder)}/" for folder in folders)
    return not wanted or folded_key(path).startswith(wanted)


def notes_for(
    audience: Audience,
    notes: Iterable[Note],
    files: Iterable[str],
    is_excluded: Callable[[str], bool] = lambda _path: False,
    old_paths: Mapping[str, Sequence[str]] = MappingProxyType({}),
    *,
    drawn: Mapping[str, str] = MappingProxyType({}),
) -> Cut:
    """Decide what an audience reads, and take what it may not read out of that.

    Args:
        audience: Who.
        notes: All notes of the vault.
        files: The paths of all other files of the vault.
        is_excluded: What mkdocs.yml keeps off the site, by path.
        old_paths: A path -> what the file there was called before: a link may still say so.
        drawn: The bases and canvases that are shown to them: path -> text.
    """
    files = tuple(files)
    vault = {note.path: note for note in notes}
    kept = {path: note for path, note in vault.items() if is_for(note, audience) and not is_excluded(path)}
    kinds = NAMING[:1] if audience.is_owner else NAMING
    others = (path for path in files if (path.casefold().endswith(kinds) and path not in drawn) or is_excluded(path))
    hidden = {*vault.keys() - kept.keys(), *others}
    sight = sight_of(vault, files, hidden, old_paths)
    if states := hidden_states(kept.values(), sight):
        kept = {path: note for path, note in kept.items() if path not in states}
        sight = sight_of(vault, files, hidden | states, old_paths)
    kept = {path: seen_parts(note, sight, is_for_owner=audience.is_owner) for path, note in kept.items()}
    links = [(path, links_of(note)) for path, note in kept.items()]
    links += [(path, links_in_words(path, text)) for path, text in drawn.items() if is_canvas(path)]
    problems = tuple(_embeds(links, sight)) if audience.private_embeds == "error" else ()
    redact = audience.redact
    whole = {**vault, **kept}
    texts = {path: redacted_text(split_frontmatter(note.text).body, redact) for path, note in whole.items() if redact}
    shown = [_redacted(note, redact, texts[path].body) if redact else note for path, note in kept.items()]
    lacks = frozenset(what for one, less in zip(kept.values(), shown, strict=True) for what in lacking(one, less))
    cards = {path: words_of_canvas(path, text) for path, text in drawn.items() if is_canvas(path)}
    said = [(card, redacted_text(card.text, redact)) for words in cards.values() for card in words]
    shown += [_redacted(card, redact, text.body) for card, text in said]
    cut, stuck = neutral_notes(shown, sight)
    rest = iter(cut[len(kept) :])
    canvases = {path: with_words(path, drawn[path], islice(rest, len(own)), sight) for path, own in cards.items()}
    private = tuple(note for path, note in vault.items() if path not in kept)
    found = [(vault[path].properties, text) for path, text in texts.items()] + [({}, text) for _, text in said]
    values = frozenset(value for properties, text in found for value in _values(properties, redact, text))
    cells = frozenset(cell for _, text in found for cell in text.cells)
    problems = (*problems, *stuck)
    return Cut(cut[: len(kept)], private, redact, lacks, {**drawn, **canvases}, values, cells, problems)


def _redacted(note: Note, redact: tuple[str, ...], body: str) -> Note:
    return with_parts(note, without_redacted(note.properties, redact), body)


def _values(properties: Mapping[str, Any], redact: tuple[str, ...], text: Redacted) -> tuple[str, ...]:
    return (*redacted_values(properties, redact), *text.values)


def _embeds(links: Iterable[tuple[str, Iterable[Link]]], sight: Sight) -> Iterator[Problem]:
    for path, written in links:
        for link in written:
            if link.is_embed and (found := sight.private(link.target, path)):
                kind = neutral_name(found)
                do = f"Take the embed out, {_WAYS.get(kind, '')}or set `private_embeds` of the audience to `line`."
                yield Problem(RULE, f"This shows a {kind}", do, path, link.line, link.raw)
