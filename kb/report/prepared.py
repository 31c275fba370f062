"""An executed notebook reduced to what a note shows of it, its pictures taken out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kb.errors import KbError
from kb.report.charts.spec import SUFFIX
from kb.report.outputs import EMBED, IMAGE_KINDS, REFUSED, file_name, image_of, is_shown, scrap_of
from kb.report.prose import fit_prose, without_comments, without_links

if TYPE_CHECKING:
    from nbformat import NotebookNode

HIDDEN = {"hide", "hide-cell", "remove-cell", "papermill-error-cell-tag"}
SILENT = {"hide-output", "remove-output"}
EXPECTED = "raises-exception"
MARKDOWN = "text/markdown"
MOST_OUTPUTS = 100
"""Of one cell."""

Cell = dict[str, Any]
Output = dict[str, Any]


def prepared_cells(notebook: NotebookNode, folder: str, *, level: int) -> tuple[list[Cell], dict[str, bytes]]:
    """The cells to show, as plain nbformat, and their pictures: path -> bytes. The notebook stays as it is."""
    pictures: dict[str, bytes] = {}
    cells = [_prepared(cell, folder, pictures) for cell in notebook["cells"] if _is_visible(cell)]
    _fit(cells, level)
    return cells, pictures


def _tags(cell: Mapping[str, Any]) -> set[str]:
    return {str(tag).replace("_", "-") for tag in cell["metadata"].get("tags") or []}


def _is_visible(cell: Mapping[str, Any]) -> bool:
    return cell["cell_type"] in {"code", "markdown"} and not _tags(cell) & HIDDEN


def _prepared(cell: Mapping[str, Any], folder: str, pictures: dict[str, bytes]) -> Cell:
    if cell["cell_type"] == "markdown":
        return {"cell_type": "markdown", "metadata": {}, "source": without_comments(cell["source"])}
    tags = _tags(cell)
    kept = [] if tags & SILENT else _merged([output for output in cell["outputs"] if _is_kept(output, tags)])
    shown = [_with_picture(output, folder, pictures) for output in kept[:MOST_OUTPUTS]]
    if len(kept) > MOST_OUTPUTS:
        shown.append(_printed(f"… {len(kept) - MOST_OUTPUTS:,} more outputs"))
    return {"cell_type": "code", "metadata": {}, "execution_count": None, "source": "", "outputs": shown}


def _is_kept(output: Mapping[str, Any], tags: set[str]) -> bool:
    """An exception that nobody expected ended the run: the note's head tells it, once."""
    return EXPECTED in tags if output["output_type"] == "error" else is_shown(output)


def _merged(outputs: Sequence[Mapping[str, Any]]) -> list[Output]:
    """The outputs, with what each stream printed between two others put together."""
    merged: list[Output] = []
    for is_stream, group in groupby(outputs, key=lambda output: output["output_type"] == "stream"):
        if is_stream:
            merged.extend(_streams(list(group)))
        else:
            merged.extend(dict(output) for output in group)
    return merged


def _streams(outputs: Sequence[Mapping[str, Any]]) -> list[Output]:
    names = dict.fromkeys(output["name"] for output in outputs)
    return [_printed("".join(output["text"] for output in outputs if output["name"] == name), name) for name in names]


def _printed(text: str, name: str = "stdout") -> Output:
    return {"output_type": "stream", "name": name, "text": text}


def _with_picture(output: Output, folder: str, pictures: dict[str, bytes]) -> Output:
    try:
        image = image_of(output)
    except KbError as why:
        return {**output, "metadata": {**output["metadata"], REFUSED: str(why)}}
    if not image:
        return output
    stem = _free_stem(folder, file_name(str(scrap_of(output).get("name", ""))), image, pictures)
    files = {f"{stem}{ending}": data for ending, data in image.items()}
    pictures |= files
    return {**output, "metadata": {**output["metadata"], EMBED: next(iter(files))}}


def _free_stem(folder: str, name: str, endings: Collection[str], taken: Mapping[str, bytes]) -> str:
    """`name`, or the next `name-2`; without a name `figure-1` and on. Windows does not tell case apart.

    A chart shares its stem with no picture but its own, so that none is taken for that.
    """
    folded = {path.casefold() for path in taken}
    apart = {SUFFIX, *(f".{extension}" for extension in IMAGE_KINDS.values() if SUFFIX in endings), *endings}
    stem, number = name or "figure-1", 1
    while any(f"{folder}/{stem}{ending}".casefold() in folded for ending in apart):
        number += 1
        stem = f"{name or 'figure'}-{number}"
    return f"{folder}/{stem}"


def _fit(cells: list[Cell], level: int) -> None:
    """Fit all prose of the notebook at once: its Markdown cells and the Markdown that it displayed."""
    places: list[tuple[dict[str, Any], str]] = []
    for cell in cells:
        if cell["cell_type"] == "markdown":
            places.append((cell, "source"))
        for output in cell.get("outputs", []):
            if MARKDOWN in output.get("data", {}):
                output["data"] = {**output["data"], MARKDOWN: _computed(output["data"][MARKDOWN])}
                places.append((output["data"], MARKDOWN))
    fitted = fit_prose([holder[name] for holder, name in places], level=level)
    for (holder, name), text in zip(places, fitted, strict=True):
        holder[name] = text


def _computed(source: str) -> str:
    return without_links(without_comments(source))
