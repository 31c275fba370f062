"""An executed notebook as Markdown and attachments: what it says and shows, not its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kb.report.console import render_print, render_warnings
from kb.report.outputs import render_raised, render_shown
from kb.report.prepared import Cell, prepared_cells

if TYPE_CHECKING:
    from nbformat import NotebookNode

ATTACHMENTS = "attachments/runs"
TEMPLATES = Path(__file__).parent / "templates"
FILTERS = {"printed": render_print, "warned": render_warnings, "shown": render_shown, "raised": render_raised}


@dataclass(frozen=True, slots=True)
class Cells:
    """What a notebook says and shows.

    Attributes:
        markdown: Blocks separated by blank lines, without a line end at the end; empty where it shows nothing.
        attachments: Pictures: path relative to the vault -> bytes.
    """

    markdown: str = ""
    attachments: Mapping[str, bytes] = field(default_factory=dict)


def render_cells(notebook: NotebookNode, key: str, *, level: int = 3) -> Cells:
    """Render an executed notebook for a note.

    Args:
        notebook: An nbformat 4 notebook; it is not changed.
        key: Names the folder of its pictures, `attachments/runs/<key>/`: the run key.
        level: The level that its shallowest heading gets.
    """
    cells, pictures = prepared_cells(notebook, f"{ATTACHMENTS}/{key}", level=level)
    return Cells(_export(cells), pictures)


def _export(cells: list[Cell]) -> str:
    """The prepared cells through nbconvert, with the template and filters of this room."""
    from nbconvert.exporters import MarkdownExporter  # noqa: PLC0415  (slow, and only rendering needs it)
    from nbformat import from_dict  # noqa: PLC0415  (as above)

    notebook = from_dict({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells})
    exporter = MarkdownExporter(  # type: ignore[no-untyped-call]
        template_name="kb",
        extra_template_basedirs=[str(TEMPLATES)],
        filters=FILTERS,
        default_preprocessors=[],
    )
    markdown: str = exporter.from_notebook_node(notebook)[0]
    return markdown.strip("\n")
