"""What kb ships to start from: notebooks, templates, the guide, the demo ledger."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]

_MOMENT = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d", "HH": "%H", "mm": "%M", "ss": "%S", "dddd": "%A"}
_TOKEN = re.compile("|".join(sorted(_MOMENT, key=len, reverse=True)))
_NAME = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_VARIABLE = re.compile(r"\{\{\s*(date|time)\s*(?::([^}]*))?\}\}")


def shipped(name: str) -> Path:
    """A file or folder that kb ships: in the package where it is installed, in the repository in a checkout."""
    inside = PACKAGE / "starter" / name
    return inside if inside.exists() else PACKAGE.parent / name


def fill(template: str, now: datetime, **values: str) -> str:
    """Fill in a template as Obsidian does: `{{date}}`, `{{date:YYYY-MM}}`, `{{time}}`, `{{title}}`, and other names."""
    defaults = {"date": "YYYY-MM-DD", "time": "HH:mm"}
    text = _VARIABLE.sub(lambda found: _formatted(now, found[2] or defaults[found[1]]), template)
    return _NAME.sub(lambda found: values.get(found[1], found[0]), text)


def _formatted(now: datetime, pattern: str) -> str:
    return _TOKEN.sub(lambda token: now.strftime(_MOMENT[token[0]]), pattern)
