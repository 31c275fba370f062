"""Whether the site is still what a build would make: hashes over all that goes into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import Node, ScalarNode, SequenceNode

from kb.config import FILE_NAME, Settings, environment
from kb.files import file_checksum, folder_contents
from kb.model.audience import OWNER
from kb.secrets import places_here
from kb.site.digest import hash_of
from kb.site.git import past_of
from kb.site.marker import STATIC
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
    "lark",
    "google-re2",
    "vl-convert-python",
    "numpy",
    "scipy",
)

ENV = "!ENV"


def build_key(settings: Settings, config_file: Path, audience: str = OWNER) -> str:
    """A hash over the vault's files, the commits that date them, and all that pages are made from beside these.

    For others than the owner also over what of this machine must not stand in the site.
    """
    vault = settings.vault
    static = folder_contents(settings.root / STATIC)
    machine = "" if audience == OWNER else machine_key(settings, places_here())
    return hash_of(
        [pages_key(settings, config_file, audience), machine, past_of(vault), *folder_contents(vault), *static]
    )


def pages_key(settings: Settings, config_file: Path, audience: str = OWNER) -> str:
    """A hash over the audience, kb.toml, mkdocs.yml and the templates that it names, kb's code, and the libraries."""
    return hash_of([audience, *_parts(settings, config_file)])


def _parts(settings: Settings, config_file: Path) -> Iterator[str]:
    yield code_key()
    yield f"{FILE_NAME} {file_checksum(settings.root / FILE_NAME)}"
    obsidian, _ = read_obsidian(settings.vault)
    yield f"Obsidian: {(obsidian.has_strict_line_breaks, obsidian.templates, obsidian.templater)}"
    yield from _config(config_file, config_file.parent, set())


def code_key() -> str:
    """A hash over kb's own code and the libraries that make the site."""
    parts = [f"{name} {_version(name)}" for name in LIBRARIES]
    for room in ("model", "vault", "query", "report", "site"):
        parts += folder_contents(PACKAGE / room, {".py", ".lark", ".css", ".js", ".html"})
    return hash_of(parts)


def _config(file: Path, home: Path, seen: set[Path]) -> Iterator[str]:
    """mkdocs.yml, and what it names: the file that it inherits from, variables, hooks, a folder of templates.

    Args:
        file: The file.
        home: The folder of mkdocs.yml, where paths begin, those of an inherited file too.
        seen: The files that were read.
    """
    if file in seen or not file.is_file():
        return
    seen.add(file)
    yield f"{file.name} {file_checksum(file)}"
    for key, word in _words_of(file):
        if key == ENV:
            yield f"{word}={environment().get(word)}"
        elif key == "INHERIT":
            yield from _config(file.parent / word, home, seen)
        elif key == "hooks" and (home / word).is_file():
            yield f"{word} {file_checksum(home / word)}"
        elif key == "custom_dir":
            yield from folder_contents(home / word)
            yield from folder_contents(home / word / ".icons")  # where Material finds icons of one's own


def _words_of(file: Path) -> Iterator[tuple[str, str]]:
    """The values of a YAML file, each with its key; nothing where it cannot be read, which MkDocs tells."""
    with suppress(YAMLError):
        if root := YAML(typ="safe", pure=True).compose(file.read_text("utf-8", "replace")):
            yield from _words(root, "", [])


def _words(node: Node, key: str, above: list[Node]) -> Iterator[tuple[str, str]]:
    """The values below a node; of a variable its name, and what it says in the variable's place."""
    if node in above:  # by an alias it is in itself
        return
    within = [*above, node]
    if isinstance(node, ScalarNode):
        yield key, node.value
        if any(each.tag == ENV for each in within):
            yield ENV, node.value
            if found := environment().get(node.value):
                yield key, found
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _words(item, key, within)
    else:
        for name, value in node.value:
            yield from _words(value, str(name.value), within)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # diagrams stay as written without theirs
        return "none"
