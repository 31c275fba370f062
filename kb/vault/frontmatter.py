"""The YAML at the head of a note: where it stands, and what it says."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from frontmatter.default_handlers import YAMLHandler
from ruamel.yaml.constructor import DuplicateKeyError

from kb.errors import KbError
from kb.vault.plain_yaml import read_plain
from kb.yaml import read_values

BYTE_ORDER_MARK = "\ufeff"
MOST_CHARACTERS = 100_000
"""Of properties; the strict reader takes a second for so many."""


class _Fences(YAMLHandler):
    """Frontmatter between lines of three dashes, the first one opening the file; read by `kb.yaml`."""

    FM_BOUNDARY = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)

    def load(self, fm: str, **where: Any) -> dict[Any, Any]:
        return read_values(fm, **where)


_FENCES = _Fences()
_OPENED = re.compile(r"---[ \t]*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*[\w\"'][^:\n]*:(?:\s|\Z)")
"""A fence that opens the file, and below it `name: value`, with blank lines and comments between them."""

_NAME = re.compile(r"^[^\s#-][^:\n]*:(?=\s)", re.MULTILINE)
_TABS_BETWEEN = re.compile(r"(?<=\S)[ \t]*\t[ \t]*(?=\S|$)", re.MULTILINE)
"""Tabs that stand where a space may: YAML allows them there, the strict reader does not."""
_BLANK = re.compile(r"^[ \t]+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Frontmatter:
    """A file's text in four parts that, joined, are the text again.

    Attributes:
        opening: The byte order mark if there is one, and the fence that opens; without fence where there is none.
        yaml: The lines between the fences.
        closing: The fence that closes; empty where there is no frontmatter.
        body: The rest.
    """

    opening: str
    yaml: str
    closing: str
    body: str

    @property
    def body_line(self) -> int:
        """The 1-based line on which the body begins."""
        return 1 + (self.opening + self.yaml + self.closing).count("\n")

    @property
    def newline(self) -> str:
        """The line end of the file's first line."""
        text = self.opening + self.body
        return "\r\n" if text[: text.find("\n") + 1].endswith("\r\n") else "\n"


def split_frontmatter(text: str) -> Frontmatter:
    """Split a note; what follows a fence that is never closed is body, which `read_properties` may refuse."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    rest = text[len(mark) :]
    boundary = _FENCES.FM_BOUNDARY
    opening = boundary.match(rest)
    closing = boundary.search(rest, opening.end()) if opening else None
    if not (opening and closing):
        return Frontmatter(mark, "", "", rest)
    yaml, body = _FENCES.split(rest)
    return Frontmatter(mark + opening.group(), yaml, closing.group(), body)


def read_properties(text: str, *, path: str) -> dict[str, Any]:
    """The properties of a note as plain Python values; names that YAML reads as something else are text again.

    Raises:
        KbError: The frontmatter is not a YAML mapping, too long, or opened and never closed; says the line.
    """
    parts = split_frontmatter(text)
    if not parts.closing and _OPENED.match(parts.body):
        do = "Write `---` on a line of its own below the last property."
        raise KbError("The properties that this `---` opens have no closing `---`", path=path, line=1, do=do)
    if len(parts.yaml) > MOST_CHARACTERS:
        what, found = f"These properties are over {MOST_CHARACTERS:,} characters", f"{len(parts.yaml):,}"
        do = "Move what is long into the text below them, or into a file of its own."
        raise KbError(what, path=path, line=1, found=found, do=do)
    return _read(parts.yaml, path)


def read_tolerantly(text: str, *, path: str) -> tuple[dict[str, Any], KbError | None]:
    """The properties of a note as far as they are certain, and what is wrong with the others.

    Of a name that stands there twice neither value counts, the other properties do.
    """
    try:
        return read_properties(text, path=path), None
    except KbError as error:
        if not isinstance(error.__cause__, DuplicateKeyError):
            return {}, error
        found = error.found.partition('"')[2].partition('"')[0]
        twice = KbError(
            "A property stands here twice", path=path, line=error.line, found=found, do="Keep one of the two."
        )
        return _read_single(split_frontmatter(text).yaml, path), twice


def _read(yaml: str, path: str) -> dict[str, Any]:
    if (plain := read_plain(yaml)) is not None:
        return plain
    try:
        values = _FENCES.load(yaml, path=path, first_line=2)
    except KbError:
        spaced = with_spaces(yaml)
        if spaced == yaml:
            raise
        values = _FENCES.load(spaced, path=path, first_line=2)
    return {str(name): value for name, value in values.items()}


def with_spaces(yaml: str) -> str:
    """YAML with spaces for the tabs that may be spaces; all else stands where it stood."""
    for tabs in (_TABS_BETWEEN, _BLANK):
        yaml = tabs.sub(lambda found: found[0].replace("\t", " "), yaml)
    return yaml


def _read_single(yaml: str, path: str) -> dict[str, Any]:
    """The properties whose names stand there once."""
    starts = [match.start() for match in _NAME.finditer(yaml)]
    parts = [yaml[start:end] for start, end in pairwise([*starts, len(yaml)])]
    names = Counter(part.partition(":")[0].strip(" \"'") for part in parts)
    try:
        return _read("".join(part for part in parts if names[part.partition(":")[0].strip(" \"'")] == 1), path)
    except KbError:
        return {}
