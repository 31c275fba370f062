"""Whether the site is still what a build would make: hashes over all that goes into it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kb.config import FILE_NAME, Settings
from kb.files import file_checksum, folder_contents
from kb.model.audience import OWNER
from kb.secrets import places_here
from kb.site.git import head_of
from kb.site.keys import hash_of
from kb.site.private.machine import machine_key
from kb.vault.reading.obsidian import read_obsidian

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
    "nh3",
)

_NAMED = re.compile(r"^[ \t]*(INHERIT|custom_dir)[ \t]*:(.*)$", re.MULTILINE)
_VARIABLES = re.compile(r"!ENV[ \t]+(\[[^\]\n]*\]|\S+)")


def build_key(settings: Settings, config_file: Path, audience: str = OWNER) -> str:
    """A hash over the vault's files, the commit that dates them, and all that pages are made from beside these.

    For others than the owner also over what of this machine must not stand in the site.
    """
    vault = settings.vault
    machine = "" if audience == OWNER else machine_key(settings, places_here())
    return hash_of([pages_key(settings, config_file, audience), machine, head_of(vault), *folder_contents(vault)])


def pages_key(settings: Settings, config_file: Path, audience: str = OWNER) -> str:
    """A hash over the audience, kb.toml, mkdocs.yml and the templates that it names, kb's code, and the libraries."""
    return hash_of([audience, *_parts(settings, config_file)])


def _parts(settings: Settings, config_file: Path) -> Iterator[str]:
    yield code_key()
    yield f"{FILE_NAME} {file_checksum(settings.root / FILE_NAME)}"
    obsidian, _ = read_obsidian(settings.vault)
    yield f"Obsidian: {(obsidian.has_strict_line_breaks, obsidian.templates, obsidian.templater)}"
    yield from _config(config_file, set())


def code_key() -> str:
    """A hash over kb's own code and the libraries that make the site."""
    parts = [f"{name} {_version(name)}" for name in LIBRARIES]
    for room in ("model", "vault", "report", "site"):
        parts += folder_contents(PACKAGE / room, {".py", ".css", ".js", ".html"})
    return hash_of(parts)


def _config(file: Path, seen: set[Path]) -> Iterator[str]:
    """mkdocs.yml, and what it names: the file that it inherits from, variables, a folder of templates."""
    if file in seen or not file.is_file():
        return
    seen.add(file)
    yield f"{file.name} {file_checksum(file)}"
    text = file.read_text("utf-8", "replace")
    for name in (name for names in _VARIABLES.findall(text) for name in re.findall(r"\w+", names)):
        yield f"{name}={os.environ.get(name)}"
    for name, value in _NAMED.findall(text):
        place = file.parent / value.split("#")[0].strip().strip("'\"")
        yield from _config(place, seen) if name == "INHERIT" else folder_contents(place)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # diagrams stay as written without theirs
        return "none"
