"""The navigation: folders as sections, their index first, then notes by name, then folders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Entry = Mapping[str, Any]


@dataclass(slots=True)
class _Folder:
    pages: list[tuple[str, str]] = field(default_factory=list)
    folders: dict[str, _Folder] = field(default_factory=dict)


def plan_nav(titles: Mapping[str, str], indexes: Iterable[str]) -> list[Entry]:
    """The navigation as MkDocs reads it from its configuration.

    Args:
        titles: Path of each page -> its title.
        indexes: The paths of those that stand for their folder.

    Returns:
        A list of `{title: path}` and `{folder: list}`.
    """
    root = _Folder()
    for path, title in titles.items():
        folder = root
        for name in path.split("/")[:-1]:
            folder = folder.folders.setdefault(name, _Folder())
        folder.pages.append((title, path))
    return _entries(root, frozenset(indexes))


def _entries(folder: _Folder, indexes: frozenset[str]) -> list[Entry]:
    pages = sorted(folder.pages, key=lambda page: (page[1] not in indexes, _natural(page[0]), page[1]))
    names = sorted(folder.folders, key=lambda name: (_natural(readable(name)), name))
    sections = [{readable(name): _entries(folder.folders[name], indexes)} for name in names]
    return [*({title: path} for title, path in pages), *sections]


def readable(name: str) -> str:
    """A folder's name for people: `moving-averages` is `Moving averages`; one with capitals or spaces stays."""
    if name != name.lower() or " " in name:
        return name
    return (re.sub(r"[-_]+", " ", name).strip() or name).capitalize()


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Numbers in names by their value: 9 before 10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text.casefold())
    return [(0, int(part), "") if part[0] in "0123456789" else (1, 0, part) for part in parts]
