"""The sentence around a link."""

from __future__ import annotations

from kb.model.note import Link


def sentence_around(text: str, link: Link) -> str:
    """The line."""
    lines = text.split("\n")
    return lines[link.line - 1].strip() if link.line <= len(lines) else ""
