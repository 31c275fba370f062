"""What bases can ask of the files of a vault, and whether it is another thing tomorrow."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from kb.query.dataview.inline import QUERY, inline_codes
from kb.query.disk import facts_of, local_time
from kb.query.files import FileFacts
from kb.query.reading import BASE
from kb.site.history import History
from kb.site.model import Site
from kb.vault.names import name_key

_OF_THE_DAY = re.compile(r"\b(?:now|today|relative)\s*\(|(?i:\bdate\(\s*[a-z])")


def tells_the_day(site: Site) -> bool:
    """Whether pages show what is another thing tomorrow, like how long ago a note was changed."""
    blocks = (block.text for language in (BASE, QUERY) for block in site.index.blocks.get(language, ()))
    inline = (code for note in site.index.notes.values() for _, code in inline_codes(note))
    drawn = (text.replace("\\n", "\n") for text in site.drawn.values())  # JSON in canvases
    return any(_OF_THE_DAY.search(text) for text in (*drawn, *blocks, *inline))


def file_facts(vault: Path, history: History, path: str) -> FileFacts:
    """What the disk knows of a file, and when it was made and changed as git does, where it knows."""
    facts, changes = facts_of(vault / path), history.changes.get(name_key(path), ())
    if not changes or name_key(path) in history.uncommitted:
        return facts
    return replace(facts, created=local_time(changes[-1].at), modified=local_time(changes[0].at))
