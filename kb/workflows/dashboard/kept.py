"""What takes long to find and changes seldom, kept in `.kb/` beside what it was found from."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.errors import KbError
from kb.files import checksum, folder_contents, text_checksum, write_atomically

PACKAGE = Path(__file__).resolve().parents[2]


def kept(settings: Settings, name: str, sources: str, find: Callable[[], Any]) -> Any:
    """What was found from the same sources with the same code, or what is found now.

    Args:
        settings: The workspace.
        name: What it is about; the next from other sources takes its place.
        sources: All that it is found from.
        find: Finds it, as JSON has it.
    """
    file = settings.store / "desk" / f"{checksum(name.encode())[:16]}.json"
    key = text_checksum(f"{_code()}\n{name}\n{sources}")
    with suppress(OSError, ValueError, KeyError, TypeError):
        entry = json.loads(file.read_text("utf-8"))
        if entry["key"] == key:
            return entry["value"]
    value = find()
    with suppress(KbError):  # it is found again the next time
        write_atomically(file, json.dumps({"key": key, "value": value}).encode())
    return value


@cache
def _code() -> str:
    """A hash over kb's code."""
    return text_checksum("\n".join(folder_contents(PACKAGE, {".py"})))
