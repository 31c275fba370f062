"""How names are compared: notes, aliases, tags and headings."""

from __future__ import annotations

import unicodedata


def name_key(text: str) -> str:
    """A name as it is compared: macOS writes an accent as a character of its own."""
    return unicodedata.normalize("NFC", text)


def folded_key(text: str) -> str:
    """The same without regard to case."""
    return name_key(name_key(text).casefold())
