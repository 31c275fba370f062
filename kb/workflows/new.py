"""New notes from the vault's own templates, new strategies with their code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from kb.config import Settings
from kb.errors import KbError, UsageError
from kb.files import write_atomically
from kb.strategies.registry import find_strategies
from kb.workflows.names import class_name, file_name, module_name
from kb.workflows.starter import fill, shipped

Kind = Literal["note", "idea", "journal", "experiment", "strategy"]
FOLDERS: dict[Kind, str] = {
    "note": "",
    "idea": "ideas",
    "journal": "journal",
    "experiment": "strategies",
    "strategy": "strategies",
}


def new_note(settings: Settings, kind: Kind, title: str, now: datetime) -> list[Path]:
    """Write a new note, and for a strategy its code; nothing that exists is touched.

    A title with slashes, like `projects/kb/Plan`, names folders below the vault. Characters that a file's name cannot
    have are left out.

    Returns:
        The files written.

    Raises:
        KbError: One of the files exists, the title names nothing, or a strategy of that name is known.
    """
    folder, name = _place(kind, title)
    note = settings.vault / folder / f"{name}.md"
    files = {note: fill(_template(settings, kind), now, title=name)}
    if kind == "strategy":
        values = {"title": name, "strategy": module_name(name), "class": class_name(name)}
        files[note] += fill(_shipped_text("strategy_block.md"), now, **values)
        files[_code_file(settings, values["strategy"])] = fill(_shipped_text("strategy.py.txt"), now, **values)
    _write_new(files)
    return list(files)


def _place(kind: Kind, title: str) -> tuple[str, str]:
    """The folder in the vault and the name of the note that a title names."""
    parts = [part.strip() for part in title.replace("\\", "/").removesuffix(".md").split("/") if part.strip()]
    if ".." in parts:
        raise UsageError("A note stays inside the vault", found=title, do="Name folders from the vault's own down.")
    names = [file_name(part) for part in parts]
    if not names or not all(names):
        raise UsageError("A note needs a title", found=title, do='Give one: kb new note "My title".')
    return "/".join(names[:-1]) or FOLDERS[kind], names[-1]


def _template(settings: Settings, kind: Kind) -> str:
    """The vault's own template of that kind, or the one that kb ships."""
    own = settings.vault / "templates" / f"{kind.capitalize()}.md"
    if not own.is_file():
        return _shipped_text(f"vault/templates/{own.name}")
    try:
        return own.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        do = "Save it as UTF-8 in your editor."
        raise KbError("This template cannot be read", path=own, found=str(error), do=do) from error


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
