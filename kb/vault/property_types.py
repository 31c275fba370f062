"""What kind of property a value is, as Obsidian shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

Kind = Literal["text", "list", "number", "checkbox", "date", "datetime", "link"]

_DECLARED: Mapping[str, Kind] = {
    "text": "text",
    "multitext": "list",
    "aliases": "list",
    "tags": "list",
    "number": "number",
    "checkbox": "checkbox",
    "date": "date",
    "datetime": "datetime",
}
_PYTHON: tuple[tuple[type, Kind], ...] = (
    (bool, "checkbox"),
    (int, "number"),
    (float, "number"),
    (datetime, "datetime"),
    (date, "date"),
    (list, "list"),
)
_OWN = ("aliases", "tags", "cssclasses")
_LINK = re.compile(r"\s*\[\[(?:(?!\[\[|\]\]).)+\]\]\s*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?")
_NONE: Mapping[str, str] = MappingProxyType({})


def read_types(vault: Path) -> Mapping[str, str]:
    """The kinds that the vault's owner gave to properties, by name; none where `.obsidian/types.json` is bad."""
    try:
        types = json.loads((vault / ".obsidian" / "types.json").read_bytes())["types"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return _NONE
    return {str(name).casefold(): str(kind) for name, kind in types.items()} if isinstance(types, dict) else _NONE


def property_type(name: str, value: Any, types: Mapping[str, str] = _NONE) -> Kind:
    """The kind of a property: as the vault's owner gave it to that name, else as its value looks.

    Args:
        name: The property.
        value: Its value.
        types: From `read_types`.
    """
    if name.casefold() in _OWN:
        return "list"
    kind = _DECLARED.get(types.get(name.casefold(), "")) or _kind_of(value)
    return "link" if kind == "text" and isinstance(value, str) and _LINK.fullmatch(value) else kind


def _kind_of(value: Any) -> Kind:
    if isinstance(value, str):
        return "date" if _DATE.fullmatch(value) else "datetime" if _DATETIME.fullmatch(value) else "text"
    return next((kind for python, kind in _PYTHON if isinstance(value, python)), "text")
