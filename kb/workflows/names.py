"""Titles as names of files and of Python code."""

from __future__ import annotations

import keyword
import re
import unicodedata

_FORBIDDEN = re.compile(r'[\\/:*?"<>|#^\[\]%\x00-\x1f\x7f\ud800-\udfff]+')
_RESERVED_ON_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_MOST_CHARACTERS = 80  # twice in a path, folder and note: Windows takes 260 in all
_MOST_BYTES = 200  # Linux and macOS take 255, and a suffix follows
_NAMES_IN_TEMPLATE = {"ClassVar", "KbError"}


def file_name(title: str) -> str:
    """A title as a file name that Obsidian and every platform accept; empty where nothing of it is left."""
    name = " ".join(_FORBIDDEN.sub(" ", title).split()).strip(" .")[:_MOST_CHARACTERS]
    name = name.encode()[:_MOST_BYTES].decode(errors="ignore").rstrip(" .")
    return f"{name}_" if _RESERVED_ON_WINDOWS.match(name) else name


def note_name(title: str) -> str:
    """The file name of a note of kb's for a title: one that says nothing is `untitled`."""
    return file_name(title) or "untitled"


def module_name(title: str) -> str:
    """A title as a Python module's name, without accents: `Turtle breakout` -> `turtle_breakout`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", title.casefold()) if not unicodedata.combining(c))
    name = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", plain)).strip("_") or "strategy"
    is_taken = keyword.iskeyword(name) or _RESERVED_ON_WINDOWS.match(name)
    return f"s_{name}" if is_taken or not name.isidentifier() else name


def class_name(title: str) -> str:
    """A title as a class's name: `Turtle breakout` -> `TurtleBreakout`."""
    name = "".join(part.capitalize() for part in module_name(title).split("_"))
    return f"{name}Strategy" if keyword.iskeyword(name) or name in _NAMES_IN_TEMPLATE else name
