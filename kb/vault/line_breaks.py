"""How a vault's Obsidian reads a line break."""

from __future__ import annotations

import json
from pathlib import Path


def has_strict_line_breaks(vault: Path) -> bool:
    """Whether a single line break is a space, as in CommonMark; Obsidian breaks the line unless it is told this."""
    try:
        settings = json.loads((vault / ".obsidian" / "app.json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):  # Obsidian too begins anew where it cannot read its settings
        return False
    return isinstance(settings, dict) and settings.get("strictLineBreaks") is True
