"""Properties that were taken out of all notes: to ask for one is an error, since it would seem that no note has it."""

from __future__ import annotations

from typing import Any

from kb.errors import KbError

UNTOLD = "…"
"""What a column says of such a property."""
PROPERTIES = "file.properties"
"""All properties of a note, of which some may have been taken out."""


class HiddenError(KbError):
    """What was asked needs a property that is not told here: no file is meant by it, and none is not."""

    def __init__(self, name: str) -> None:
        """Of a property of this name."""
        super().__init__("This needs a property that is redacted", found=name, do="Ask without it.")


class Lacking(dict[str, Any]):
    """An object that may lack parts, since they were taken out: those that it has may be asked for by their names."""


def whole(value: Any) -> Any:
    """The same value, for whoever takes all of it.

    Raises:
        HiddenError: Something in it may lack parts.
    """
    if isinstance(value, Lacking):
        raise HiddenError(PROPERTIES)
    if isinstance(value, tuple | dict):
        for item in value.values() if isinstance(value, dict) else value:
            whole(item)
    return value
