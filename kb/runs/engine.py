"""The one call of papermill: a job becomes an execution."""

from __future__ import annotations

import json
import logging
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kb.config import environment
from kb.model.run import Failure
from kb.runs.job import Execution, Job
from kb.runs.kernel_names import no_such_kernel
from kb.runs.kernels.watch import Watch
from kb.runs.limits import RUN_LIMIT, Cells, Outcome, ended, start_timer
from kb.runs.notebook import language_of

ENGINE = "kb"
HISTORY = ("--HistoryManager.hist_file=:memory:",)
"""What nbclient gives every ipykernel."""
LIVE: set[Watch] = set()
"""What this process executes now."""


def prepare(job: Job) -> None:
    """Start the process that the kernels of a job are forked from: it gets ready while papermill is loaded."""
    from jupyter_client.kernelspec import NoSuchKernel  # noqa: PLC0415  (slow to import)

    from kb.runs.kernels.imports import sources_of  # noqa: PLC0415
    from kb.runs.kernels.pool import PARENTS  # noqa: PLC0415
    from kb.runs.kernels.recipe import recipe_for  # noqa: PLC0415

    with suppress(NoSuchKernel):
        sources = sources_of(json.loads(job.source)["cells"])
        recipe = recipe_for(sources, job.kernel, HISTORY, job.folder, environment())
        if recipe:
            PARENTS.prepare(recipe, job.timeout_seconds)


def execute_job(job: Job) -> Execution:
    """Execute a notebook to its end or its time limit; what ran comes back whatever the outcome."""
    with tempfile.TemporaryFile() as log:
        return _execute_watched(job, Watch(job.timeout_seconds, log))


def _execute_watched(job: Job, watch: Watch) -> Execution:
    started = time.monotonic()
    timer = start_timer(job.timeout_seconds, watch, RUN_LIMIT)
    LIVE.add(watch)
    try:
        status, failure = _execute(job, watch)
    finally:
        timer.cancel()
        LIVE.discard(watch)
    if watch.ended_by and status != "succeeded":
        status, failure = ended(job, watch.ended_by)
    end = watch.kernel.end if watch.kernel else None
    return Execution(
        key=job.key,
        status=status,
        executed=_to_bytes(watch.node) if watch.node else job.source,
        seconds=round(time.monotonic() - started, 3),
        way=watch.way,
        failure=failure,
        cell=_last_begun(watch.node),
        peak_bytes=end.peak_bytes if end else None,
        is_lost=status == "died" and end is not None and end.code is None,
    )


def _execute(job: Job, watch: Watch) -> Outcome:
    import nbformat  # noqa: PLC0415  (slow to import)
    import papermill  # noqa: PLC0415
    from jupyter_client.kernelspec import NoSuchKernel  # noqa: PLC0415
    from nbclient.exceptions import DeadKernelError  # noqa: PLC0415
    from papermill.engines import papermill_engines  # noqa: PLC0415
    from papermill.exceptions import PapermillExecutionError  # noqa: PLC0415

    from kb.runs.kernels.engine import KbEngine  # noqa: PLC0415

    papermill_engines.register(ENGINE, KbEngine)  # in a checkout that was not installed, nobody else has
    logging.getLogger("papermill").addFilter(_is_news)
    node, cells = nbformat.reads(job.source.decode(), as_version=4), Cells(job.cell_timeout_seconds, watch)
    with _folder_for(job) as folder:
        try:
            papermill.execute_notebook(
                node,
                None,
                parameters=dict(job.parameters),
                engine_name=ENGINE,
                kernel_name=job.kernel,
                progress_bar=False,
                resources={"metadata": {"path": str(folder)}},
                watch=watch,
                way=job.way,
                **cells.hooks,
            )
        except PapermillExecutionError as error:
            return "failed", cells.failure(error)
        except NoSuchKernel:
            return "failed", Failure("NoSuchKernel", str(no_such_kernel(job.kernel, language_of(node))))
        except (DeadKernelError, RuntimeError) as error:
            return "died", Failure("KernelDied", str(error), traceback=_log_of(watch))
        except Exception as error:  # noqa: BLE001  (what a kernel sends can upset papermill and nbclient anywhere)
            return "failed", Failure(type(error).__name__, str(error), traceback=traceback.format_exc())
        finally:
            cells.done()
            _close_loop()
    return "succeeded", None


@contextmanager
def _folder_for(job: Job) -> Iterator[Path]:
    """Where its cells run."""
    if job.folder.is_dir():
        yield job.folder
        return
    with tempfile.TemporaryDirectory(prefix="kb-") as empty:
        yield Path(empty)


def _is_news(record: logging.LogRecord) -> bool:
    """Not that papermill cannot find a parameter in the cell: kb has, or its strategy declares it."""
    return not record.getMessage().startswith(("Passed unknown parameter", "Translator for"))


def _log_of(watch: Watch) -> str:
    """The last words of a kernel."""
    from kb.runs.kernels.start import log_of  # noqa: PLC0415

    if watch.kernel and watch.kernel.end:
        return watch.kernel.end.log
    return log_of(watch.log) if watch.log else ""


def _close_loop() -> None:
    """Close the event loop that nbclient leaves behind in each thread."""
    from jupyter_core.utils import ensure_event_loop  # noqa: PLC0415

    ensure_event_loop().close()


def _last_begun(node: Any) -> int | None:
    """The number of the last cell that began: papermill notes the time of each."""
    times = [cell.metadata.get("papermill", {}).get("start_time") for cell in node.cells] if node else []
    begun = [number for number, time_begun in enumerate(times) if time_begun and node.cells[number].cell_type == "code"]
    return begun[-1] if begun else None


def _to_bytes(node: Any) -> bytes:
    node.metadata.get("papermill", {}).pop("input_path", None)  # the node that was given, whole
    return json.dumps(node).encode()  # for who made the job: nobody else reads it
