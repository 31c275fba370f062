"""What the disk knows of a vault: its bases, and how large and old its files are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from kb.model.problem import Problem
from kb.query.files import FileFacts
from kb.query.reading import RULE

ENDING = ".base"


def read_bases(vault: Path, files: Iterable[str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Read the bases among the files of a vault: path -> text; and which cannot be read."""
    texts, problems = dict[str, str](), list[Problem]()
    for path in files:
        if path.casefold().endswith(ENDING):
            try:
                texts[path] = (vault / path).read_text("utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                do = "Save it as text in UTF-8."
                problems.append(Problem(RULE, "This base cannot be read", do, path, found=str(error)))
    return texts, tuple(problems)


def facts_of(file: Path) -> FileFacts:
    """What the disk knows of a file; nothing where it is gone."""
    try:
        known = file.stat()
    except OSError:
        return FileFacts()
    created = getattr(known, "st_birthtime", known.st_ctime)
    return FileFacts(known.st_size, _moment(created), _moment(known.st_mtime))


def _moment(seconds: float) -> datetime:
    return local_time(datetime.fromtimestamp(seconds, UTC))


def local_time(moment: datetime) -> datetime:
    """A moment by the clock of this place, without its zone, as notes have them."""
    return moment.astimezone().replace(tzinfo=None)
