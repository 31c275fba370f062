"""The bases and canvases of a vault: which are shown to whom, and what bases can ask of its files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from kb.model.audience import OWNER
from kb.model.problem import Problem
from kb.query import reading as bases
from kb.query.files import FileFacts
from kb.site.canvases import check_canvases
from kb.site.edition import Edition
from kb.site.history import History
from kb.site.private.audience import is_in
from kb.vault.names import name_key
from kb.vault.reading import canvas
from kb.vault.reading.parse import MOST_BYTES

KINDS = {"base": bases.RULE, "canvas": canvas.RULE}
"""What is drawn, by the ending of its name -> the rule that it breaks where it cannot be read."""


def read_drawn(vault: Path, files: Iterable[str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Read the bases and canvases among the files of a vault: path -> text; and which cannot be read."""
    texts, problems = dict[str, str](), list[Problem]()
    for path in files:
        kind = path.rpartition(".")[2].casefold()
        if rule := KINDS.get(kind):
            try:
                texts[path] = _read(vault / path)
            except (OSError, UnicodeDecodeError) as error:
                problems.append(Problem(rule, f"This {kind} cannot be read", path=path, found=str(error)))
    return texts, (*problems, *check_canvases(texts))


def _read(file: Path) -> str:
    if file.stat().st_size > MOST_BYTES:
        raise OSError("over 5 MB")
    return file.read_text("utf-8-sig")


def shows_drawn(edition: Edition, path: str) -> bool:
    """Whether the readers of a site see a base or canvas: those who read all but what is private, and of their folders.

    It may name private notes, and no property of it says that it may be published.
    """
    audience = edition.audience
    is_open = audience.base == OWNER and not audience.tags and is_in(path, audience.folders)
    return is_open and not edition.is_excluded(path)


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
