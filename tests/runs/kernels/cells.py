"""Notebooks of examples (`tests/data/runs/cells/*.md`): executed in one way or another, and made comparable.

A heading names an example and the fenced block below it is its cell. `## file NAME` is a file beside the notebook; a
name that ends with `, TAG` tags its cell. All examples of a file are cells of one notebook, executed in order, errors
or not.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any

import nbformat

FOLDER = Path(__file__).parents[2] / "data" / "runs" / "cells"
LONGEST_SECONDS = 60
"""Of a cell in a stock kernel; all take less by far."""
SPEC = {"name": "python3", "display_name": "Python 3", "language": "python"}
_EXAMPLE = re.compile(r"^## ([^\n]+)\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TAGS = (", skip-execution",)
_CHANGING = (
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d+(Z|\+00:00)?", "<time>"),
    (r"\b0x[0-9a-f]{6,}\b", "<address>"),
    (r"ipykernel_\d+", "ipykernel_<pid>"),
    (r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b", "<uuid>"),
    (r"(?s)ERROR:tornado\.general:.*", "<complaint>"),
    (r"(CPU times|Wall time): .*", r"\1: <duration>"),
    (r"'JPY_PARENT_PID': '\d+'|JPY_PARENT_PID=\d+", "JPY_PARENT_PID <pid>"),
)


def read_examples(path: Path) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Files that stand beside a notebook, and its cells by their names."""
    found = [(name, source) for name, source in _EXAMPLE.findall(path.read_text("utf-8"))]
    files = {name.removeprefix("file "): source for name, source in found if name.startswith("file ")}
    return files, [(name, source.rstrip("\n")) for name, source in found if not name.startswith("file ")]


def make_notebook(cells: Iterable[tuple[str, str]]) -> Any:
    """A notebook of these cells, each with its name in its metadata."""
    node = nbformat.v4.new_notebook(metadata={"kernelspec": SPEC})
    for number, (name, source) in enumerate(cells):
        tags = [tag.removeprefix(", ") for tag in _TAGS if name.endswith(tag)]
        cell = nbformat.v4.new_code_cell(source, id=f"cell-{number}", metadata={"example": name, "tags": tags})
        node.cells.append(cell)
    return node


def execute(path: Path, way: str, folder: Path, tries: int = 3) -> tuple[str, dict[str, Any]]:
    """Execute the examples of a file; gives the way that was taken, and what is to be compared, by example.

    A stock kernel sometimes loses a message, and is waited for without end: then it is begun anew.
    """
    from nbclient.exceptions import CellTimeoutError  # noqa: PLC0415
    from papermill import execute_notebook  # noqa: PLC0415  (a process that only collects tests does without)
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415

    from kb.runs.kernels.watch import Watch  # noqa: PLC0415
    from tests.runs.kernels.ports import keep_ports_apart  # noqa: PLC0415

    keep_ports_apart()
    files, cells = read_examples(path)
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    source, target, watch = folder / "source.ipynb", folder / "executed.ipynb", Watch()
    nbformat.write(make_notebook(cells), source)
    ours: dict[str, Any] = {"engine_name": "kb", "watch": watch, "way": "" if way == "fork" else way}
    engine: dict[str, Any] = {"execution_timeout": LONGEST_SECONDS} if way == "stock" else ours
    try:
        with suppress(PapermillExecutionError):
            execute_notebook(str(source), str(target), cwd=str(folder), progress_bar=False, allow_errors=True, **engine)
    except CellTimeoutError:
        if tries <= 1:
            raise
        shutil.rmtree(folder)
        return execute(path, way, folder, tries - 1)
    return watch.way.split(" ")[0] or "stock", comparable(nbformat.read(target, as_version=4), folder)


def comparable(node: Any, folder: Path) -> dict[str, Any]:
    """What must be equal, by example; `metadata` is the notebook's, and `left behind` what exit handlers wrote."""
    found: dict[str, Any] = defaultdict(list)
    for cell in node.cells:
        if "example" in cell.metadata:
            cell.metadata.papermill.pop("duration")
            if "outputs" in cell:
                cell.outputs = list(_joined(cell.outputs))
            found[cell.metadata.example].append(_steady(cell, folder))
    for changing in ("start_time", "end_time", "duration"):
        node.metadata.papermill.pop(changing)
    found["metadata"] = _steady(node.metadata, folder)
    found["left behind"] = {path.name: _steady(path.read_text(), folder) for path in sorted(folder.glob("left-*.txt"))}
    return found


def _joined(outputs: Iterable[Any]) -> Iterable[Any]:
    """Outputs with neighbours of one stream joined: the clock decides how a long output is divided."""
    last = None
    for output in outputs:
        if last is not None and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
            continue
        if last is not None:
            yield last
        last = output
    if last is not None:
        yield last


def _steady(value: Any, folder: Path) -> Any:
    """A value with what changes from run to run replaced by names."""
    if isinstance(value, dict):
        return {key: _steady(part, folder) for key, part in value.items()}
    if isinstance(value, list):  # a recursion's traceback is as long as the stack below the cell lets it be
        return [part for part, _ in groupby(_steady(part, folder) for part in value)]
    if not isinstance(value, str):
        return value
    text = value.replace(str(folder), "<folder>")
    for pattern, name in _CHANGING:
        text = re.sub(pattern, name, text)
    return text
