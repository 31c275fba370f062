"""What a note has no value for: most notes lack most properties, so that it is no fault."""

from __future__ import annotations

from kb.errors import KbError


class MissingValueError(KbError):
    """A function was called on, or given, what a note has no value for."""
