"""Notebooks as files: found by name, read from jupytext `.py` or `.ipynb`, hashed by their cells."""

from __future__ import annotations

import difflib
import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.errors import KbError
from kb.files import text_checksum
from kb.runs.languages import PYTHON

SUFFIXES = (".py", ".ipynb")
PARAMETERS_TAG = "parameters"
OWN_KERNEL = "python3"
"""The kernel that comes with kb."""
_PYTHON_KERNEL = {"name": OWN_KERNEL, "display_name": "Python 3", "language": PYTHON}


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook as it stands on disk.

    Attributes:
        path: Relative to the workspace, with forward slashes.
        file: Where it is.
        text: The file's text, LF line ends.
        node: The parsed notebook, nbformat 4.
        checksum: SHA-256 of the cells: their kinds, tags and sources; in another language than Python, where nothing
            else tells what a run depends on, of the kernel's name and its language's version too, as the notebook says.
        kernel: The name of its kernel; empty where it names none.
        language: The language that its kernel speaks, as papermill looks for it; empty where that cannot be told.
    """

    path: str
    file: Path
    text: str
    node: Any
    checksum: str
    kernel: str
    language: str


def find_notebook(settings: Settings, name: str) -> str:
    """The path, relative to the workspace, of the notebook that a block or a command names.

    `backtest`, `backtest.py`, `research/backtest` and `notebooks/backtest.py` are all accepted.

    Raises:
        KbError: There is none of that name, or it lies outside the workspace.
    """
    for folder in (settings.root, settings.notebooks):
        for suffix in ("", *SUFFIXES):
            file = folder / f"{name}{suffix}"
            if _is_notebook(file, settings.root):
                return file.resolve().relative_to(settings.root).as_posix()
    known = sorted({path.stem for path in settings.notebooks.rglob("*") if takes_parameters(path)})
    near = difflib.get_close_matches(name, known, 1)
    do = f"Did you mean `{near[0]}`?" if near else f"Notebooks here: {', '.join(known) or 'none'}."
    raise KbError("There is no such notebook", found=name[:200], do=do)


def _is_notebook(file: Path, root: Path) -> bool:
    try:
        return file.suffix in SUFFIXES and file.is_file() and file.resolve().is_relative_to(root)
    except (OSError, ValueError):  # a name that no file can have
        return False


def takes_parameters(file: Path) -> bool:
    """Whether a file is, as far as its text tells, a notebook with a parameters cell, and not a module beside them."""
    try:
        return file.suffix in SUFFIXES and f'"{PARAMETERS_TAG}"' in file.read_text("utf-8", errors="replace")
    except OSError:  # a folder, or a file that may not be read
        return False


def read_notebook(settings: Settings, path: str) -> Notebook:
    """Read a notebook of the workspace.

    Raises:
        KbError: It is not text, or not a notebook.
    """
    file = settings.root / path
    try:
        text = file.read_text("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise KbError("Cannot read this notebook", path=path, found=str(error), do="Save it as UTF-8 text.") from error
    node = _parse(text, file.suffix, path)
    language = PYTHON if file.suffix == ".py" else language_of(node)
    spec = {**(_PYTHON_KERNEL if language == PYTHON else {}), **_said(node, "kernelspec")}
    node.metadata["kernelspec"] = spec
    kernel = str(spec.get("name", ""))
    return Notebook(path, file, text, node, _checksum(node, kernel, language), kernel, language)


def _said(node: Any, name: str) -> dict[str, Any]:
    """What a notebook says of its kernel or its language; nothing where it says it in a way of its own."""
    said = node.metadata.get(name)
    return {key: value for key, value in said.items() if value} if isinstance(said, dict) else {}


def _checksum(node: Any, kernel: str, language: str) -> str:
    cells = cells_checksum(node)
    version = _said(node, "language_info").get("version", "")
    return cells if language == PYTHON else text_checksum(f"{cells} {kernel} {language} {version}")


def _parse(text: str, suffix: str, path: str) -> Any:
    import jupytext  # noqa: PLC0415  (slow to import)
    import nbformat  # noqa: PLC0415

    try:
        if suffix == ".py":
            return jupytext.reads(text, fmt="py")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a missing cell id is no fault of the notebook's
            return nbformat.reads(text, as_version=4)
    except (ValueError, AttributeError, KeyError, TypeError, nbformat.ValidationError) as error:
        raise KbError("This is not a notebook", path=path, found=str(error)[:200], do="Open it in Jupyter.") from error


def cells_checksum(node: Any) -> str:
    """Hash of what runs and what is shown: not of outputs, ids, or the metadata that editors write."""
    cells = [[cell.cell_type, tags_of(cell), cell.source.replace("\r\n", "\n")] for cell in node.cells]
    return text_checksum(json.dumps(cells, ensure_ascii=False))


def tags_of(cell: Any) -> list[str]:
    """The cell's tags."""
    return list(cell.metadata.get("tags") or [])


def parameters_cell(notebook: Notebook) -> tuple[str, int]:
    """The source of the cell tagged `parameters`, and the file's 1-based line on which it begins.

    In an `.ipynb` lines are counted within the cell.

    Raises:
        KbError: No cell has the tag.
    """
    cell = next((cell for cell in notebook.node.cells if PARAMETERS_TAG in tags_of(cell)), None)
    if cell is None:
        raise KbError(
            "This notebook has no parameters cell",
            path=notebook.path,
            do='Tag the cell that holds its parameters: `# %% tags=["parameters"]`.',
        )
    position = notebook.text.find(cell.source) if notebook.file.suffix == ".py" else 0
    return cell.source, notebook.text.count("\n", 0, max(position, 0)) + 1 if notebook.file.suffix == ".py" else 1


def language_of(node: Any) -> str:
    """The language that the notebook's kernel speaks: where papermill looks for it, else Python if its name says so."""
    spec = _said(node, "kernelspec")
    said = str(_said(node, "language_info").get("name") or spec.get("language", ""))
    is_python = said.lower() == PYTHON if said else str(spec.get("name", PYTHON)).startswith(PYTHON)
    return PYTHON if is_python else said
