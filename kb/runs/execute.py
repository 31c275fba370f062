"""Runs in processes of their own, under a watchdog; each comes back as a stored result."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from kb.config import Settings
from kb.model.run import Failure, Record, Result, Started, Status
from kb.runs import job
from kb.runs.fingerprint import fingerprint
from kb.runs.inputs import gather_inputs, snapshot_code
from kb.runs.notebook import Notebook, language_of, read_notebook
from kb.runs.outputs import PROBE, PROBE_TAG, blame, emitted, tidy
from kb.runs.plan import Asked, PlannedRun
from kb.runs.records import round_metric
from kb.runs.store import make_store, write_result

Process = subprocess.Popen[bytes]
_FOLDER = "run-"


def execute_runs(
    settings: Settings,
    asked: Sequence[Asked],
    jobs: int,
) -> Iterator[Started | Result]:
    """Execute runs, `jobs` at a time; yield each when it starts, and its result when it is stored.

    When the caller stops early (Ctrl-C), those that run are finished and stored, and the others are not begun; a second
    Ctrl-C ends them too.

    Args:
        settings: The workspace.
        asked: What to run.
        jobs: Processes at a time.
    """
    _sweep(settings.store)
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="kb-run")
    running: set[Process] = set()
    futures = [pool.submit(execute_run, settings, one.run, one.title, running) for one in asked]
    try:
        for future in as_completed(futures):
            yield future.result()
    finally:
        try:
            pool.shutdown(wait=True, cancel_futures=True)
        except KeyboardInterrupt:
            for process in tuple(running):
                end_process(process)
            raise


def execute_run(settings: Settings, run: PlannedRun, title: str, running: set[Process]) -> Result:
    """Execute one run to its end or its time limit, and store what came of it.

    Args:
        settings: The workspace.
        run: What to run.
        title: The run's title if its notebook gives none.
        running: Holds the run's process while it lives.
    """
    notebook = read_notebook(settings, run.notebook)
    code = snapshot_code(settings.root)
    make_store(settings)
    prefix = f"{_FOLDER}{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, dir=settings.store, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _write_order(folder, notebook, run)
        started = time.monotonic()
        status, failure = _watch(folder, notebook.file.parent, settings.timeout_seconds, running)
        seconds = time.monotonic() - started
        node = _read_executed(folder)
    said = emitted(node)
    node = tidy(node)
    failure = failure and blame(failure, node)
    inputs = gather_inputs(notebook, code, said, settings.root)
    metrics = {name: round_metric(value) for name, value in said.metrics.items() if name != "title"}
    record = Record(
        key=run.key,
        status=status,
        parameters=dict(run.parameters),
        metrics=metrics if status == "succeeded" else {},
        fingerprint=fingerprint(inputs),
        inputs=inputs,
        title=str(said.metrics.get("title") or title),
        error=_one_line(failure),
    )
    result = Result(record, notebook.path, Path(), round(seconds, 3), failure)
    return write_result(settings, result, _to_bytes(node))


def _sweep(store: Path) -> None:
    """Remove the working folders that a killed kb left behind."""
    for folder in store.glob(f"{_FOLDER}*-*"):
        owner = folder.name.removeprefix(_FOLDER).partition("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _write_order(folder: Path, notebook: Notebook, run: PlannedRun) -> None:
    import nbformat  # noqa: PLC0415  (slow to import)

    node = nbformat.from_dict(notebook.node)
    if language_of(node) == "python":
        node.cells.append(nbformat.v4.new_code_cell(PROBE, metadata={"tags": [PROBE_TAG]}))
    (folder / job.SOURCE).write_bytes(_to_bytes(node))
    kernel = node.metadata["kernelspec"].get("name", "python3")
    order = {"parameters": dict(run.parameters), "kernel": kernel}
    (folder / job.ORDER).write_text(json.dumps(order), "utf-8")


def _watch(
    folder: Path,
    working_folder: Path,
    timeout_seconds: float,
    running: set[Process],
) -> tuple[Status, Failure | None]:
    """Start the process of a run and end it, with all that it started, when its time is up."""
    process = _start(folder, working_folder)
    running.add(process)
    try:
        process.wait(timeout_seconds)
    except subprocess.TimeoutExpired:
        limit = f"It ran longer than {timeout_seconds:g} seconds: raise runs.timeout_seconds in kb.toml if it may."
        return "timed out", Failure("TimeLimit", limit)
    finally:
        end_process(process)
        running.discard(process)
    return _read_outcome(folder, process.returncode)


def _start(folder: Path, working_folder: Path) -> Process:
    """Start a run where its notebook is, as JupyterLab does, out of reach of the terminal's Ctrl-C."""
    command = [sys.executable, "-P", "-m", "kb.runs.job", str(folder)]  # -P: notebooks beside it are no modules of kb
    with (folder / "log.txt").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=working_folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )


def end_process(process: Process) -> None:
    """End a process and its descendants, kernels too, if any still live."""
    with suppress(psutil.NoSuchProcess):
        family = psutil.Process(process.pid).children(recursive=True)
        for member in family:
            with suppress(psutil.NoSuchProcess):
                member.kill()
        process.kill()
        psutil.wait_procs(family, timeout=5)
    process.wait()


def _read_outcome(folder: Path, code: int) -> tuple[Status, Failure | None]:
    try:
        outcome = json.loads((folder / job.OUTCOME).read_text("utf-8"))
    except (OSError, ValueError):
        log = (folder / "log.txt").read_text("utf-8", errors="replace").strip()
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return "died", Failure("RunDied", f"The process of this run ended with {how}", traceback=log[-5000:])
    failure = Failure(**outcome["failure"]) if outcome["failure"] else None
    return outcome["status"], failure


def _read_executed(folder: Path) -> Any:
    """What was executed, in part if need be; the notebook as it was sent when nothing readable came of it."""
    import nbformat  # noqa: PLC0415  (slow to import)

    for name in (job.TARGET, job.SOURCE):
        with suppress(OSError, ValueError):
            return nbformat.read(folder / name, as_version=4)
    return nbformat.v4.new_notebook()


def _to_bytes(node: Any) -> bytes:
    import nbformat  # noqa: PLC0415  (slow to import)

    text: str = nbformat.writes(node)
    return (text + "\n").encode()


def _one_line(failure: Failure | None) -> str:
    if failure is None:
        return ""
    where = f" (cell {failure.cell})" if failure.cell else ""
    message = failure.message.strip().splitlines()
    return f"{failure.name}: {message[0][:300] if message else ''}{where}"
