"""What kb wrote and from what: a note that stands as it was written is not rendered again."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kb.config import Settings
from kb.files import checksum, file_checksum, folder_contents, text_checksum, write_atomically

PACKAGE = Path(__file__).resolve().parents[1]
CODE = {".py", ".j2", ".json"}
LIBRARIES = ("matplotlib", "nbconvert", "ruamel.yaml", "vl-convert-python")


def stands(settings: Settings, path: str, sources: str) -> bool:
    """Whether a note, and the attachments that go with it, are as they were last written from these sources."""
    try:
        entry = json.loads(_entry(settings, path).read_text("utf-8"))
        is_same = entry["sources"] == _key(sources) and entry["note"] == file_checksum(settings.vault / path)
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return is_same and all((settings.vault / name).is_file() for name in entry["attachments"])


def remember(settings: Settings, path: str, sources: str, attachments: Iterable[str]) -> None:
    """Keep what a note was just written from."""
    note = file_checksum(settings.vault / path)
    entry = {"sources": _key(sources), "note": note, "attachments": sorted(attachments)}
    write_atomically(_entry(settings, path), json.dumps(entry).encode())


def forgotten_entries(settings: Settings, notes: Collection[str]) -> list[Path]:
    """What is kept of notes that the vault no longer has, given the paths of those that it has."""
    kept = {_entry(settings, path) for path in notes}
    return sorted(set((settings.store / "written").glob("*.json")) - kept)


def _entry(settings: Settings, path: str) -> Path:
    return settings.store / "written" / f"{checksum(path.encode())[:16]}.json"


def _key(sources: str) -> str:
    return text_checksum(f"{_renderer()}\n{sources}")


@cache
def _renderer() -> str:
    """A hash over the code and the libraries that make notes."""
    code = (line for room in ("model", "report", "vault") for line in folder_contents(PACKAGE / room, CODE))
    return text_checksum("\n".join([*code, *(f"{name} {version(name)}" for name in LIBRARIES)]))
