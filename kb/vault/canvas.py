"""Canvas files (JSON Canvas 1.0): the links of their cards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kb.errors import KbError
from kb.model.note import Link
from kb.model.problem import Problem, problem_of
from kb.vault.markdown import read_outline
from kb.vault.parse import MOST_BYTES

RULE = "bad-canvas"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:\n]')
_NODE_DEPTH = 3
"""A node stands in the list of nodes, which stands in the canvas."""


def read_canvases(vault: Path, files: Iterable[str]) -> tuple[dict[str, tuple[Link, ...]], tuple[Problem, ...]]:
    """The links of each canvas among the files of a vault, by path, and what is wrong with the others."""
    canvases: dict[str, tuple[Link, ...]] = {}
    problems: list[Problem] = []
    for path in files:
        if path.casefold().endswith(".canvas"):
            try:
                canvases[path] = parse_canvas(_read_text(vault / path, path), path=path)
            except KbError as error:
                problems.append(problem_of(error, RULE))
    return canvases, tuple(problems)


def parse_canvas(text: str, *, path: str) -> tuple[Link, ...]:
    """The links of a canvas: those in the Markdown of its text cards, its file cards, and pictures behind groups.

    Each has the line of the file on which its card says so; `raw` is what the card says, without JSON's escapes.

    Raises:
        KbError: It is no JSON, or its nodes are no list of objects.
    """
    nodes = _nodes(text, path) if text.strip() else []
    return tuple(link for node, lines in zip(nodes, _lines(text), strict=True) for link in _links(node, lines, path))


def _read_text(file: Path, path: str) -> str:
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise KbError("This canvas is over 5 MB", path=path, do="Split it.")
        return data.decode("utf-8-sig")
    except OSError as error:
        do = "Check that it is still there and that you may read it, then run again."
        raise KbError("Cannot read this canvas", path=path, found=error.strerror or str(error), do=do) from error
    except UnicodeDecodeError as error:
        line, do = 1 + error.object.count(b"\n", 0, error.start), "Open it in Obsidian and save it again."
        raise KbError("This canvas is not UTF-8", path=path, line=line, do=do) from error


def _nodes(text: str, path: str) -> list[dict[str, Any]]:
    do = "Restore it from a backup, or make it anew in Obsidian."
    try:
        canvas = json.loads(text)
    except json.JSONDecodeError as error:
        raise KbError("This canvas is not valid JSON", path=path, line=error.lineno, found=error.msg, do=do) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, lists in lists in lists
        raise KbError("This canvas is not valid JSON", path=path, found=str(error)[:120], do=do) from error
    nodes = canvas.get("nodes", []) if isinstance(canvas, dict) else None
    if not isinstance(nodes, list) or not all(isinstance(node, dict) for node in nodes):
        raise KbError("This canvas has no list of nodes", path=path, line=1, do=do)
    return nodes


def _lines(text: str) -> list[dict[str, int]]:
    """For each node of valid JSON, the line on which each of its names stands."""
    nodes: list[dict[str, int]] = []
    line, depth, part, name = 1, 0, "", ""
    for mark in _TOKEN.findall(text):
        if mark == "\n":
            line += 1
        elif mark in "{[":
            depth += 1
            if depth == _NODE_DEPTH and part == "nodes":
                nodes.append({})
        elif mark in "}]":
            depth -= 1
        elif mark != ":":
            name = mark
        elif depth == 1:
            part = json.loads(name)
            nodes = [] if part == "nodes" else nodes
        elif depth == _NODE_DEPTH and part == "nodes":
            nodes[-1][json.loads(name)] = line
    return nodes


def _links(node: Mapping[str, Any], lines: Mapping[str, int], path: str) -> Iterator[Link]:
    kind, text = node.get("type"), node.get("text")
    if kind == "text" and isinstance(text, str):
        for link in read_outline(text, path=path, first_line=1).links:
            yield replace(link, line=lines["text"])
    name = {"file": "file", "group": "background"}.get(str(kind), "")
    target, fragment = node.get(name), node.get("subpath")
    if isinstance(target, str) and target:
        fragment = fragment.removeprefix("#") if kind == "file" and isinstance(fragment, str) else ""
        yield Link(target, fragment, text="", line=lines[name], is_embed=True, is_wiki=False, raw=target)
