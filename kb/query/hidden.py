"""Properties that were taken out of all notes: to ask for one is an error, since it would seem that no note has it."""

from __future__ import annotations

from kb.errors import KbError

UNTOLD = "…"
"""What a column says of such a property."""


class HiddenError(KbError):
    """What was asked needs a property that is not told here: no file is meant by it, and none is not."""

    def __init__(self, name: str) -> None:
        """Of a property of this name."""
        super().__init__("This needs a property that is redacted", found=name, do="Ask without it.")
