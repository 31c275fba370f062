"""What a note holds, as the parser finds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FencedBlock:
    """A fenced block of a note, like a `kb` block.

    Attributes:
        language: The first word after the fence.
        text: The lines between the fences.
        path: The note, relative to the vault, with forward slashes.
        line: The 1-based line of the opening fence in the file; the text begins on the next.
    """

    language: str
    text: str
    path: str
    line: int
