"""Batches of one backtest notebook, by kb and by papermill, and what a run costs beside its cells."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from benchmarks.timing import BIN, Row
from kb.config import read_settings
from kb.model.run import Spec
from kb.runs.batch import run_key
from kb.runs.execute import execute_runs
from kb.runs.plan import Asked, PlannedRun

RUNS = 40
JOBS = 2
TRIVIAL = '# %% tags=["parameters"]\nfast: int = 10\n\n# %%\nratio = 1 / fast\n'
BENCH = Path(__file__).with_name("notebook.py").read_text("utf-8")
QUESTION = "```kb\nname: Bench\nnotebook: bench\nnotes: 0\nsweep:\n  fast: {values}\n```\n"
WARM = """\
import time
from IPython import get_ipython
shell, started = get_ipython(), time.perf_counter()
for number in range({runs}):
    for source in {cells!r}:
        result = shell.run_cell(source, silent=True)
        assert result.success
print("seconds", (time.perf_counter() - started) / {runs})
"""


def measure() -> list[Row]:
    """The batch against papermill's command in `xargs -P2`, against the cells alone, and its parts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stock = _seconds(lambda: _papermill(_workspace(folder / "stock", BENCH)))
        whole = _seconds(lambda: _kb(_workspace(folder / "kb", BENCH)))
        cells = _warm_cells(_workspace(folder / "warm", BENCH))
        warm = _in_process(_workspace(folder / "fork", BENCH), JOBS)
        spawned = _in_process(_workspace(folder / "spawn", BENCH), JOBS, "spawn")
        trivial = _in_process(_workspace(folder / "trivial", TRIVIAL), 1)
    peer = f"xargs -P{JOBS} papermill"
    return [
        Row(f"{RUNS} runs, {JOBS} jobs: kb run", whole, stock / 8, peer, stock),
        Row("the same, its parent started", warm, cells * RUNS / JOBS * 1.25, "cells alone / 2", cells * RUNS / JOBS),
        Row("the same, spawned", spawned, stock / 1.5, peer, stock),
        Row("a trivial run beside its cells", trivial / RUNS, 0.1),
    ]


def _workspace(folder: Path, notebook: str) -> Path:
    for name in ("notebooks", "vault"):
        (folder / name).mkdir(parents=True)
    (folder / "kb.toml").write_text('vault = "vault"\n', "utf-8")
    (folder / "notebooks/bench.py").write_text(notebook, "utf-8")
    (folder / "vault/Question.md").write_text(QUESTION.format(values=list(range(10, 10 + RUNS))), "utf-8")
    subprocess.run([BIN / "jupytext", "--to", "ipynb", folder / "notebooks/bench.py"], check=True, capture_output=True)
    return folder


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _kb(folder: Path) -> None:
    subprocess.run([BIN / "kb", "run", "--jobs", str(JOBS)], cwd=folder, check=True, capture_output=True)


def _papermill(folder: Path) -> None:
    lines = [f"bench.ipynb out-{fast}.ipynb -p fast {fast}" for fast in range(10, 10 + RUNS)]
    command = ["xargs", "-P", str(JOBS), "-L", "1", BIN / "papermill", "--no-progress-bar"]
    text = "\n".join(lines).encode()
    subprocess.run(command, cwd=folder / "notebooks", input=text, check=True, capture_output=True)


def _warm_cells(folder: Path) -> float:
    """Seconds that the cells take in one process that has made the imports, outputs drawn as in any kernel."""
    node = nbformat.read(folder / "notebooks/bench.ipynb", as_version=4)
    sources = [cell.source for cell in node.cells if cell.cell_type == "code"]
    code = [nbformat.v4.new_code_cell(text) for text in ["\n".join(sources), WARM.format(cells=sources, runs=10)]]
    node = NotebookClient(nbformat.v4.new_notebook(cells=code), kernel_name="python3", timeout=600).execute()
    said = "".join(output.get("text", "") for output in node.cells[1].outputs)
    return float(said.split("seconds")[1])


class _Executor(ThreadPoolExecutor):
    """Threads that have kernels started in one way."""

    def __init__(self, jobs: int, way: str) -> None:
        super().__init__(jobs)
        self._way = way

    def submit(self, fn: Callable[..., Any], job: Any, /) -> Future[Any]:  # type: ignore[override]
        return super().submit(fn, replace(job, way=self._way))


def _in_process(folder: Path, jobs: int, way: str = "fork") -> float:
    """Seconds of a batch in this process; where kernels are forked, the process that they come from is there before."""
    settings, path = read_settings(folder), "notebooks/bench.py"

    def asked(values: Sequence[int]) -> list[Asked]:
        given = [{"fast": fast} for fast in values]
        runs = [PlannedRun(run_key(path, one), path, one, "new") for one in given]
        return [Asked(run, str(run.parameters), Spec("Bench", path)) for run in runs]

    with _Executor(jobs, way) as executor:
        if way == "fork":
            list(execute_runs(settings, asked([9]), 1, executor=executor))
        started = time.perf_counter()
        results = list(execute_runs(settings, asked(range(10, 10 + RUNS)), jobs, executor=executor))
        seconds = time.perf_counter() - started
    assert len(results) == 2 * RUNS
    return seconds
