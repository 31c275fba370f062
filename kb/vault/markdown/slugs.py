"""Names as parts of a URL: lower case, words joined by a dash, every script kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import count


def slug(text: str) -> str:
    """NFC and lower case, every run of characters that are not letters, marks or digits as one `-`; may be empty."""
    words = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in _folded(text))
    return "-".join(words.split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())


def distinct() -> Callable[[str], str]:
    """A function that gives each name back, with `-1`, `-2` … where it was given before."""
    taken: set[str] = set()
    counters: dict[str, count[int]] = {}

    def take(name: str) -> str:
        found = name
        while found in taken:
            found = f"{name}-{next(counters.setdefault(name, count(1)))}"
        taken.add(found)
        return found

    return take
