"""Regular expressions of JavaScript, matched in linear time whatever they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

from kb.errors import KbError


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression.

    Attributes:
        source: Between the slashes.
        flags: Behind them: `i`, `m`, `s` and `g` count.
    """

    source: str
    flags: str = ""

    def __str__(self) -> str:
        return f"/{self.source}/{self.flags}"

    def is_in(self, text: str) -> bool:
        """Whether it matches anywhere in a text."""
        return _compiled(self.source, self.flags).search(text) is not None

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where in a text it matches, but for matches of nothing."""
        found = (match.span() for match in _compiled(self.source, self.flags).finditer(text))
        return (span for span in found if span[0] < span[1])

    def replaced(self, text: str, by: str, most: int) -> str:
        """The text with its first match replaced, with the flag `g` all of them; `$1` and `$&` are what it matched.

        Args:
            text: The text.
            by: What stands for a match.
            most: Behind so many characters nothing more is replaced.
        """
        parts, end, length = [], 0, 0
        for found in _compiled(self.source, self.flags).finditer(text):
            parts += [text[end : found.start()], _filled(found, by)]
            end, length = found.end(), length + len(parts[-1])
            if "g" not in self.flags or length > most:
                break
        return "".join([*parts, text[end:]])

    def split(self, text: str) -> list[str]:
        """The pieces of a text between its matches."""
        return [piece or "" for piece in _compiled(self.source, self.flags).split(text)]


def _filled(found: Any, by: str) -> str:
    def group(mark: re.Match[str]) -> str:
        if mark[0] in {"$&", "$$"}:
            return found[0] if mark[0] == "$&" else "$"
        return (found[int(mark[1])] or "") if int(mark[1]) <= len(found.groups()) else mark[0]

    return re.sub(r"\$(?:([1-9])|[&$])", group, by)


def check_pattern(pattern: Pattern) -> None:
    """Refuse what cannot be matched.

    Raises:
        KbError: It is no regular expression, or looks around or back, which takes no linear time.
    """
    _compiled(pattern.source, pattern.flags)


@lru_cache(maxsize=1024)
def _compiled(source: str, flags: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = "i" not in flags
    options.one_line = "m" not in flags
    options.dot_nl = "s" in flags
    try:
        return re2.compile(f"(?m){source}" if "m" in flags else source, options)
    except re2.error as error:
        do = "It may not look ahead or behind, nor repeat what a group matched."
        raise KbError("This regular expression cannot be used", found=f"/{source}/: {_said(error)}", do=do) from error


def _said(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
