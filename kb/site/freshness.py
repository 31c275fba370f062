"""Whether the site is still what a build would make: one hash over all that goes into it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kb.config import FILE_NAME, Settings
from kb.files import file_checksum, folder_contents
from kb.vault.obsidian import read_obsidian

PACKAGE = Path(__file__).resolve().parents[1]
LIBRARIES = (
    "mkdocs",
    "mkdocs-material",
    "markdown-it-py",
    "mdit-py-plugins",
    "pygments",
    "jinja2",
    "latex2mathml",
    "mmdr",
)


def build_key(settings: Settings, config_file: Path) -> str:
    """A hash over the vault's files, kb.toml, mkdocs.yml, kb's own code, and the libraries that make the site."""
    digest = hashlib.sha256()
    for part in _parts(settings, config_file):
        digest.update(f"{part}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _parts(settings: Settings, config_file: Path) -> Iterator[str]:
    yield from (f"{name} {_version(name)}" for name in LIBRARIES)
    yield from (f"{path.name} {file_checksum(path)}" for path in (settings.root / FILE_NAME, config_file))
    for room in ("model", "vault", "site"):
        yield from folder_contents(PACKAGE / room, {".py", ".css"})
    obsidian, _ = read_obsidian(settings.vault)
    yield f"Obsidian: {(obsidian.has_strict_line_breaks, obsidian.templates, obsidian.templater)}"
    yield from folder_contents(settings.vault)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # diagrams stay as written without theirs
        return "none"
