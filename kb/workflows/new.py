"""New notes from the vault's own templates, new strategies with their code."""

from __future__ import annotations

import keyword
import re
from datetime import datetime
from pathlib import Path
from typing import Literal

from kb.config import Settings
from kb.errors import KbError, UsageError
from kb.files import write_atomically
from kb.workflows.places import file_name
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

    A title with slashes, like `projects/kb/Plan`, names folders below the vault.

    Returns:
        The files written.

    Raises:
        KbError: One of the files exists, or the title names nothing.
    """
    folder, name = _place(kind, title)
    note = settings.vault / folder / f"{name}.md"
    text = fill(_template(settings, kind), now, title=name)
    files = {note: text}
    if kind == "strategy":
        module = module_name(name)
        code = settings.strategies / f"{module}.py"
        values = {"title": name, "strategy": module, "class": class_name(name)}
        files[code] = fill(shipped("strategy.py.txt").read_text("utf-8"), now, **values)
        files[note] += fill(shipped("strategy_block.md").read_text("utf-8"), now, **values)
    for path in files:
        if path.exists():
            raise KbError("This file exists already", path=path, do="Choose another title.")
    for path, content in files.items():
        write_atomically(path, content.encode())
    return list(files)


def _place(kind: Kind, title: str) -> tuple[str, str]:
    *folders, last = [part for part in title.replace("\\", "/").split("/") if part.strip()] or [""]
    if not last.strip() or ".." in folders:
        raise UsageError("A note needs a title", found=title, do='Give one: kb new note "My title".')
    return "/".join(file_name(folder) for folder in folders) or FOLDERS[kind], file_name(last.removesuffix(".md"))


def _template(settings: Settings, kind: Kind) -> str:
    """The vault's own template of that kind, or the one that kb ships."""
    own = settings.vault / "templates" / f"{kind.capitalize()}.md"
    path = own if own.is_file() else shipped("vault/templates") / own.name
    return path.read_text("utf-8")


def module_name(title: str) -> str:
    """A title as a Python module's name: `Turtle breakout` -> `turtle_breakout`."""
    name = re.sub(r"\W+", "_", title.casefold(), flags=re.ASCII).strip("_") or "strategy"
    return f"s_{name}" if name[0].isdigit() or keyword.iskeyword(name) else name


def class_name(title: str) -> str:
    """A title as a class's name: `Turtle breakout` -> `TurtleBreakout`."""
    return "".join(part.capitalize() for part in module_name(title).split("_"))
