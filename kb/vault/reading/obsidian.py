"""What a vault's own settings in `.obsidian/` say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from kb.model.problem import Problem
from kb.vault.moment import moment_pattern
from kb.vault.names import folded_key

RULE = "obsidian-settings"
FOLDER = ".obsidian"
FILES = ("templates.json", "daily-notes.json", "app.json", "plugins/templater-obsidian/data.json", "types.json")
"""What is read below it; Obsidian keeps much else there, like its open tabs."""


@dataclass(frozen=True, slots=True)
class ObsidianSettings:
    """Where new notes go, what they begin with, and how notes are shown; folders relative to the vault.

    Attributes:
        templates: The folder of templates.
        date_format: Of `{{date}}`, as moment.js reads it.
        time_format: Of `{{time}}`.
        daily_folder: The folder of daily notes; empty for the top of the vault.
        daily_format: The name of a daily note; it may name folders.
        daily_template: The path of its template; empty for none.
        new_folder: The folder of new notes; empty for the top of the vault.
        has_strict_line_breaks: Whether a single line break is a space, as in CommonMark.
        templater: The folder of the plugin Templater; empty where it has none.
        types: The kind that the vault's owner gave to a property, by its name in lower case.
    """

    templates: str = "templates"
    date_format: str = "YYYY-MM-DD"
    time_format: str = "HH:mm"
    daily_folder: str = ""
    daily_format: str = "YYYY-MM-DD"
    daily_template: str = ""
    new_folder: str = ""
    has_strict_line_breaks: bool = False
    templater: str = ""
    types: Mapping[str, str] = field(default_factory=dict)

    def is_template(self, path: str) -> bool:
        """Whether a note is a pattern for new ones: in a folder of templates, or in `templates` as kb ships it."""
        return folded_key(path).startswith(_beginnings(DEFAULTS.templates, self.templates, self.templater))

    def is_daily(self, path: str) -> bool:
        """Whether a note is the daily note of some day, by its folder and its name."""
        folder = f"{re.escape(self.daily_folder)}/" if self.daily_folder else ""
        return re.fullmatch(f"{folder}{moment_pattern(self.daily_format)}\\.md", path, re.IGNORECASE) is not None


DEFAULTS = ObsidianSettings()


@lru_cache
def _beginnings(*folders: str) -> tuple[str, ...]:
    """How the paths in those folders begin; asked for each note."""
    return tuple(f"{folded_key(folder)}/" for folder in folders if folder)


def read_obsidian(vault: Path) -> tuple[ObsidianSettings, tuple[Problem, ...]]:
    """Read a vault's settings; of what cannot be read there is a problem, and Obsidian's default counts."""
    problems: list[Problem] = []
    templates, daily, app, templater, types = (_File(vault, name, problems) for name in FILES)
    in_folder = app.text("newFileLocation") == "folder"
    settings = ObsidianSettings(
        templates=templates.path("folder") or DEFAULTS.templates,
        date_format=templates.text("dateFormat") or DEFAULTS.date_format,
        time_format=templates.text("timeFormat") or DEFAULTS.time_format,
        daily_folder=daily.path("folder"),
        daily_format=daily.text("format") or DEFAULTS.daily_format,
        daily_template=daily.path("template"),
        new_folder=app.path("newFileFolderPath") if in_folder else "",
        has_strict_line_breaks=app.is_on("strictLineBreaks"),
        templater=templater.path("templates_folder"),
        types=types.texts("types"),
    )
    return settings, tuple(problems)


class _File:
    """One file of settings, and where to tell what is wrong in it."""

    def __init__(self, vault: Path, name: str, problems: list[Problem]) -> None:
        self._path, self._problems = f"{FOLDER}/{name}", problems
        self._table = self._read(vault / self._path)

    def text(self, name: str) -> str:
        """A text; empty where it is not set."""
        value = self._table.get(name)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        self._tell(f"`{name}` is no text", json.dumps(value))
        return ""

    def texts(self, name: str) -> Mapping[str, str]:
        """Texts by names in lower case; none where they are not set."""
        table = self._table.get(name)
        if table is None or isinstance(table, dict):
            return {folded_key(key): value for key, value in (table or {}).items() if isinstance(value, str)}
        self._tell(f"`{name}` is no table", json.dumps(table))
        return {}

    def is_on(self, name: str) -> bool:
        """Whether a switch is on."""
        return self._table.get(name) is True

    def path(self, name: str) -> str:
        """A path in the vault, without slashes around it; empty where it is not set."""
        path = self.text(name).replace("\\", "/").strip("/")
        if ".." not in path.split("/"):
            return "" if path == "." else path
        self._tell(f"`{name}` leads out of the vault", path)
        return ""

    def _read(self, file: Path) -> dict[str, Any]:
        try:
            table = json.loads(file.read_text("utf-8-sig"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            self._tell("These settings of Obsidian cannot be read", str(error))
            return {}
        if isinstance(table, dict):
            return table
        self._tell("These settings of Obsidian are no JSON object", json.dumps(table))
        return {}

    def _tell(self, what: str, found: str) -> None:
        do = "Set it in Obsidian again; until then its default counts."
        self._problems.append(Problem(RULE, what, do, self._path, found=found, severity="warning"))
