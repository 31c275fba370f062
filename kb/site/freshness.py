"""Whether the site is still what a build would make: one hash over all that goes into it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from kb.config import FILE_NAME, Settings
from kb.files import file_checksum

PACKAGE = Path(__file__).resolve().parents[1]
LIBRARIES = ("mkdocs", "mkdocs-material", "markdown-it-py", "mdit-py-plugins", "pygments", "jinja2")


def build_key(settings: Settings, config_file: Path) -> str:
    """A hash over the vault's files, kb.toml, mkdocs.yml, kb's own code, and the libraries that make the site."""
    digest = hashlib.sha256()
    for part in _parts(settings, config_file):
        digest.update(f"{part}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _parts(settings: Settings, config_file: Path) -> Iterator[str]:
    yield from (f"{name} {version(name)}" for name in LIBRARIES)
    yield from (f"{path.name} {file_checksum(path)}" for path in (settings.root / FILE_NAME, config_file))
    for room in ("model", "vault", "site"):
        yield from _contents(PACKAGE / room, {".py", ".css"})
    yield from _contents(settings.vault)


def _contents(folder: Path, endings: set[str] | None = None) -> Iterator[str]:
    """Each file below a folder with its checksum, in one order on every system; hidden ones do not count."""
    seen: set[str] = set()
    for place, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        folders[:] = [] if real in seen else sorted(name for name in folders if not name.startswith("."))
        seen.add(real)
        for name in sorted(files):
            path = Path(place) / name
            if not name.startswith(".") and (endings is None or path.suffix in endings):
                yield f"{path.relative_to(folder).as_posix()} {_checksum(path)}"


def _checksum(path: Path) -> str:
    """The file's checksum; a file that cannot be read, or is none, counts as what it says."""
    try:
        return file_checksum(path)
    except OSError as error:
        return f"unreadable {error.errno}"
