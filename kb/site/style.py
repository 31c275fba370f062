"""kb's looks: rules of one idea a file, joined into the one sheet that pages ask for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

STYLE = "assets/stylesheets/kb.css"
RULES = Path(__file__).parent / "assets" / "css"
ORDER = (
    "colours",
    "frame",
    "text",
    "pictures",
    "formulas",
    "diagrams",
    "code",
    "callouts",
    "tasks",
    "tables",
    "properties",
    "fields",
    "links",
    "embeds",
    "lists",
    "owner",
    "faults",
    "bases",
    "canvas",
    "cards",
    "charts",
    "preview",
    "access",
    "graph",
    "near",
)
"""The files of `RULES`. Of two rules that are equally exact the later one counts."""


@cache
def render_style() -> bytes:
    """The sheet; `kb serve` asks for it at every edit."""
    return b"\n".join((RULES / f"{name}.css").read_bytes() for name in ORDER)
