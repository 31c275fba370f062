"""Whether what a run depended on still is the same: contents decide, never clocks."""

from __future__ import annotations

import functools
import importlib.util
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from kb.config import Settings
from kb.errors import KbError
from kb.files import file_checksum, text_checksum
from kb.model.run import Input, InputKind
from kb.runs.notebook import Notebook, read_notebook

MISSING = "missing"
CHECKSUM_CHARACTERS = 16
"""What records keep of a checksum: enough to tell contents apart, short enough to read in a diff."""


def fingerprint(inputs: Iterable[Input]) -> str:
    """Hash of all inputs, in any order."""
    lines = sorted(f"{item.kind} {item.name} {item.checksum}" for item in inputs)
    return text_checksum("\n".join(lines))[:CHECKSUM_CHARACTERS]


class Inputs:
    """The present state of what runs can depend on; each thing is hashed, each list judged, once in its lifetime."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._checksums: dict[tuple[InputKind, str], str] = {}
        self._notebooks: dict[str, Notebook] = {}
        self._verdicts: dict[tuple[Input, ...], Input | None] = {}

    def notebook(self, path: str) -> Notebook:
        """A notebook of the workspace, read once.

        Raises:
            KbError: It cannot be read.
        """
        if path not in self._notebooks:
            self._notebooks[path] = read_notebook(self.settings, path)
        return self._notebooks[path]

    def checksum(self, kind: InputKind, name: str) -> str:
        """The present checksum of a thing, or `missing`."""
        key = (kind, name)
        if key not in self._checksums:
            measured = self._measure(kind, name)
            self._checksums[key] = measured if kind == "library" else measured[:CHECKSUM_CHARACTERS]
        return self._checksums[key]

    def changed(self, inputs: tuple[Input, ...]) -> Input | None:
        """The first input that no longer is what it was, or None."""
        if inputs not in self._verdicts:
            self._verdicts[inputs] = next(iter(self.all_changed(inputs)), None)
        return self._verdicts[inputs]

    def all_changed(self, inputs: Iterable[Input]) -> Iterator[Input]:
        """The inputs that no longer are what they were."""
        return (item for item in inputs if self.checksum(item.kind, item.name) != item.checksum)

    def _measure(self, kind: InputKind, name: str) -> str:
        import importlib.metadata  # noqa: PLC0415  (slow to import, and results are listed without it)

        try:
            match kind:
                case "notebook":
                    return self.notebook(name).checksum
                case "library":
                    return importlib.metadata.version(name)
                case "code":
                    return text_checksum(locate(name, self.settings.root).read_text("utf-8"))
                case "data":
                    return file_checksum(locate(name, self.settings.root))
        except (OSError, ValueError, KbError, importlib.metadata.PackageNotFoundError):
            return MISSING


def name_file(path: Path, root: Path) -> str:
    """A file's name that holds on any machine: relative to the workspace, else `package:path`, else absolute."""
    if path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    for package in _packages():
        if path.is_relative_to(package):
            return f"{package.name}:{path.relative_to(package).as_posix()}"
    return path.as_posix()


def locate(name: str, root: Path) -> Path:
    """The file that `name_file` named."""
    package, _, inside = name.partition(":")
    spec = importlib.util.find_spec(package) if inside and package.isidentifier() else None
    if spec and spec.origin:
        return Path(spec.origin).parent / inside
    return root / name


def _packages() -> list[Path]:
    return [Path(__file__).resolve().parents[1]]


def encode_inputs(inputs: Sequence[Input]) -> str:
    """Inputs as one line of JSON."""
    return json.dumps([[item.kind, item.name, item.checksum] for item in inputs], separators=(",", ":"))


@functools.lru_cache(maxsize=4096)
def decode_inputs(text: str) -> tuple[Input, ...]:
    """Inputs from their line of JSON; thousands of runs share a few lines, each is decoded once.

    Raises:
        ValueError: It is not one.
    """
    inputs = tuple(Input(kind, str(name), str(checksum)) for kind, name, checksum in json.loads(text))
    unknown = {item.kind for item in inputs} - set(get_args(InputKind))
    if unknown:
        message = f"unknown inputs: {', '.join(map(str, unknown))}"
        raise ValueError(message)
    return inputs
