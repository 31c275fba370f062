"""Notebooks of a few cells, executed by papermill with kb's engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import papermill

from kb.config import environment
from kb.runs.engine import HISTORY
from kb.runs.kernels.kernel import Kernel
from kb.runs.kernels.recipe import Recipe, recipe_for
from kb.runs.kernels.watch import Watch
from tests.runs.kernels.cells import make_notebook


def run_cells(*sources: str, way: str = "fork", watch: Watch | None = None, folder: Path | None = None) -> Any:
    """Execute cells one after the other; gives the executed notebook.

    Args:
        *sources: The cells.
        way: How the kernel is to be started.
        watch: Told of the kernel.
        folder: Where to run.
    """
    node = make_notebook([(source, source) for source in sources])
    options = {"watch": watch or Watch(), "way": way, "progress_bar": False, "cwd": folder and str(folder)}
    return papermill.execute_notebook(nbformat.from_dict(node), None, engine_name="kb", **options)


def text_of(node: Any, number: int = -1) -> str:
    """The result of a cell, or what it printed."""
    output = node.cells[number].outputs[0]
    text: str = output.text if output.output_type == "stream" else output.data["text/plain"]
    return text


def plain_recipe(folder: Path) -> Recipe:
    """The recipe of this interpreter's kernel, without imports."""
    found = recipe_for([], "python3", HISTORY, folder, environment())
    assert found
    return found


def that_executes(recipe: Recipe, code: str) -> Recipe:
    """The same, of a kernel that executes code when it starts."""
    return replace(recipe, arguments=(*recipe.arguments, f"--IPKernelApp.exec_lines=[{code!r}]"))


def finish(kernel: Kernel) -> None:
    """End a kernel."""
    kernel.kill()
    assert kernel.wait(5)
    kernel.wire.close()
