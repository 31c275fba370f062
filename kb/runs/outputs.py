"""What an executed notebook says of itself: its scraps, its files, its fault."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb.emit import READ_NAME, SCRAP_TYPE
from kb.model.run import Failure
from kb.runs.notebook import tags_of

PROBE_TAG = "kb-probe"
MODULES_TYPE = "application/vnd.kb.modules+json"
MOST_CHARACTERS = 1_000_000
_OWN_TAGS = {PROBE_TAG, "papermill-error-cell-tag"}
_ADDED_TAGS = {*_OWN_TAGS, "injected-parameters"}
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_LINE = re.compile(r"(?:Cell In\[\d+\], line |^-+> )(\d+)", re.MULTILINE)
_AROUND = 2
_SHORT_LINES = 8

PROBE = f"""\
import sys
from IPython.display import display
files = {{str(file) for module in list(sys.modules.values()) if (file := getattr(module, "__file__", None))}}
display({{"{MODULES_TYPE}": sorted(files)}}, raw=True)
"""
"""Asks the kernel, after the last cell, which files it loaded."""


@dataclass(frozen=True, slots=True)
class Emitted:
    """What a notebook emitted.

    Attributes:
        metrics: By name.
        read: The files it read, absolute path -> checksum.
        modules: The files of the modules it loaded; None where it ended before it could say.
    """

    metrics: dict[str, Any]
    read: dict[str, str]
    modules: tuple[str, ...] | None


def emitted(node: Any) -> Emitted:
    """Collect the scraps of an executed notebook; a name recorded twice keeps its last value."""
    metrics: dict[str, Any] = {}
    read: dict[str, str] = {}
    modules: tuple[str, ...] | None = None
    for output in _outputs(node):
        data = output.get("data", {})
        if MODULES_TYPE in data:
            modules = tuple(data[MODULES_TYPE])
        scrap = data.get(SCRAP_TYPE)
        if not isinstance(scrap, dict) or "name" not in scrap:
            continue
        value = _value(scrap)
        match scrap["name"], value:
            case str(name), {"path": str(path), "checksum": str(checksum)} if name == READ_NAME:
                read[path] = checksum
            case name, None | bool() | int() | float() | str():
                metrics[str(name)] = value
    return Emitted(metrics, read, modules)


def _value(scrap: Mapping[str, Any]) -> Any:
    """What a scrap holds; a number may be sent as text, because R's kernel cuts numbers to four decimals."""
    data = scrap.get("data")
    if scrap.get("encoder") != "number":
        return data
    try:
        number = float(str(data))
    except ValueError:  # R's NA
        return None
    return number if math.isfinite(number) else None


def _outputs(node: Any) -> Iterator[Any]:
    for cell in node.cells:
        yield from cell.get("outputs", [])


def tidy(node: Any) -> Any:
    """Drop what the machinery added to an executed notebook, and cut outputs over a megabyte, saying so."""
    node.cells = [cell for cell in node.cells if not _OWN_TAGS & set(tags_of(cell))]
    for output in _outputs(node):
        if output.get("output_type") == "stream":
            output["text"] = _cut(output["text"])
        for kind, value in output.get("data", {}).items():
            if kind.startswith("text/") and isinstance(value, str):
                output["data"][kind] = _cut(value)
    return node


def _cut(text: str) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    return f"{text[:MOST_CHARACTERS]}\n… {len(text) - MOST_CHARACTERS:,} more characters were left out by kb\n"


def blame(failure: Failure, node: Any, last_begun: int | None = None) -> Failure:
    """Say which cell of the notebook failed and show its lines.

    Args:
        failure: What papermill reported, with its coloured traceback.
        node: The executed notebook.
        last_begun: The 0-based number of the last cell that began: it is to blame where none holds an error.
    """
    traceback, message = _ANSI.sub("", failure.traceback), _ANSI.sub("", failure.message)
    raised = [number for number, cell in enumerate(node.cells) if _has_error(cell)]
    number = raised[0] if raised else last_begun
    if number is None or _ADDED_TAGS & set(tags_of(node.cells[number])):
        return Failure(failure.name, message, None, "", traceback)
    found = _LINE.search(traceback) if raised else None
    source = excerpt(node.cells[number].source, int(found[1]) if found else None)
    before = [cell for cell in node.cells[:number] if not _ADDED_TAGS & set(tags_of(cell))]
    return Failure(failure.name, message, len(before) + 1, source, traceback)


def _has_error(cell: Any) -> bool:
    return any(output.get("output_type") == "error" for output in cell.get("outputs", []))


def excerpt(source: str, line: int | None) -> str:
    """The lines around one, numbered, and the one marked; all of a short cell where the line is not known."""
    lines = source.splitlines()
    if line is None:
        shown = range(len(lines)) if len(lines) <= _SHORT_LINES else range(0)
    else:
        shown = range(max(line - 1 - _AROUND, 0), min(line + _AROUND, len(lines)))
    return "\n".join(f"{'>' if number + 1 == line else ' '} {number + 1:3} {lines[number]}" for number in shown)
