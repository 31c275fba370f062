"""Canvas files (JSON Canvas 1.0): the Markdown, the paths and the pictures of their cards."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from kb.errors import KbError
from kb.files import checksum
from kb.model.note import Link
from kb.model.problem import Problem, problem_of
from kb.vault.markdown import read_outline
from kb.vault.reading.json_text import json_strings
from kb.vault.reading.parse import MOST_BYTES
from kb.vault.writing.edits import plain_text_of
from kb.vault.writing.passages import Passage

RULE = "bad-canvas"
_KINDS = {"text": "text", "file": "file", "background": "group"}
"""What holds Markdown or a path -> the type of its card."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A canvas of the vault.

    Attributes:
        text: The whole file, LF line ends, no byte order mark.
        checksum: SHA-256 of the file's bytes.
        links: Those in the Markdown of its text cards, its file cards, and pictures behind groups; each has the line
            on which its card says so, and `raw` is what the card says, without JSON's escapes.
        tags: Those in the Markdown, without `#`, with their lines.
    """

    text: str
    checksum: str
    links: tuple[Link, ...]
    tags: tuple[tuple[str, int], ...]


def read_canvases(vault: Path, files: Iterable[str]) -> tuple[dict[str, Canvas], tuple[Problem, ...]]:
    """Each canvas among the files of a vault, by path, and what is wrong with the others."""
    canvases: dict[str, Canvas] = {}
    problems: list[Problem] = []
    for path in files:
        if path.casefold().endswith(".canvas"):
            try:
                canvases[path] = parse_canvas(_read_bytes(vault / path, path), path=path)
            except KbError as error:
                problems.append(problem_of(error, RULE))
    return canvases, tuple(problems)


def parse_canvas(data: bytes, *, path: str) -> Canvas:
    """Read the bytes of a canvas.

    Raises:
        KbError: They are not UTF-8 or no JSON, or its nodes are no list of objects.
    """
    text = _decode(data, path)
    links: list[Link] = []
    tags: list[tuple[str, int]] = []
    for node, passage in _cards(text, _nodes(text, path)):
        if passage.name == "text":
            outline = read_outline(passage.text, path=path, first_line=1)
            links += (replace(link, line=passage.line) for link in outline.links)
            tags += ((tag, passage.line) for tag, _ in outline.tags)
        elif passage.text:
            target, subpath = passage.text, node.get("subpath")
            fragment = subpath.removeprefix("#") if isinstance(subpath, str) else ""
            links.append(Link(target, fragment, "", passage.line, is_embed=True, is_wiki=False, raw=target))
    return Canvas(text, checksum(data), tuple(links), tuple(tags))


def read_canvas_text(file: Path, *, path: str) -> str:
    """The text of a canvas, LF line ends, no byte order mark.

    Raises:
        KbError: It cannot be read, is over 5 MB or not UTF-8.
    """
    return _decode(_read_bytes(file, path), path)


def canvas_data(text: str, *, path: str) -> dict[str, Any]:
    """What the JSON of a canvas says; its nodes are a list of objects, if there are any.

    Raises:
        KbError: It is no JSON, or its nodes are no list of objects.
    """
    do = "Restore it from a backup, or make it anew in Obsidian."
    try:
        canvas = json.loads(text) if text.strip() else {}
    except json.JSONDecodeError as error:
        raise KbError("This canvas is not valid JSON", path=path, line=error.lineno, found=error.msg, do=do) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, lists in lists in lists
        raise KbError("This canvas is not valid JSON", path=path, found=str(error)[:120], do=do) from error
    nodes = canvas.get("nodes", []) if isinstance(canvas, dict) else None
    if not isinstance(nodes, list) or not all(isinstance(node, dict) for node in nodes):
        raise KbError("This canvas has no list of nodes", path=path, line=1, do=do)
    return dict(canvas)


def canvas_passages(canvas: Canvas) -> Iterator[Passage]:
    """The texts of a canvas and the paths that it names, as passages named `text`, `file` and `background`."""
    return (passage for _, passage in _cards(canvas.text, _nodes(canvas.text, "")))


def _read_bytes(file: Path, path: str) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        do = "Check that it is still there and that you may read it, then run again."
        raise KbError("Cannot read this canvas", path=path, found=error.strerror or str(error), do=do) from error
    if len(data) > MOST_BYTES:
        raise KbError("This canvas is over 5 MB", path=path, do="Split it.")
    return data


def _decode(data: bytes, path: str) -> str:
    try:
        return plain_text_of(data.decode())
    except UnicodeDecodeError as error:
        line, do = 1 + data.count(b"\n", 0, error.start), "Open it in Obsidian and save it again."
        raise KbError("This canvas is not UTF-8", path=path, line=line, do=do) from error


def _nodes(text: str, path: str) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = canvas_data(text, path=path).get("nodes", [])
    return nodes


def _cards(text: str, nodes: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Passage]]:
    """Each node's text, or the path that it names; of a name that JSON has twice, the last one counts."""
    said = {string.path: string for string in json_strings(text) if string.path[:1] == ("nodes",)}
    ends = [match.start() for match in re.finditer("\n", text)]
    quote = partial(_quoted, ascii_only=text.isascii())
    for number, node in enumerate(nodes):
        for name, kind in _KINDS.items():
            string = said.get(("nodes", number, name))
            if string and string.value == node.get(name) and node.get("type", kind) == kind:
                offsets = string.offsets if len(string.offsets) == len(string.value) + 1 else ()
                yield node, Passage(string.value, offsets, quote, name, 1 + bisect_left(ends, string.offsets[0]))


def _quoted(new: str, *, ascii_only: bool) -> str:
    return json.dumps(new, ensure_ascii=ascii_only)[1:-1]
