"""The bases of a vault: which are shown to whom, and what they can ask of its files."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from kb.model.audience import OWNER
from kb.query.dataview.inline import QUERY, inline_codes
from kb.query.disk import facts_of, local_time
from kb.query.files import FileFacts
from kb.query.reading import BASE
from kb.site.edition import Edition
from kb.site.history import History
from kb.site.model import Site
from kb.site.private.audience import is_in
from kb.vault.names import name_key

_OF_THE_DAY = re.compile(r"\b(?:now|today|relative)\s*\(|(?i:\bdate\(\s*[a-z])")


def shows_base(edition: Edition, path: str) -> bool:
    """Whether the readers of a site see a base: those who read all but what is private, and of their folders.

    A base may name private notes, and no property of it says that it may be published.
    """
    audience = edition.audience
    is_open = audience.base == OWNER and not audience.tags and is_in(path, audience.folders)
    return is_open and not edition.is_excluded(path)


def tells_the_day(site: Site) -> bool:
    """Whether pages show what is another thing tomorrow, like how long ago a note was changed."""
    blocks = (block.text for language in (BASE, QUERY) for block in site.index.blocks.get(language, ()))
    inline = (code for note in site.index.notes.values() for _, code in inline_codes(note))
    return any(_OF_THE_DAY.search(text) for text in (*site.bases.values(), *blocks, *inline))


def file_facts(vault: Path, history: History, path: str) -> FileFacts:
    """What the disk knows of a file, and when it was made and changed as git does, where it knows."""
    facts, changes = facts_of(vault / path), history.changes.get(name_key(path), ())
    if not changes or name_key(path) in history.uncommitted:
        return facts
    return replace(facts, created=local_time(changes[-1].at), modified=local_time(changes[0].at))
