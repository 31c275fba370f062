"""What kind of property a value is, as Obsidian shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal

from kb.vault.names import folded_key

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


def property_type(name: str, value: Any, types: Mapping[str, str] = _NONE) -> Kind:
    """The kind of a property: as the vault's owner gave it to that name, else as its value looks.

    Args:
        name: The property.
        value: Its value.
        types: What the vault's settings declare, by name.
    """
    kind = declared_type(name, types) or _kind_of(value)
    return "link" if kind == "text" and isinstance(value, str) and _LINK.fullmatch(value) else kind


def declared_type(name: str, types: Mapping[str, str]) -> Kind | None:
    """The kind that a property has whatever its value is; None where it goes by the value."""
    return "list" if name.casefold() in _OWN else _DECLARED.get(types.get(folded_key(name), ""))


def is_of_type(value: Any, kind: Kind) -> bool:
    """Whether Obsidian takes a value for one of that kind; it takes an empty one for any."""
    if value is None or value == "":
        return True
    if kind == "list":
        is_list = isinstance(value, list) and not any(isinstance(item, list | dict) for item in value)
        return is_list or isinstance(value, str | date)
    if kind in {"date", "datetime"}:
        return isinstance(value, date) or (isinstance(value, str) and _is_moment(value))
    if kind in {"number", "checkbox"}:
        return _kind_of(value) == kind
    return not isinstance(value, list | dict)


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def _kind_of(value: Any) -> Kind:
    if isinstance(value, str):
        return "date" if _DATE.fullmatch(value) else "datetime" if _DATETIME.fullmatch(value) else "text"
    return next((kind for python, kind in _PYTHON if isinstance(value, python)), "text")
