"""New notes from the vault's own templates, new strategies with their code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from kb.config import Settings
from kb.errors import KbError, UsageError
from kb.files import write_atomically
from kb.strategies.registry import find_strategies
from kb.vault.closest import closest_names, group_names
from kb.vault.moment import format_moment
from kb.vault.names import folded_key
from kb.vault.reading.obsidian import DEFAULTS, ObsidianSettings
from kb.workflows.names import class_name, file_name, module_name
from kb.workflows.starter import fill, fill_in, shipped

Kind = Literal["note", "idea", "journal", "experiment", "strategy"]
FOLDERS: dict[Kind, str] = {
    "note": "",
    "idea": "ideas",
    "journal": "journal",
    "experiment": "strategies",
    "strategy": "strategies",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """How a new note shall be, besides its kind and title.

    Attributes:
        obsidian: The vault's own settings.
        template: A template by name; empty for that of the note's kind.
        folder: A folder in the vault; empty for that of the note's kind.
    """

    obsidian: ObsidianSettings = DEFAULTS
    template: str = ""
    folder: str = ""


AS_USUAL = Wish()


def new_note(settings: Settings, kind: Kind, title: str, now: datetime, wish: Wish = AS_USUAL) -> list[Path]:
    """Write a new note, and for a strategy its code; nothing that exists is touched.

    A title with slashes, like `projects/kb/Plan`, names folders below the vault. Characters that a file's name cannot
    have are left out.

    Returns:
        The files written.

    Raises:
        KbError: One of the files exists, the title names nothing, or a strategy of that name is known.
    """
    usual = FOLDERS[kind] or wish.obsidian.new_folder
    folder, name = _place(title, _folder(wish.folder) or usual)
    note = settings.vault / folder / f"{name}.md"
    template = _template(settings, wish.template or kind.capitalize(), wish.obsidian)
    files = {note: fill_in(template, now, _formats(wish.obsidian), {"title": name})}
    if kind == "strategy":
        values = {"title": name, "strategy": module_name(name), "class": class_name(name)}
        files[note] += fill(_shipped_text("strategy_block.md"), now, **values)
        files[_code_file(settings, values["strategy"])] = fill(_shipped_text("strategy.py.txt"), now, **values)
    _write_new(files)
    return list(files)


def daily_note(settings: Settings, day: datetime, obsidian: ObsidianSettings) -> Path:
    """The note of a day, by the vault's own settings; one that exists is only found.

    Raises:
        KbError: Its template cannot be read, or the format of its name names nothing.
    """
    folder, name = _place(f"{obsidian.daily_folder}/{format_moment(day, obsidian.daily_format)}", "")
    note = settings.vault / folder / f"{name}.md"
    if not note.exists():
        template = obsidian.daily_template.removesuffix(".md")
        text = _daily_template(settings.vault / f"{template}.md") if template else ""
        write_atomically(note, fill_in(text, day, _formats(obsidian), {"title": name}).encode())
    return note


def _daily_template(file: Path) -> str:
    if file.exists():
        return _read(file)
    do = "Make it, or choose another in Obsidian under *Daily notes* (`template` in .obsidian/daily-notes.json)."
    raise KbError("There is no such template of daily notes", path=file, do=do)


def _folder(name: str) -> str:
    return "/".join(filter(None, map(file_name, _parts(name))))


def _parts(path: str) -> list[str]:
    parts = [part.strip() for part in path.replace("\\", "/").split("/") if part.strip()]
    if ".." in parts:
        raise UsageError("A note stays inside the vault", found=path, do="Name folders from the vault's own down.")
    return parts


def _formats(obsidian: ObsidianSettings) -> Mapping[str, str]:
    return {"date": obsidian.date_format, "time": obsidian.time_format}


def _place(title: str, usual: str) -> tuple[str, str]:
    """The folder in the vault and the name of the note that a title names; without a folder the usual one."""
    names = [file_name(part) for part in _parts(title.removesuffix(".md"))]
    if not names or not all(names):
        raise UsageError("A note needs a title", found=title, do='Give one: kb new note "My title".')
    return "/".join(names[:-1]) or usual, names[-1]


def _template(settings: Settings, name: str, obsidian: ObsidianSettings) -> str:
    """The vault's own template of that name, or else the one that kb ships for a kind of note."""
    folder = settings.vault / obsidian.templates
    own = {path.relative_to(folder).with_suffix("").as_posix(): path for path in sorted(folder.rglob("*.md"))}
    folded = {folded_key(known): path for known, path in own.items()}
    wanted = name.replace("\\", "/").removesuffix(".md")
    if path := own.get(wanted) or folded.get(folded_key(wanted)):
        return _read(path)
    if wanted.lower() in get_args(Kind):
        return _shipped_text(f"vault/templates/{wanted.capitalize()}.md")
    near = closest_names(wanted, group_names(own))
    do = f"Did you mean {' or '.join(f'`{one}`' for one in near)}?" if near else "See the names in that folder."
    raise KbError("There is no such template", path=folder, found=name, do=do)


def _read(template: Path) -> str:
    try:
        return template.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        do = "Save it as UTF-8 in your editor."
        raise KbError("This template cannot be read", path=template, found=str(error), do=do) from error
    except OSError as error:
        found, do = error.strerror or str(error), "Check that it is a file that you may read."
        raise KbError("This template cannot be read", path=template, found=found, do=do) from error


def _shipped_text(name: str) -> str:
    return shipped(name).read_text("utf-8")


def _code_file(settings: Settings, module: str) -> Path:
    known = find_strategies(settings.strategies)
    if module in known:
        raise KbError("There is a strategy of this name", path=known[module], found=module, do="Choose another title.")
    return settings.strategies / f"{module}.py"


def _write_new(files: Mapping[Path, str]) -> None:
    for path in files:
        if path.exists():
            raise KbError("This file exists already", path=path, do="Choose another title.")
    for path, content in files.items():
        write_atomically(path, content.encode())
