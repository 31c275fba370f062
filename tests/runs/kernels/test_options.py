"""papermill's options mean with kernels of kb's own what they mean with stock ones."""

from __future__ import annotations

import io
import logging
import re
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat
import papermill
import psutil
import pytest
from papermill import engines

from kb.runs.kernels.watch import Watch
from tests.runs.kernels.cells import make_notebook

pytestmark = pytest.mark.kernel

SLOW = "import time\nfor number in range(2):\n    time.sleep(1.5)\n    print(number, flush=True)"
BOTH_STREAMS = "import sys\nprint('out', flush=True)\nprint('err', file=sys.stderr)\n1 + 1"
OPTIONS: dict[str, tuple[list[str], Callable[[], dict[str, Any]]]] = {
    "log_output": ([BOTH_STREAMS], lambda: {"log_output": True}),
    "stdout_file and stderr_file": (
        [BOTH_STREAMS, BOTH_STREAMS],
        lambda: {"stdout_file": io.StringIO(), "stderr_file": io.StringIO()},
    ),
    "execution_timeout": (["1", "import time; time.sleep(30)", "2"], lambda: {"execution_timeout": 5}),
    "interrupt_on_timeout reaches what the cell started": (
        ["import subprocess\nsubprocess.run(['sleep', '30'])"],
        lambda: {"execution_timeout": 5, "interrupt_on_timeout": True},
    ),
    "autosave_cell_every a second": ([SLOW], lambda: {"autosave_cell_every": 1}),
    "request_save_on_cell_execute": (["1", "2"], lambda: {"request_save_on_cell_execute": False}),
    "progress_bar": (["1", "2"], lambda: {"progress_bar": {"bar_format": "{n_fmt}/{total_fmt} ", "mininterval": 0}}),
    "a progress_bar that is none": (["1"], lambda: {"progress_bar": 3}),
    "kernel_name that is missing": (["1"], lambda: {"kernel_name": "none-such"}),
    "engine_name that is missing": (["1"], lambda: {"engine_name": "none-such"}),
    "prepare_only": (["1"], lambda: {"prepare_only": True}),
    "report_mode": (["1"], lambda: {"report_mode": True}),
    "cwd": (["import os\nos.path.basename(os.getcwd())"], lambda: {"cwd": "/tmp"}),  # noqa: S108  (it is only a place)
    "cwd that is missing": (["1"], lambda: {"cwd": "/none/such"}),
    "parameters": (["x = 1", "x"], lambda: {"parameters": {"x": "given"}}),
    "the first error ends it": (["1 / 0", "2"], dict),
    "allow_errors": (["1 / 0", "2"], lambda: {"allow_errors": True}),
    "coalesce_streams": ([BOTH_STREAMS * 2], lambda: {"coalesce_streams": True}),
    "extra_arguments": (
        ["get_ipython().colors"],
        lambda: {"extra_arguments": ["--InteractiveShell.colors=NoColor"]},
    ),
    "shutdown_kernel without waiting": (
        ["import atexit\natexit.register(lambda: open('left.txt', 'w'))"],
        lambda: {"shutdown_kernel": "immediate"},
    ),
    "no cells": ([], dict),
}


def run(way: str, sources: list[str], options: Mapping[str, Any], folder: Path) -> tuple[str, str]:
    """Execute a notebook in a folder: how it was started, and the error that came of it."""
    folder.mkdir()
    watch = Watch()
    nbformat.write(make_notebook([(source, source) for source in sources]), folder / "source.ipynb")
    ours = {} if way == "stock" else {"engine_name": "kb", "watch": watch, "way": way}
    defaults = {"progress_bar": False, "cwd": str(folder)}
    try:
        papermill.execute_notebook(
            folder / "source.ipynb", folder / "executed.ipynb", **{**defaults, **ours, **options}
        )
    except (papermill.exceptions.PapermillException, LookupError, OSError, TypeError, TimeoutError) as error:
        return watch.way, f"{type(error).__name__}: {error}"
    return watch.way, ""


@contextmanager
def counted_saves(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    write, saves = engines.write_ipynb, []

    def write_and_count(node: Any, path: str) -> None:
        saves.append(path)
        write(node, path)

    with monkeypatch.context() as patch:
        patch.setattr(engines, "write_ipynb", write_and_count)
        yield saves


@contextmanager
def heeding_interrupts() -> Iterator[None]:
    """As in a terminal: a shell lets what it starts in the background ignore them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_does_what_it_does_with_a_stock_kernel(
    name: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sources, make_options = OPTIONS[name]
    seen = {}
    for way in ("stock", "fork"):
        options = make_options()
        caplog.clear()
        with counted_saves(monkeypatch) as saves, caplog.at_level(logging.DEBUG, "papermill"):
            taken, error = run(way, sources, options, tmp_path / way)
        target = tmp_path / way / "executed.ipynb"
        cells = nbformat.read(target, as_version=4).cells if target.exists() else []
        seen[way] = {
            "error": error,
            "log": [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "papermill"],
            "files": {key: value.getvalue() for key, value in options.items() if isinstance(value, io.StringIO)},
            "saves": len(saves),
            "progress": re.findall(r"\d/\d", capfd.readouterr().err),
            "cells": [
                (cell.source, cell.get("outputs"), cell.metadata.get("papermill", {}).get("status")) for cell in cells
            ],
            "left": (tmp_path / way / "left.txt").exists(),
        }
        steady = str(seen[way]).replace(str(tmp_path / way), "<folder>")
        seen[way]["steady"] = re.sub(r"\d+-\d+-\d+T\S+|ipykernel_\d+", "<changing>", steady)

    assert taken in {"fork", ""}
    assert seen["fork"]["steady"] == seen["stock"]["steady"]


@pytest.mark.parametrize("way", ["stock", "fork", "spawn"])
def test_start_timeout_is_for_the_start(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "slow.py").write_text("import time\ntime.sleep(2)\n")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))

    with pytest.raises(RuntimeError, match="Kernel didn't respond in 1 seconds"):
        run(way, ["1"], {"start_timeout": 1}, tmp_path / way)


def test_start_timeout_is_not_for_the_imports(tmp_path: Path) -> None:
    way, error = run("fork", ["import pandas, quantstats"], {"start_timeout": 2}, tmp_path / "fork")

    assert (way, error) == ("fork", "")


@pytest.mark.parametrize("way", ["stock", "fork", "spawn"])
def test_an_interrupt_of_the_caller_ends_the_run(way: str, tmp_path: Path) -> None:
    interrupt = "import os, signal, time\nos.kill(int(os.environ['JPY_PARENT_PID']), signal.SIGINT)\ntime.sleep(60)"
    note_pid = "import os, pathlib\npathlib.Path('pid.txt').write_text(str(os.getpid()))"
    begun = time.monotonic()

    with heeding_interrupts(), pytest.raises(KeyboardInterrupt):
        run(way, [note_pid, interrupt], {}, tmp_path / way)

    assert time.monotonic() - begun < 30
    with suppress(psutil.NoSuchProcess):
        psutil.Process(int((tmp_path / way / "pid.txt").read_text())).wait(timeout=10)  # fails where it stays


def test_another_kernel_manager_is_not_replaced(tmp_path: Path) -> None:
    from jupyter_client.manager import AsyncKernelManager  # noqa: PLC0415  (slow to import)

    way, error = run("fork", ["1"], {"kernel_manager_class": AsyncKernelManager}, tmp_path / "own")

    assert (way, error) == ("stock (as asked)", "")
