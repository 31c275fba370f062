"""What kb ships to start from: notebooks, templates, the guide, the demo ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from kb.vault.moment import format_moment

PACKAGE = Path(__file__).resolve().parents[1]

FORMATS = {"date": "YYYY-MM-DD", "time": "HH:mm"}
_NAME = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_VARIABLE = re.compile(r"\{\{\s*(date|time)\s*(?::([^}]*))?\}\}")


def shipped(name: str) -> Path:
    """A file or folder that kb ships: in the package where it is installed, in the repository in a checkout."""
    inside = PACKAGE / "starter" / name
    return inside if inside.exists() else PACKAGE.parent / name


def fill(template: str, now: datetime, **values: str) -> str:
    """Fill in a template that kb ships: see `fill_in`."""
    return fill_in(template, now, FORMATS, values)


def fill_in(template: str, now: datetime, formats: Mapping[str, str], values: Mapping[str, str]) -> str:
    """Fill in a template as Obsidian does: `{{date}}`, `{{date:YYYY-MM}}`, `{{time}}`, `{{title}}`, and other names.

    Args:
        template: The text.
        now: The time that `{{date}}` and `{{time}}` tell.
        formats: How they tell it where the template does not say.
        values: By name what else is filled in; a name that is not among them stays.
    """
    text = _VARIABLE.sub(lambda found: format_moment(now, found[2] or formats[found[1]]), template)
    return _NAME.sub(lambda found: values.get(found[1], found[0]), text)
