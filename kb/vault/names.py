"""How names are compared: notes, aliases, tags and headings."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def name_key(text: str) -> str:
    """A name as it is compared: macOS writes an accent as a character of its own."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=1 << 16)
def folded_key(text: str) -> str:
    """The same without regard to case."""
    return text.lower() if text.isascii() else name_key(name_key(text).casefold())
