"""A run that is executed again, its numbers equal but for noise: records, notes and pictures are the same bytes."""

from __future__ import annotations

import base64
import io
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kb.config import Settings
from kb.emit import SCRAP_TYPE
from kb.model.note import GeneratedNote
from kb.model.run import Record, Result, Spec
from kb.report.cells import render_cells
from kb.report.results_note import render_results_note
from kb.report.run_note import render_run_note
from kb.runs.records import render_records
from kb.runs.settle import settle_result
from kb.runs.store import read_executed, read_result, write_result

if TYPE_CHECKING:
    from nbformat import NotebookNode

SPEC = Spec("Averages", "notebooks/backtest.py", sweep={"fast": (10,)}, rank_by="sharpe_ratio")
FIGURES: dict[str, Any] = {
    "sharpe_ratio": 0.61234567891234,
    "residual": 0.0,
    "cagr": 0.1,
    "best_month": None,
    "trades": 12,
}
"""The Sharpe ratio has ten digits in records, where the last may flip; the residual is what noise leaves of nothing."""


def noisy(values: list[float], seed: int) -> list[float]:
    """The values, each moved by up to 1e-13, as another processor would give them."""
    chance = random.Random(seed)  # noqa: S311  (noise, no secret)
    return [value * (1 + chance.uniform(-1e-13, 1e-13)) + chance.uniform(-1e-17, 1e-17) for value in values]


def figure(values: list[float]) -> str:
    """A heat map with cells just between two colours, at 0 and 0.5, where the least noise shows."""
    with mpl.rc_context({"backend": "agg"}):
        import matplotlib.pyplot as plt  # noqa: PLC0415  (with that backend)

        drawn, axes = plt.subplots(figsize=(3, 2))
        axes.pcolormesh([values[:3], values[3:6]], cmap="RdBu", vmin=-1, vmax=1)
        buffer = io.BytesIO()
        drawn.savefig(buffer, format="png", metadata={"Software": None})
        plt.close(drawn)
    return base64.b64encode(buffer.getvalue()).decode()


def scrap(name: str, kind: str, data: Any, **shown: str) -> Any:
    content = {SCRAP_TYPE: {"name": name, "data": data, "encoder": "json", "version": 1}, **shown}
    return new_output("display_data", data=content, metadata={"kb": {"kind": kind}})


def executed(seed: int, change: float = 0.0) -> NotebookNode:
    """A notebook as it is when it has run: metrics, a table, a frame, a figure, text and a formula."""
    floats = [name for name, value in FIGURES.items() if isinstance(value, float)]
    values = noisy([FIGURES[name] for name in floats], seed)
    metrics = FIGURES | dict(zip(floats, values, strict=True)) | {"cagr": 0.1 + change}
    shown = noisy([0.0, 0.5, -0.5, 0.0, 1.0 / 3, 1e-3], seed)
    shown[4] += change
    table = {"caption": "By year", "columns": ["year", "r"], "rows": [[2020 + n, r] for n, r in enumerate(shown)]}
    frame = pd.DataFrame({"r": shown}, index=pd.date_range("2024-01-01", periods=6))
    outputs = [
        *(scrap(name, "record", value, **{"text/plain": f"{name} = {value}"}) for name, value in metrics.items()),
        scrap("years", "table", table | {"total": 6}, **{"text/html": frame.to_html(float_format=repr)}),
        scrap("map", "figure", {"caption": "Map"}, **{"image/png": figure(shown)}),
        new_output("display_data", data={"text/html": frame.to_html(float_format=repr), "text/plain": "frame"}),
        new_output("stream", name="stdout", text="".join(f"day {n}: {value!r}\n" for n, value in enumerate(shown))),
        new_output("display_data", data={"text/markdown": f"**{shown[1]!r}** of 2024-01-02", "text/plain": ""}),
        new_output("display_data", data={"text/latex": f"$x = {shown[2]!r}$", "text/plain": ""}),
        new_output("execute_result", execution_count=seed, data={"text/plain": f"array({shown!r})"}),
    ]
    cells = [new_markdown_cell("# Report"), new_code_cell("work()", outputs=outputs)]
    notebook: NotebookNode = new_notebook(cells=cells)
    return notebook


def result(node: NotebookNode) -> Result:
    scraps = [output.data.get(SCRAP_TYPE) for output in node.cells[1].outputs if "data" in output]
    metrics = {one["name"]: one["data"] for one in scraps if one and one["name"] in FIGURES}
    record = Record("3f2a9c", "succeeded", {"fast": 10}, metrics, "ab12", (), "Crossover AAPL 10-200")
    return Result(record, SPEC.notebook, Path(), 1.5)


def run(settings: Settings, node: NotebookNode) -> tuple[str, GeneratedNote, GeneratedNote]:
    """Store what was executed as kb does; the records and the two notes that come of it."""
    settled, kept = settle_result(settings, result(node), node, None)
    write_result(settings, settled, nbformat.writes(kept).encode())
    stored = read_result(settings, "3f2a9c")
    assert stored is not None
    book = read_executed(stored)
    summary = render_cells(book, "summary")
    notes = render_run_note(stored, book), render_results_note(SPEC, [stored.record], summary=summary)
    return render_records([stored.record]), *notes


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, tmp_path / "vault")


@pytest.mark.parametrize("seed", range(2, 6))
def test_a_run_with_noise_writes_the_same_bytes(settings: Settings, seed: int) -> None:
    first = run(settings, executed(1))

    assert executed(seed) != executed(1)
    assert run(settings, executed(seed)) == first


def test_without_settling_it_would_not(settings: Settings, tmp_path: Path) -> None:
    first, second = run(settings, executed(1)), run(Settings(tmp_path / "else", tmp_path), executed(2))

    assert [one == other for one, other in zip(first, second, strict=True)] == [False, False, False]


def test_a_change_is_told_everywhere(settings: Settings) -> None:
    first, second = run(settings, executed(1)), run(settings, executed(2, change=0.1))

    assert [one == other for one, other in zip(first, second, strict=True)] == [False, False, False]
    assert first[1].attachments != second[1].attachments
