"""The bases of a vault: which are shown to whom, and what they can ask of its files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from kb.model.audience import OWNER
from kb.model.problem import Problem
from kb.query.files import FileFacts
from kb.query.reading import BASE, RULE
from kb.site.edition import Edition
from kb.site.history import History
from kb.site.model import Site
from kb.site.private.audience import is_in
from kb.vault.names import name_key

ENDING = ".base"
_OF_THE_DAY = re.compile(r"\b(?:now|today|relative)\s*\(")


def read_bases(vault: Path, files: Iterable[str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Read the bases among the files of a vault: path -> text; and which cannot be read."""
    texts, problems = dict[str, str](), list[Problem]()
    for path in files:
        if path.casefold().endswith(ENDING):
            try:
                texts[path] = (vault / path).read_text("utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                problems.append(Problem(RULE, "This base cannot be read", path=path, found=str(error)))
    return texts, tuple(problems)


def shows_base(edition: Edition, path: str) -> bool:
    """Whether the readers of a site see a base: those who read all but what is private, and of their folders.

    A base may name private notes, and no property of it says that it may be published.
    """
    audience = edition.audience
    is_open = audience.base == OWNER and not audience.tags and is_in(path, audience.folders)
    return is_open and not edition.is_excluded(path)


def tells_the_day(site: Site) -> bool:
    """Whether pages show what is another thing tomorrow, like how long ago a note was changed."""
    blocks = (block.text for block in site.index.blocks.get(BASE, ()))
    return any(_OF_THE_DAY.search(text) for text in (*site.bases.values(), *blocks))


def file_facts(vault: Path, history: History, path: str) -> FileFacts:
    """What git, or else the disk, knows of a file."""
    changes = history.changes.get(name_key(path), ())
    try:
        known = (vault / path).stat()
    except OSError:
        return FileFacts()
    if changes and name_key(path) not in history.uncommitted:
        return FileFacts(known.st_size, _plain(changes[-1].at), _plain(changes[0].at))
    return FileFacts(known.st_size, _local(known.st_ctime), _local(known.st_mtime))


def _plain(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)


def _local(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
