"""Whether the site is still what a build would make: hashes over all that goes into it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kb.config import FILE_NAME, Settings
from kb.files import file_checksum, folder_contents
from kb.model.audience import OWNER
from kb.site.keys import hash_of
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


def build_key(settings: Settings, config_file: Path, audience: str = OWNER) -> str:
    """A hash over the vault's files and all that pages are made from beside their notes."""
    return hash_of([pages_key(settings, config_file, audience), *folder_contents(settings.vault)])


def pages_key(settings: Settings, config_file: Path, audience: str = OWNER) -> str:
    """A hash over the audience, kb.toml, mkdocs.yml and the templates that it names, kb's code, and the libraries."""
    return hash_of([audience, *_parts(settings, config_file)])


def _parts(settings: Settings, config_file: Path) -> Iterator[str]:
    yield code_key()
    yield from (f"{path.name} {file_checksum(path)}" for path in (settings.root / FILE_NAME, config_file))
    obsidian, _ = read_obsidian(settings.vault)
    yield f"Obsidian: {(obsidian.has_strict_line_breaks, obsidian.templates, obsidian.templater)}"
    yield from _templates(config_file)


def code_key() -> str:
    """A hash over kb's own code and the libraries that make the site."""
    parts = [f"{name} {_version(name)}" for name in LIBRARIES]
    for room in ("model", "vault", "report", "site"):
        parts += folder_contents(PACKAGE / room, {".py", ".css", ".js", ".html"})
    return hash_of(parts)


def _templates(config_file: Path) -> Iterator[str]:
    """The workspace's own templates: `custom_dir` in mkdocs.yml, a plain name beside it."""
    for line in config_file.read_text("utf-8", "replace").splitlines():
        name, _, value = line.strip().partition(":")
        if name == "custom_dir":
            yield from folder_contents(config_file.parent / value.split("#")[0].strip().strip("'\""))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # diagrams stay as written without theirs
        return "none"
